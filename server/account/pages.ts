import type { Request } from "express";
import { idTypes } from "../people/identity.ts";
import { baseOf } from "../people/bases.ts";
import { roleOf } from "../people/roles/index.ts";
import { personOf } from "../people/store.ts";
import { showMoment, zoneName } from "../platform/dates.ts";
import type { Form } from "../platform/fill.ts";
import { page, type Crumb, type PageModel } from "../platform/page.ts";
import { sessionsOf } from "../platform/session.ts";
import { toSvg } from "../platform/qr.ts";
import { secretUri } from "../people/totp.ts";

export const showAccount = page<Awaited<ReturnType<typeof accountPage>>>("account/account");
export const showProfile = page<
  PageModel & { form: Form<unknown>; idTypes: { value: string; label: string }[]; idMasked: string }
>("account/profile");
export const showPassword = page<PageModel & { form: Form<unknown> }>("account/password");
export const showConfirmation = page<PageModel & { form: Form<unknown>; name: string }>("account/confirmation");
export const showEnrolment = page<Awaited<ReturnType<typeof enrolmentPage>>>("account/second-factor");
export const showRecovery = page<PageModel & { codes: string[]; next: string }>("account/recovery-codes");

const crumbs = (req: Request): Crumb[] => [{ href: "/account", label: req.t("account.title") }];

export async function accountPage(req: Request) {
  const person = await personOf(req.user?.id ?? "");
  const { t, language } = req;
  return {
    title: t("account.title"),
    name: person.name,
    login: person.login,
    roles: person.roles.map((id) => roleOf(id)?.label[language] ?? id).join(" · "),
    base: person.baseId ? (await baseOf(person.baseId)).name[language] : "",
    idMasked: person.idMasked,
    mail: person.mail,
    extraTime:
      person.extraTimeFactor > 1 ? t("account.extra-time-factor", { factor: String(person.extraTimeFactor) }) : "",
    secondFactor: person.hasSecondFactor,
    zone: zoneName(language),
    sessions: (await sessionsOf(person.id, req.sessionID)).map((session) => ({
      ...session,
      device: deviceName(session.device),
      since: showMoment(session.startedAt, new Date(), language),
    })),
  };
}

export async function profileModel(req: Request, form: Form<unknown>) {
  const person = await personOf(req.user?.id ?? "");
  return {
    title: req.t("account.profile"),
    breadcrumb: crumbs(req),
    form,
    idTypes: idTypes.map((value) => ({ value, label: req.t(`id-type.${value}`) })),
    idMasked: person.idMasked,
  };
}

export const passwordModel = (req: Request, form: Form<unknown>) => ({
  title: req.t("account.password"),
  breadcrumb: crumbs(req),
  form,
});

export const confirmationModel = (req: Request, form: Form<unknown>) => ({
  title: req.t("confirm.title"),
  breadcrumb: crumbs(req),
  form,
  name: req.user?.name ?? "",
});

export async function enrolmentPage(req: Request, secret: string, form: Form<unknown>) {
  const uri = secretUri(secret, req.user?.login ?? "", req.t("site.name"));
  const spaced = secret.replace(/(.{4})/g, "$1 ").trim();
  return { title: req.t("account.second-factor"), breadcrumb: crumbs(req), form, secret: spaced, uri, qr: toSvg(uri) };
}

/** "Chrome · Windows" out of a user agent; the whole line when it is none of the usual ones. */
function deviceName(agent: string): string {
  const browser = /MicroMessenger|Edg|Firefox|Chrome|Safari/.exec(agent)?.[0] ?? "";
  const system = /Windows|Android|iPhone|iPad|Mac OS X|HarmonyOS|Linux/.exec(agent)?.[0] ?? "";
  return [browser, system].filter(Boolean).join(" · ") || agent.slice(0, 60) || "?";
}
