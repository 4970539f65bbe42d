import "./environment.ts";
import { qrText } from "../../certificates/qr.ts";
import { pdfOf } from "../../server/certificates/actions.ts";
import { issueCertificate } from "../../server/issuing/actions.ts";
import { activeKey } from "../../server/certificates/keys.ts";
import { findCertificate } from "../../server/certificates/store.ts";
import { openHouse } from "../../server/house.ts";
import { addBase } from "../../server/people/bases.ts";
import { addPerson, findActor } from "../../server/people/store.ts";
import { readSettings, settings, useSettings } from "../../server/platform/config.ts";
import { makeEligible } from "./eligible.ts";

/** A program of its own whose store will be taken away: issues one certificate, hands it over on a line, and serves. */
useSettings(readSettings(process.env));
await openHouse();
const now = new Date();
const baseId = (await addBase(`away-${String(process.pid)}`, { "zh-CN": "番禺基地", en: "Panyu base" }, now)) ?? "";
const login = (name: string) => ({ login: `${name}-${String(process.pid)}`, name: "周三丰", passwordHash: "x" });
const officer = await addPerson({ ...login("officer"), roles: ["awarding-officer"], baseId: null, issuer: "PY" }, now);
const personId = (await addPerson({ ...login("trainee"), roles: ["trainee"], baseId }, now)) ?? "";
await makeEligible(personId);
const actor = await findActor(officer ?? "");
if (!actor) throw new Error("no officer");
const number = await issueCertificate(actor, { personId, qualificationId: "OM-1", baseId }, now);
const certificate = await findCertificate(number);
if (!certificate) throw new Error("no certificate");
const pdf = (await pdfOf(certificate, new Date())).toString("base64");
const code = qrText(certificate.record, activeKey(now), settings().baseUrl);
process.stdout.write(`${JSON.stringify({ pdf, code })}\n`);
