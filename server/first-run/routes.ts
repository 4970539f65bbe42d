import { Router } from "express";
import { z } from "zod";
import { personName } from "../people/identity.ts";
import { everyone } from "../people/allow.ts";
import { passwordFault } from "../people/passwords.ts";
import { NotFound } from "../platform/errors.ts";
import { blank, fill, withError, type Form } from "../platform/fill.ts";
import { page, type PageModel } from "../platform/page.ts";
import { read } from "../platform/read.ts";
import { startSession } from "../sign-in/actions.ts";
import { setUp, tokenIsGood } from "./actions.ts";

const SetUpForm = z.strictObject({
  token: z.string().max(100),
  name: personName,
  login: z.string().trim().min(1, "form.required").max(100),
  password: z.string().min(1, "form.required").max(200),
  baseZh: z.string().trim().min(1, "form.required").max(60),
  baseEn: z.string().trim().min(1, "form.required").max(80),
});

const showFirstRun = page<PageModel & { form: Form<unknown> }>("first-run/first-run");

export const routes = Router();

routes.get("/first-run", everyone, async (req, res) => {
  const { token } = read(req, z.object({ token: z.string().max(100).default("") }));
  if (!(await tokenIsGood(token))) throw new NotFound();
  await showFirstRun(res, { title: req.t("first-run.title"), form: blank({ token }) });
});

routes.post("/first-run", everyone, async (req, res) => {
  const form = fill(SetUpForm, req.body, req.t);
  if (!(await tokenIsGood(form.values["token"] ?? ""))) throw new NotFound();
  const fault = form.data && passwordFault(form.data.password, [form.data.login, form.data.name]);
  if (!form.data || fault) {
    return showFirstRun(
      res,
      { title: req.t("first-run.title"), form: fault ? withError(form, "password", req.t(fault)) : form },
      422,
    );
  }
  const id = await setUp(form.data, new Date());
  if (!id) throw new NotFound();
  await startSession(req, id);
  res.redirect(303, "/account/second-factor?next=/people");
});
