import { Router } from "express";
import { record } from "../audit/actions.ts";
import { actorOf, signedIn } from "../people/allow.ts";
import { passwordFault } from "../people/passwords.ts";
import { personOf } from "../people/store.ts";
import { blank, fill, withError } from "../platform/fill.ts";
import { loginKey } from "../people/identity.ts";
import { countTry } from "../platform/limits.ts";
import { ownPath, redirectDone } from "../platform/locals.ts";
import { read } from "../platform/read.ts";
import { endSession, endSessions } from "../platform/session.ts";
import { passwordOf } from "../people/credentials.ts";
import { changePassword, enrolSecondFactor, saveProfile, secretToEnrol } from "./actions.ts";
import { ConfirmationForm, EnrolForm, NextQuery, PasswordForm, ProfileForm, SessionForm } from "./forms.ts";
import {
  accountPage,
  confirmationModel,
  enrolmentPage,
  passwordModel,
  profileModel,
  showAccount,
  showConfirmation,
  showEnrolment,
  showPassword,
  showProfile,
  showRecovery,
} from "./pages.ts";

export const routes = Router();

routes.get("/account", signedIn, async (req, res) => showAccount(res, await accountPage(req)));

routes.get("/account/profile", signedIn, async (req, res) => {
  const { name, latinName, mail, idType, language } = await personOf(actorOf(req).id);
  await showProfile(res, await profileModel(req, blank({ name, latinName, mail, idType, language })));
});

routes.post("/account/profile", signedIn, async (req, res) => {
  const form = fill(ProfileForm, req.body, req.t);
  if (!form.data) return showProfile(res, await profileModel(req, form), 422);
  const saved = await saveProfile(actorOf(req), form.data);
  if (!saved)
    return showProfile(res, await profileModel(req, withError(form, "idNumber", req.t("account.id-wrong"))), 422);
  redirectDone(res, "/account", "done.saved");
});

routes.get("/account/password", signedIn, async (req, res) => showPassword(res, passwordModel(req, blank())));

routes.post("/account/password", signedIn, async (req, res) => {
  const actor = actorOf(req);
  const form = fill(PasswordForm, req.body, req.t);
  const again = (field: string, message: string) =>
    showPassword(res, passwordModel(req, withError(form, field, message)), 422);
  if (!form.data) return showPassword(res, passwordModel(req, form), 422);
  await countTry("sign-in-name", loginKey(actor.login));
  if (!(await passwordOf(actor.id, form.data.current))) return again("current", req.t("account.password-wrong"));
  const fault = passwordFault(form.data.password, [actor.login, actor.name]);
  if (fault) return again("password", req.t(fault));
  await changePassword(actor, form.data.password, req.sessionID);
  redirectDone(res, "/account", "done.password-changed");
});

routes.get("/account/confirmation", signedIn, async (req, res) => {
  const { next } = read(req, NextQuery);
  await showConfirmation(res, confirmationModel(req, blank({ next: ownPath(next) ?? "/" })));
});

routes.post("/account/confirmation", signedIn, async (req, res) => {
  const actor = actorOf(req);
  const form = fill(ConfirmationForm, req.body, req.t);
  await countTry("sign-in-name", loginKey(actor.login));
  const right = form.data ? await passwordOf(actor.id, form.data.password) : false;
  if (!form.data || !right) {
    const shown = form.data ? withError(form, "password", req.t("account.password-wrong")) : form;
    return showConfirmation(res, confirmationModel(req, shown), 422);
  }
  req.session.authenticatedAt = Date.now();
  res.redirect(303, ownPath(form.data.next) ?? "/");
});

routes.get("/account/second-factor", signedIn, async (req, res) => {
  const { next } = read(req, NextQuery);
  if (actorOf(req).secondFactor === "enrolled") return res.redirect(303, "/account");
  await showEnrolment(
    res,
    await enrolmentPage(req, await secretToEnrol(actorOf(req)), blank({ next: ownPath(next) ?? "/" })),
  );
});

routes.post("/account/second-factor", signedIn, async (req, res) => {
  const actor = actorOf(req);
  if (actor.secondFactor === "enrolled") return res.redirect(303, "/account");
  const form = fill(EnrolForm, req.body, req.t);
  const codes = form.data && (await enrolSecondFactor(actor, form.data.code));
  if (codes)
    return showRecovery(res, { title: req.t("account.recovery"), codes, next: ownPath(form.values["next"]) ?? "/" });
  const shown = form.data ? withError(form, "code", req.t("login.code-wrong")) : form;
  await showEnrolment(res, await enrolmentPage(req, await secretToEnrol(actor), shown), 422);
});

routes.post("/account/sessions/end", signedIn, async (req, res) => {
  const actor = actorOf(req);
  const { id } = read(req, SessionForm);
  if (id === "others") await endSessions(actor.id, req.sessionID);
  else await endSession(actor.id, id);
  await record(actor, "person.sessions-ended", { object: actor.id });
  redirectDone(res, "/account", "done.sessions-ended");
});
