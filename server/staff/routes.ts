import { Router } from "express";
import { actorOf, allow, confirmed } from "../people/allow.ts";
import { addBase, allBases } from "../people/bases.ts";
import { personSeenBy } from "../people/store.ts";
import { record } from "../audit/actions.ts";
import { blank, fill, withError, type Form } from "../platform/fill.ts";
import { redirectDone } from "../platform/locals.ts";
import { read } from "../platform/read.ts";
import { changeRoles, createPerson, grantExtraTime, lacksBase, printLink, switchTo } from "./actions.ts";
import { BaseForm, ExtraTimeForm, NewPersonForm, PeopleQuery, PersonPath, RolesForm } from "./forms.ts";
import {
  linkPage,
  newPersonPage,
  peoplePage,
  personPage,
  showBases,
  showLink,
  showNewPerson,
  showPeople,
  showPerson,
} from "./pages.ts";

export const routes = Router();

routes.get("/people", allow("people.read"), async (req, res) =>
  showPeople(res, await peoplePage(req, read(req, PeopleQuery))),
);

routes.get("/people/new", allow("people.manage"), async (req, res) =>
  showNewPerson(res, await newPersonPage(req, blank())),
);

routes.post("/people", allow("people.manage"), async (req, res) => {
  const form = fill(NewPersonForm, req.body, req.t);
  if (!form.data) return showNewPerson(res, await newPersonPage(req, form), 422);
  if (await lacksBase(actorOf(req), form.data))
    return showNewPerson(res, await newPersonPage(req, withError(form, "baseId", req.t("people.base-needed"))), 422);
  const made = await createPerson(actorOf(req), form.data, new Date());
  if (!made)
    return showNewPerson(res, await newPersonPage(req, withError(form, "login", req.t("people.login-taken"))), 422);
  await showLink(res, linkPage(req, { ...made, name: form.data.name, login: form.data.login }, made.token), 201);
});

routes.get("/people/:personId", allow("people.read"), async (req, res) => {
  const { personId } = read(req, PersonPath);
  await showPerson(res, await personPage(req, await personSeenBy(actorOf(req), personId)));
});

routes.post("/people/:personId/password-link", allow("people.manage"), async (req, res) => {
  const { personId } = read(req, PersonPath);
  const person = await personSeenBy(actorOf(req), personId);
  await showLink(res, linkPage(req, person, await printLink(actorOf(req), personId, new Date())));
});

routes.post("/people/:personId/suspension", allow("people.manage"), async (req, res) => {
  const { personId } = read(req, PersonPath);
  await switchTo(actorOf(req), personId, "disabled");
  redirectDone(res, `/people/${personId}`, "done.disabled");
});

routes.post("/people/:personId/reinstatement", allow("people.manage"), async (req, res) => {
  const { personId } = read(req, PersonPath);
  await switchTo(actorOf(req), personId, "active");
  redirectDone(res, `/people/${personId}`, "done.enabled");
});

routes.post("/people/:personId/roles", allow("role.grant"), confirmed, async (req, res) => {
  const { personId, roles } = read(req, RolesForm);
  await changeRoles(actorOf(req), personId, roles);
  redirectDone(res, `/people/${personId}`, "done.saved");
});

routes.post("/people/:personId/extra-time", allow("people.manage"), async (req, res) => {
  const { personId, factor } = read(req, ExtraTimeForm);
  await grantExtraTime(actorOf(req), personId, factor);
  redirectDone(res, `/people/${personId}`, "done.saved");
});

routes.get("/bases", allow("base.read"), async (req, res) =>
  showBases(res, await basesPage(req.t("people.bases"), req.language, blank())),
);

routes.post("/bases", allow("base.manage"), async (req, res) => {
  const form = fill(BaseForm, req.body, req.t);
  const title = req.t("people.bases");
  if (!form.data) return showBases(res, await basesPage(title, req.language, form), 422);
  const { key, zh, en } = form.data;
  const id = await addBase(key, { "zh-CN": zh, en }, new Date());
  if (!id)
    return showBases(
      res,
      await basesPage(title, req.language, withError(form, "key", req.t("people.base-key-taken"))),
      422,
    );
  await record(actorOf(req), "base.created", { object: id, facts: { key } });
  redirectDone(res, "/bases", "done.saved");
});

async function basesPage(title: string, language: "zh-CN" | "en", form: Form<unknown>) {
  return { title, form, bases: (await allBases()).map(({ key, name }) => ({ key, name: name[language] })) };
}
