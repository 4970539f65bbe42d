import { Router } from "express";
import { everyone } from "../people/allow.ts";
import { read } from "../platform/read.ts";
import { SearchQuery } from "./forms.ts";
import { searchModel, showSearch } from "./pages.ts";

export const routes = Router();

routes.get("/search", everyone, async (req, res) => showSearch(res, await searchModel(req, read(req, SearchQuery).q)));
