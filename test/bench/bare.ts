import express from "express";
import session from "express-session";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The ceiling that every page is compared with: Express, a session in memory, and an EJS page of 15 KB with 100 values. */
const views = mkdtempSync(join(tmpdir(), "zz-bare-"));
const row = `<li class="row"><a href="/rows/<%= row.id %>"><%= row.name %></a><span class="secondary">${"x".repeat(70)}</span></li>\n`;
writeFileSync(
  join(views, "page.ejs"),
  `<!doctype html><html lang="en"><head><title><%= title %></title></head><body><ul>\n<% for (const row of rows) { %>${row}<% } %></ul></body></html>`,
);
const rows = Array.from({ length: 100 }, (_, at) => ({ id: at, name: `Row ${String(at)}` }));

const app = express();
app.set("views", [views]).set("view engine", "ejs").enable("view cache");
app.use(session({ secret: "bare", resave: false, saveUninitialized: true }));
app.get("/", (_req, res) => res.render("page", { title: "Bare", rows }));
app.get("/readyz", (_req, res) => res.json({ status: "ok" }));
app.listen(Number(process.env["PORT"]), "127.0.0.1");
