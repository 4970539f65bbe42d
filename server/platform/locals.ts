import type { Request, RequestHandler, Response } from "express";
import { languages, type Language } from "../../courses/language.ts";
import { asset } from "./assets.ts";
import { settings } from "./config.ts";
import { csrfToken, hasToken } from "./csrf.ts";
import { showInstant, zoneName } from "./dates.ts";
import { hasSessionCookie } from "./session.ts";
import { isWordKey, translator, type Translate, type WordKey } from "./words/index.ts";

export interface NavItem {
  href: string;
  word: WordKey;
  /** Without it the item is for everybody who is signed in. */
  capability?: string;
}

declare module "express-serve-static-core" {
  interface Request {
    language: Language;
    t: Translate;
  }
}

/** Site-wide facts for the layout, set once a request; nothing else goes on res.locals. */
export function siteLocals(nav: readonly NavItem[]): RequestHandler {
  return (req, res, next) => {
    const language = languageOf(req);
    const t = translator(language);
    req.language = language;
    req.t = t;
    res.set("Content-Language", language);
    Object.assign(res.locals, { t, lang: language, notice: noticeOf(req, t), csrfToken: () => csrfToken(req) });
    // Made when a page asks for it: a save in an exam does not.
    onFirstUse(res.locals, "site", () => siteOf(req, t, nav));
    next();
  };
}

function onFirstUse(locals: Record<string, unknown>, name: string, make: () => unknown): void {
  const keep = { configurable: true, enumerable: true };
  const get = () => {
    const value = make();
    Object.defineProperty(locals, name, { ...keep, value });
    return value;
  };
  Object.defineProperty(locals, name, { ...keep, get });
}

export const languageCookie = "lang";

/** A cookie set by the switch, else the person's own language, else what the browser asks for; Chinese first. */
export function languageOf(req: Request): Language {
  const chosen = languages.find((language) => (req.headers.cookie ?? "").includes(`${languageCookie}=${language}`));
  if (chosen) return chosen;
  if (req.user) return req.user.language;
  return req.acceptsLanguages("zh", "zh-CN", "en") === "en" ? "en" : "zh-CN";
}

function siteOf(req: Request, t: Translate, nav: readonly NavItem[]) {
  const person = req.user;
  return {
    person: person ? { name: person.name, initial: [...person.name][0] ?? "?" } : null,
    nav: nav
      .filter(({ capability }) => (capability ? person?.capabilities.has(capability) : true))
      .map(({ href, word }) => ({
        href,
        label: t(word),
        current: href === "/" ? req.path === "/" : req.path.startsWith(href),
      })),
    get csrf() {
      return hasSessionCookie(req.headers.cookie) || hasToken(req) ? csrfToken(req) : "";
    },
    path: req.method === "GET" ? req.originalUrl : (ownPath(req.get("referer")) ?? "/"),
    demo: settings().demo,
    asset,
    year: new Date().getFullYear(),
    now: t("site.in-zone", { at: showInstant(new Date(), req.language), zone: zoneName(req.language) }),
    baseUrl: settings().baseUrl,
  };
}

/** `?done=cohort-opened` after a deed shows its sentence once; only words of the list `done.…` are said. */
function noticeOf(req: Request, t: Translate) {
  const key = `done.${typeof req.query["done"] === "string" ? req.query["done"] : ""}`;
  return isWordKey(key) ? { kind: "ok", text: t(key) } : undefined;
}

/** After a deed: back to a page of ours with its sentence. */
export function redirectDone(res: Response, path: string, done: WordKey & `done.${string}`): void {
  res.redirect(303, `${path}${path.includes("?") ? "&" : "?"}done=${done.slice("done.".length)}`);
}

/** The path of an address of ours, or null: `next` and the like never lead to somebody else's site. */
export function ownPath(address: string | undefined): string | null {
  if (!address) return null;
  try {
    const base = new URL(settings().baseUrl);
    const target = new URL(address, base);
    if (address.startsWith("/") && (target.origin !== base.origin || /^\/[\\/]/.test(address))) return null;
    if (!address.startsWith("/") && !/^https?:/.test(address)) return null;
    return `${target.pathname.replace(/^\/+/, "/")}${target.search}`;
  } catch {
    return null;
  }
}
