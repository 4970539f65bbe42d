import type { Language } from "../../courses/language.ts";
import type { Request } from "express";
import { allBases } from "../people/bases.ts";
import { roleOf } from "../people/roles/index.ts";
import { readDemoAccounts } from "../platform/demo-accounts.ts";
import type { Form } from "../platform/fill.ts";
import { page, type PageModel } from "../platform/page.ts";
import type { Translate } from "../platform/words/index.ts";

interface SignInPage extends PageModel {
  form: Form<unknown>;
  /** People of a demo: a few of each role, and all the others. */
  demo: Record<"few" | "others", { name: string; login: string; role: string; base: string }[]>;
}

export const showSignIn = page<SignInPage>("sign-in/sign-in");
export const showCode = page<PageModel & { form: Form<unknown> }>("sign-in/second-factor");
export const showResetAsk = page<PageModel & { form: Form<unknown>; sent: boolean }>("sign-in/reset");
export const showNewPassword = page<
  PageModel & { form: Form<unknown>; token: string; person: { name: string; login: string } | null }
>("sign-in/new-password");

const fewOfEachRole = 3;

export async function signInPage(t: Translate, language: Language, form: Form<unknown>): Promise<SignInPage> {
  const accounts = await readDemoAccounts();
  const isOneOfFew = (place: number) =>
    accounts.slice(0, place).filter(({ role }) => role === accounts[place]?.role).length < fewOfEachRole;
  const bases = accounts.length ? await allBases() : [];
  const shown = accounts.map(({ name, login, role, base }) => ({
    ...{ name, login, base: bases.find((one) => one.name["zh-CN"] === base)?.name[language] ?? base },
    role: roleOf(role)?.label[language] ?? role,
  }));
  const demo = {
    few: shown.filter((_, place) => isOneOfFew(place)),
    others: shown.filter((_, place) => !isOneOfFew(place)).slice(0, 200),
  };
  return { title: t("login.title"), form, demo };
}

export const resetPage = (req: Request, form: Form<unknown>, sent = false) => ({
  title: req.t("reset.title"),
  breadcrumb: [{ href: "/login", label: req.t("login.title") }],
  form,
  sent,
});
