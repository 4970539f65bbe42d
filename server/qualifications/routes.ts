import { Router } from "express";
import { everyone } from "../people/allow.ts";
import { read } from "../platform/read.ts";
import { QualificationPath } from "./forms.ts";
import { qualificationPage, showQualification } from "./pages.ts";
import { qualificationOf, qualificationVersion } from "./store.ts";

export const routes = Router();

routes.get("/qualifications/:qualificationId", everyone, async (req, res) => {
  const { qualificationId } = read(req, QualificationPath);
  await showQualification(res, qualificationPage(req, qualificationOf(qualificationId)));
});

// Certificates and credentials name the version by which they were given.
routes.get("/qualifications/:qualificationId/:version", everyone, async (req, res) => {
  const { qualificationId, version = 0 } = read(req, QualificationPath);
  await showQualification(res, qualificationPage(req, await qualificationVersion(qualificationId, version)));
});
