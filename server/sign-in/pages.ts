import { readDemoAccounts, type DemoAccount } from "../platform/demo-accounts.ts";
import type { Form } from "../platform/fill.ts";
import { page, type PageModel } from "../platform/page.ts";
import type { Translate } from "../platform/words/index.ts";

interface SignInPage extends PageModel {
  form: Form<unknown>;
  demoAccounts: DemoAccount[];
}

export const showSignIn = page<SignInPage>("sign-in/sign-in");
export const showCode = page<PageModel & { form: Form<unknown> }>("sign-in/second-factor");
export const showResetAsk = page<PageModel & { form: Form<unknown>; sent: boolean }>("sign-in/reset");
export const showNewPassword = page<PageModel & { form: Form<unknown>; token: string; person: { name: string; login: string } | null }>("sign-in/new-password");

export async function signInPage(t: Translate, form: Form<unknown>): Promise<SignInPage> {
  return { title: t("login.title"), form, demoAccounts: await readDemoAccounts() };
}
