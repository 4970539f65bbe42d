import { Router } from "express";
import { ensure } from "../../courses/decision.ts";
import { actorOf, allow, confirmed, signedIn } from "../people/allow.ts";
import { EnrolFirst } from "../platform/errors.ts";
import { fill } from "../platform/fill.ts";
import { redirectDone } from "../platform/locals.ts";
import { read } from "../platform/read.ts";
import { mayDo, pdfOf, tokenOf, withdraw } from "./actions.ts";
import { CertificatesQuery, deedForms, DeedPath, NumberPath } from "./forms.ts";
import {
  certificatePage,
  deedPage,
  listPage,
  ownPage,
  showCertificate,
  showCertificates,
  showDeed,
  showOwn,
} from "./pages.ts";
import { certificateSeenBy } from "./store.ts";

export const routes = Router();

// One address for holders and staff: what each sees is decided by the walls in the store.
routes.get("/certificates", signedIn, async (req, res) => {
  const actor = actorOf(req);
  if (!actor.capabilities.has("certificate.read")) return showOwn(res, await ownPage(req, new Date()));
  enrolled(actor);
  await showCertificates(res, await listPage(req, read(req, CertificatesQuery), new Date()));
});

routes.get("/certificates/:number.pdf", signedIn, async (req, res) => {
  const certificate = await certificateSeenBy(enrolled(actorOf(req)), read(req, NumberPath).number);
  const pdf = await pdfOf(certificate, new Date());
  res.attachment(`${certificate.number}.pdf`).type("application/pdf").send(pdf);
});

routes.get("/certificates/:number/credential.jwt", signedIn, async (req, res) => {
  const certificate = await certificateSeenBy(enrolled(actorOf(req)), read(req, NumberPath).number);
  const token = await tokenOf(certificate, new Date());
  res.attachment(`${certificate.number}.jwt`).type("application/vc+jwt").send(token);
});

routes.get("/certificates/:number", signedIn, async (req, res) => {
  const certificate = await certificateSeenBy(enrolled(actorOf(req)), read(req, NumberPath).number);
  await showCertificate(res, certificatePage(req, certificate, new Date()));
});

routes.get("/certificates/:number/:deed", allow("certificate.withdraw"), confirmed, async (req, res) => {
  const { number, deed } = read(req, DeedPath);
  const certificate = await certificateSeenBy(actorOf(req), number);
  ensure(mayDo(actorOf(req), deed, certificate, new Date()));
  await showDeed(res, deedPage(req, certificate, deed));
});

routes.post("/certificates/:number/:deed", allow("certificate.withdraw"), confirmed, async (req, res) => {
  const { number, deed } = read(req, DeedPath);
  const certificate = await certificateSeenBy(actorOf(req), number);
  const form = fill<(typeof deedForms)[typeof deed]>(deedForms[deed], req.body, req.t);
  if (!form.data) return showDeed(res, deedPage(req, certificate, deed, form), 422);
  await withdraw(actorOf(req), certificate.number, deed, form.data, new Date());
  redirectDone(res, `/certificates/${certificate.number}`, `done.certificate-${deed}`);
});

/** Staff see other people's papers only with their second factor; holders need none. @throws EnrolFirst */
function enrolled<A extends { secondFactor: string }>(actor: A): A {
  if (actor.secondFactor === "to-enrol") throw new EnrolFirst();
  return actor;
}
