import { Router } from "express";
import type { Feature } from "./platform/feature.ts";
import { keepHead } from "./audit/store.ts";
import { routes as account } from "./account/routes.ts";
import { backUpNightly } from "./backup/nightly.ts";
import { prepareKeys } from "./certificates/actions.ts";
import { routes as certificates } from "./certificates/routes.ts";
import { loadQualifications } from "./qualifications/actions.ts";
import { routes as qualifications } from "./qualifications/routes.ts";
import { routes as verification } from "./verification/routes.ts";
import { closeDue } from "./attempts/actions.ts";
import { routes as attempts } from "./attempts/routes.ts";
import { routes as cohorts } from "./cohorts/routes.ts";
import { prepareDemo } from "./demo/fill.ts";
import { loadBlueprints } from "./exams/actions.ts";
import { routes as exams } from "./exams/routes.ts";
import { routes as firstRun } from "./first-run/routes.ts";
import { routes as results } from "./results/routes.ts";
import { routes as signIn } from "./sign-in/routes.ts";
import { routes as staff } from "./staff/routes.ts";
import { routes as system } from "./system/routes.ts";
import { loadContent } from "./catalog/actions.ts";
import { routes as catalog } from "./catalog/routes.ts";
import { routes as help } from "./help/routes.ts";
import { routes as home } from "./home/routes.ts";
import { workOnBatches } from "./issuing/jobs.ts";
import { routes as issuing } from "./issuing/routes.ts";
import { routes as learning } from "./learning/routes.ts";
import { loadBank } from "./questions/actions.ts";
import { routes as questions } from "./questions/routes.ts";
import { routes as search } from "./search/routes.ts";

/** Every feature, uphill: one line each. A feature imports from those above it in this list, never from those below. */
export const features: readonly Feature[] = [
  { name: "demo", routes: Router(), start: prepareDemo },
  { name: "audit", routes: Router(), jobs: [{ name: "audit.head", every: "1 minute", run: keepHead }] },
  { name: "sign-in", routes: signIn },
  { name: "account", routes: account },
  { name: "first-run", routes: firstRun },
  { name: "staff", routes: staff, nav: [{ href: "/people", word: "people.title", capability: "people.read" }] },
  { name: "catalog", routes: catalog, start: loadContent },
  {
    name: "questions",
    routes: questions,
    start: loadBank,
    nav: [{ href: "/questions", word: "questions.title", capability: "question.read" }],
  },
  { name: "cohorts", routes: cohorts, nav: [{ href: "/cohorts", word: "cohorts.title", capability: "cohort.read" }] },
  { name: "learning", routes: learning, nav: [{ href: "/courses", word: "catalog.courses" }] },
  {
    name: "exams",
    routes: exams,
    start: async () => loadBlueprints(),
    nav: [{ href: "/exams", word: "exams.title", capability: "exam.read" }],
  },
  { name: "attempts", routes: attempts, jobs: [{ name: "attempts.close", every: "15 seconds", run: closeDue }] },
  { name: "results", routes: results },
  { name: "qualifications", routes: qualifications, start: loadQualifications },
  {
    name: "issuing",
    routes: issuing,
    jobs: [
      { name: "certificates.issue", run: ({ batchId }) => workOnBatches(String(batchId)) },
      { name: "certificates.sweep", every: "30 seconds", run: () => workOnBatches() },
    ],
  },
  {
    name: "certificates",
    routes: certificates,
    start: () => prepareKeys(new Date()),
    nav: [
      { href: "/certificates", word: "certificate.own-title", capability: "certificate.hold" },
      { href: "/certificates", word: "certificate.title", capability: "certificate.read" },
    ],
  },
  { name: "verification", routes: verification, nav: [{ href: "/verify", word: "verify.title" }] },
  { name: "help", routes: help },
  { name: "search", routes: search },
  { name: "system", routes: system, nav: [{ href: "/health", word: "health.title", capability: "system.health" }] },
  {
    name: "backup",
    routes: Router(),
    jobs: [{ name: "backup.nightly", every: "5 minutes", run: () => backUpNightly(new Date()) }],
  },
  { name: "home", routes: home },
];
