import { z } from "zod";
import { personName } from "../people/identity.ts";
import { roleIds, type RoleId } from "../people/roles/index.ts";
import { isId, peopleOrders } from "../people/store.ts";
import { listQuery } from "../platform/lists.ts";

export const id = z.string().refine(isId);
const role = z.enum(roleIds as [RoleId, ...RoleId[]]);

export const PersonPath = z.object({ personId: id });
export const PeopleQuery = z.object({
  ...listQuery(peopleOrders),
  role: z.union([role, z.literal("")]).default(""),
});
export const NewPersonForm = z.strictObject({
  name: personName,
  login: z.string().trim().min(1, "form.required").max(100).regex(/^\S+$/, "people.login-form"),
  role,
  baseId: z.union([z.literal(""), id]),
});
export const RolesForm = z.strictObject({
  personId: id,
  roles: z.union([role, z.array(role).min(1).max(10)]).transform((given) => [given].flat()),
});
export const ExtraTimeForm = z.strictObject({ personId: id, factor: z.enum(["1", "1.25", "1.5"]).transform(Number) });
export const BaseForm = z.strictObject({
  key: z
    .string()
    .trim()
    .regex(/^[a-z0-9-]{2,30}$/, "people.base-key-form"),
  zh: z.string().trim().min(1, "form.required").max(60),
  en: z.string().trim().min(1, "form.required").max(80),
});
