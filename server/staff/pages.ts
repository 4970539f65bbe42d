import type { Request } from "express";
import { allBases } from "../people/bases.ts";
import { roleOf, roles } from "../people/roles/index.ts";
import { peopleOrders, peopleSeenBy, type PersonFacts } from "../people/store.ts";
import { actorOf } from "../people/allow.ts";
import { settings } from "../platform/config.ts";
import type { Form } from "../platform/fill.ts";
import { page, type PageModel } from "../platform/page.ts";
import { pagination, type ListQuery } from "../platform/lists.ts";
import { toSvg } from "../platform/qr.ts";
import { mayGrant } from "./actions.ts";

export const showPeople = page<Awaited<ReturnType<typeof peoplePage>>>("staff/people");
export const showPerson = page<Awaited<ReturnType<typeof personPage>>>("staff/person");
export const showNewPerson = page<Awaited<ReturnType<typeof newPersonPage>>>("staff/new-person");
export const showLink = page<ReturnType<typeof linkPage>>("staff/link");
export const showBases = page<PageModel & { form: Form<unknown>; bases: { key: string; name: string }[] }>(
  "staff/bases",
);

const crumbs = (req: Request) => [{ href: "/people", label: req.t("people.title") }];
const roleNames = (req: Request, person: PersonFacts) =>
  person.roles.map((id) => roleOf(id)?.label[req.language] ?? id).join(" · ");

export async function peoplePage(
  req: Request,
  { role, ...query }: ListQuery & { role: "" | PersonFacts["roles"][number] },
) {
  const actor = actorOf(req);
  const { people, total } = await peopleSeenBy(actor, { ...query, ...(role && { role }) });
  const bases = new Map((await allBases()).map((base) => [base.id, base.name[req.language]]));
  return {
    title: req.t("people.title"),
    roles: {
      name: "role",
      label: req.t("account.roles"),
      all: req.t("people.all-roles"),
      value: role,
      options: roles.map(({ id, label }) => ({ value: id, label: label[req.language] })),
    },
    mayAdd: actor.capabilities.has("people.manage"),
    rows: people.map((person) => ({
      href: `/people/${person.id}`,
      name: person.name,
      login: person.login,
      roles: roleNames(req, person),
      base: bases.get(person.baseId ?? "") ?? "",
      disabled: person.state === "disabled",
    })),
    page: pagination(req, query, total, peopleOrders),
  };
}

export async function personPage(req: Request, person: PersonFacts) {
  const actor = actorOf(req);
  const base = (await allBases()).find(({ id }) => id === person.baseId);
  return {
    title: person.name,
    breadcrumb: crumbs(req),
    person: {
      ...person,
      roleNames: roleNames(req, person),
      base: base?.name[req.language] ?? "",
      idType: req.t(`id-type.${person.idType}`),
    },
    mayManage: actor.capabilities.has("people.manage") && actor.id !== person.id,
    mayGrant: actor.capabilities.has("role.grant") && actor.id !== person.id,
    roles: roles.map(({ id, label }) => ({ value: id, label: label[req.language], held: person.roles.includes(id) })),
    factors: [1, 1.25, 1.5].map((factor) => ({
      value: String(factor),
      label:
        factor === 1 ? req.t("people.no-extra-time") : req.t("account.extra-time-factor", { factor: String(factor) }),
      chosen: factor === person.extraTimeFactor,
    })),
  };
}

export async function newPersonPage(req: Request, form: Form<unknown>) {
  const actor = actorOf(req);
  const bases = actor.baseId ? [] : await allBases();
  return {
    title: req.t("people.new"),
    breadcrumb: crumbs(req),
    form,
    roles: roles
      .filter(({ id }) => mayGrant(actor, id))
      .map(({ id, label }) => ({ value: id, label: label[req.language] })),
    bases: bases.map(({ id, name }) => ({ value: id, label: name[req.language] })),
  };
}

export function linkPage(req: Request, person: { id: string; name: string; login: string }, token: string) {
  const link = `${settings().baseUrl}/login/reset/${token}`;
  return {
    title: req.t("people.link-title"),
    breadcrumb: [...crumbs(req), { href: `/people/${person.id}`, label: person.name }],
    name: person.name,
    login: person.login,
    link,
    qr: toSvg(link),
  };
}
