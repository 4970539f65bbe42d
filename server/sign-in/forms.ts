import { z } from "zod";

const next = z.string().max(2000).optional();

export const SignInForm = z.strictObject({
  login: z.string().trim().min(1, "form.required").max(100),
  password: z.string().min(1, "form.required").max(200),
  next,
});
export const DemoForm = z.strictObject({ login: z.string().min(1).max(100), next });
export const CodeForm = z.strictObject({ code: z.string().trim().min(1, "form.required").max(40) });
export const ResetAskForm = z.strictObject({ login: z.string().trim().min(1, "form.required").max(100) });
export const NewPasswordForm = z.strictObject({
  password: z.string().min(1, "form.required").max(200),
  token: z.string().max(100),
});
export const LanguageForm = z.strictObject({ language: z.enum(["zh-CN", "en"]), next });
export const NextQuery = z.object({ next });
export const TokenPath = z.object({ token: z.string().regex(/^[\w-]{20,40}$/) });
