import { Router } from "express";
import { everyone } from "../people/allow.ts";
import { helpModel, showHelp } from "./pages.ts";

export const routes = Router();

routes.get("/help", everyone, async (req, res) => showHelp(res, helpModel(req)));
