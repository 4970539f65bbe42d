import type { Response } from "express";
import { renderTemplate } from "./templates.ts";

export interface Crumb {
  href: string;
  label: string;
}

/** What the layout itself reads of every page's model. */
export interface PageModel {
  title: string;
  breadcrumb?: Crumb[];
  /** Exam and the like: no navigation. */
  bare?: boolean;
  wide?: boolean;
  /** Names of scripts in views/assets/js. */
  scripts?: string[];
  notice?: { kind: "ok" | "warn" | "danger"; text: string };
}

/** Every template that is shown anywhere; a test walks them and asks for the files. */
export const templates = new Set<string>();

/**
 * A typed handle for a template: renders it, then the layout around it.
 * The model is checked by the compiler where the page is shown.
 */
export function page<M extends PageModel>(template: string) {
  templates.add(template);
  return async (res: Response, model: M, status = 200): Promise<void> => {
    const body = renderTemplate(template, res.locals, model);
    const html = renderTemplate("layout", res.locals, { ...model, body });
    res.status(status).type("html").send(html);
  };
}
