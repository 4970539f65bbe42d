import { Router, type Request, type Response } from "express";
import passport from "passport";
import { record } from "../audit/actions.ts";
import { everyone } from "../people/allow.ts";
import { passwordFault } from "../people/passwords.ts";
import { findByLogin } from "../people/store.ts";
import { settings } from "../platform/config.ts";
import { NotFound } from "../platform/errors.ts";
import { blank, fill, withError } from "../platform/fill.ts";
import { log } from "../platform/log.ts";
import { languageCookie, ownPath, redirectDone } from "../platform/locals.ts";
import { read } from "../platform/read.ts";
import { askReset, countSignIn, personOfReset, resetPassword, signIn, signInByCode, startSession } from "./actions.ts";
import {
  CodeForm,
  DemoForm,
  LanguageForm,
  NewPasswordForm,
  NextQuery,
  ResetAskForm,
  SignInForm,
  TokenPath,
} from "./forms.ts";
import { resetPage, showCode, showNewPassword, showResetAsk, showSignIn, signInPage } from "./pages.ts";
import "./passport.ts";

export const routes = Router();

routes.get("/login", everyone, async (req, res) => {
  const { next } = read(req, NextQuery);
  if (req.user) res.redirect(303, ownPath(next) ?? "/");
  else await showSignIn(res, await signInPage(req.t, req.language, blank({ next: ownPath(next) ?? "" })));
});

routes.post("/login", everyone, async (req, res) => {
  const form = fill(SignInForm, req.body, req.t);
  if (!form.data) return showSignIn(res, await signInPage(req.t, req.language, form), 422);
  const { login, next } = form.data;
  await countSignIn(req, login);
  const personId = await authenticate(req, res);
  if (!personId) {
    await record(null, "person.sign-in-failed", { from: req.ip ?? "" });
    return showSignIn(
      res,
      await signInPage(req.t, req.language, withError(form, "password", req.t("login.wrong"))),
      422,
    );
  }
  res.redirect(303, await signIn(req, personId, next));
});

routes.get("/login/second-factor", everyone, async (req, res) => {
  if (!req.session.awaiting) return res.redirect(303, "/login");
  await showCode(res, { title: req.t("login.code-title"), form: blank() });
});

routes.post("/login/second-factor", everyone, async (req, res) => {
  const { awaiting } = req.session;
  if (!awaiting) return res.redirect(303, "/login");
  const form = fill(CodeForm, req.body, req.t);
  const title = req.t("login.code-title");
  const target = form.data && (await signInByCode(req, awaiting, form.data.code));
  if (target) return res.redirect(303, target);
  await showCode(res, { title, form: form.data ? withError(form, "code", req.t("login.code-wrong")) : form }, 422);
});

/** One click in a demo signs in as one of its people; outside a demo the address does not exist. */
routes.post("/login/demo", everyone, async (req, res) => {
  if (!settings().demo) throw new NotFound();
  const { login, next } = read(req, DemoForm);
  const person = await findByLogin(login);
  if (!person) throw new NotFound();
  await startSession(req, person.id);
  res.redirect(303, ownPath(next) ?? "/");
});

routes.post("/logout", everyone, async (req, res) => {
  if (req.user) await record(req.user, "person.signed-out");
  await new Promise<void>((resolve) => req.session.destroy(() => resolve()));
  res.clearCookie("zz").clearCookie("__Host-zz", { secure: true, path: "/" });
  res.redirect(303, "/");
});

routes.get("/login/reset", everyone, async (req, res) => {
  await showResetAsk(res, resetPage(req, blank()));
});

routes.post("/login/reset", everyone, async (req, res) => {
  const form = fill(ResetAskForm, req.body, req.t);
  if (!form.data) return showResetAsk(res, resetPage(req, form), 422);
  await countSignIn(req, form.data.login);
  // Not awaited: the answer takes as long for somebody unknown.
  askReset(form.data.login, new Date()).catch((error: unknown) =>
    log.error({ err: error }, "a reset letter was not written"),
  );
  await showResetAsk(res, resetPage(req, form, true));
});

routes.get("/login/reset/:token", everyone, async (req, res) => {
  const { token } = read(req, TokenPath);
  const person = await personOfReset(req, token, new Date());
  await showNewPassword(res, { title: req.t("reset.new-title"), form: blank(), token, person }, person ? 200 : 410);
});

routes.post("/login/password", everyone, async (req, res) => {
  const form = fill(NewPasswordForm, req.body, req.t);
  const title = req.t("reset.new-title");
  const token = form.values["token"] ?? "";
  const person = await personOfReset(req, token, new Date());
  if (!person || !form.data) return showNewPassword(res, { title, form, token, person }, person ? 422 : 410);
  const fault = passwordFault(form.data.password, [person.login, person.name]);
  if (fault)
    return showNewPassword(res, { title, form: withError(form, "password", req.t(fault)), token, person }, 422);
  if (!(await resetPassword(person, token, form.data.password, new Date())))
    return showNewPassword(res, { title, form, token, person: null }, 410);
  redirectDone(res, "/login", "done.password-changed");
});

routes.post("/language", everyone, (req, res) => {
  const { language, next } = read(req, LanguageForm);
  res.cookie(languageCookie, language, {
    maxAge: 365 * 86400_000,
    sameSite: "lax",
    httpOnly: true,
    secure: settings().baseUrl.startsWith("https://"),
  });
  res.redirect(303, ownPath(next) ?? "/");
});

function authenticate(req: Request, res: Response): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const answered = (error: unknown, person: { id: string } | false | null) => {
      if (error) reject(error instanceof Error ? error : new Error("sign-in"));
      else resolve(person ? person.id : null);
    };
    (passport.authenticate("local", answered) as (q: Request, s: Response, n: (e?: unknown) => void) => void)(
      req,
      res,
      reject,
    );
  });
}
