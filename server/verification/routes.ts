import { Router, type Request } from "express";
import multer from "multer";
import { readNumber } from "../../certificates/number.ts";
import { everyone } from "../people/allow.ts";
import { fill } from "../platform/fill.ts";
import { read } from "../platform/read.ts";
import { isHolder, verifyDocument, verifyNumber, verifyPaper } from "./actions.ts";
import { NameForm, NumberPath, PaperForm, VerifyQuery } from "./forms.ts";
import { addOpenRoutes } from "./open-routes.ts";
import { answerJson, formPage, resultPage, showForm, showResult, type NameAnswer } from "./pages.ts";
import { sameSize } from "./same-size.ts";
import { allowScanner } from "./scanner.ts";

export const routes = Router();

addOpenRoutes(routes);

/** In memory only, one file, and nothing beside it: what is sent is checked and forgotten. */
const upload = multer({
  storage: multer.memoryStorage(),
  defParamCharset: "utf8",
  limits: {
    fileSize: 10 * 1024 * 1024,
    files: 1,
    fields: 2,
    parts: 3,
    fieldSize: 1000,
    fieldNameSize: 50,
    headerPairs: 20,
  },
});

const from = (req: Request) => req.ip ?? "";
const wantsJson = (req: Request) => req.accepts(["html", "json"]) === "json";

routes.get("/verify", everyone, allowScanner, async (req, res) => {
  const { number } = read(req, VerifyQuery);
  if (!number) return showForm(res, formPage(req));
  const reading = readNumber(number);
  if (wantsJson(req)) return res.redirect(303, `/verify/${encodeURIComponent(number)}`);
  if (reading.ok) return res.redirect(303, `/verify/${reading.number}`);
  await showForm(res, formPage(req, { typed: number, suggestion: reading.suggestion }), 422);
});

routes.get("/verify/:number", everyone, allowScanner, sameSize, async (req, res) => {
  const { number } = read(req, NumberPath);
  const finding = await verifyNumber(number, from(req), new Date());
  const { reading } = finding;
  if (wantsJson(req)) return res.json(answerJson(finding, req.language, reading.ok ? null : reading.suggestion));
  if (!reading.ok) return showForm(res, formPage(req, { typed: number, suggestion: reading.suggestion }), 422);
  await showResult(res, resultPage(req, finding));
});

routes.post("/verify/document", everyone, upload.single("document"), allowScanner, async (req, res) => {
  if (!req.file) return showForm(res, formPage(req, { document: req.t("verify.no-file") }), 422);
  const finding = await verifyDocument(req.file.buffer, from(req), new Date());
  if (wantsJson(req)) return res.json(answerJson(finding, req.language));
  await showResult(res, resultPage(req, finding));
});

routes.post("/verify/paper", everyone, allowScanner, async (req, res) => {
  const { text } = read(req, PaperForm);
  const finding = await verifyPaper(text, from(req), new Date());
  if (wantsJson(req)) return res.json(answerJson(finding, req.language));
  await showResult(res, resultPage(req, finding));
});

routes.post("/verify/name", everyone, allowScanner, sameSize, async (req, res) => {
  const form = fill(NameForm, req.body, req.t);
  const number = form.values["number"] ?? "";
  const same = form.data && (await isHolder(number, form.data.name, from(req)));
  if (wantsJson(req)) return res.status(form.data ? 200 : 422).json({ number, same });
  const name: NameAnswer = { typed: form.values["name"] ?? "", same, error: form.errors["name"] ?? "" };
  const finding = await verifyNumber(number, from(req), new Date());
  await showResult(res, resultPage(req, finding, name), form.data ? 200 : 422);
});
