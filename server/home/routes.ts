import { Router } from "express";
import { everyone } from "../people/allow.ts";
import { showStaff, showTrainee, showWelcome, staffPage, traineePage, welcomePage } from "./pages.ts";

export const routes = Router();

routes.get("/", everyone, async (req, res) => {
  if (!req.user) return showWelcome(res, welcomePage(req));
  if (req.user.secondFactor === "to-enrol") return res.redirect(303, "/account/second-factor?next=/");
  if (req.user.capabilities.has("lesson.study")) return showTrainee(res, await traineePage(req));
  await showStaff(res, await staffPage(req));
});
