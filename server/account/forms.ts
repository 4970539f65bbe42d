import { z } from "zod";
import { idTypes, personName } from "../people/identity.ts";

export const ConfirmationForm = z.strictObject({
  password: z.string().min(1, "form.required").max(200),
  next: z.string().max(2000).optional(),
});
export const PasswordForm = z.strictObject({
  current: z.string().min(1, "form.required").max(200),
  password: z.string().min(1, "form.required").max(200),
});
export const EnrolForm = z.strictObject({
  code: z.string().trim().min(1, "form.required").max(10),
  next: z.string().max(2000).optional(),
});
export const SessionForm = z.strictObject({ id: z.string().max(100) });

export const NextQuery = z.object({ next: z.string().max(2000).optional() });

export const ProfileForm = z.strictObject({
  name: personName,
  latinName: z
    .string()
    .trim()
    .max(60)
    .regex(/^[A-Za-z .'-]*$/, "account.latin-letters"),
  mail: z.union([z.literal(""), z.email("account.mail-form").max(100)]),
  idType: z.enum(idTypes),
  idNumber: z.string().trim().max(30),
  language: z.enum(["zh-CN", "en"]),
});
