import type { Response } from "express";

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
    const body = await render(res, template, model);
    const html = await render(res, "layout", { ...model, body });
    res.status(status).type("html").send(html);
  };
}

function render(res: Response, template: string, model: object): Promise<string> {
  return new Promise((resolve, reject) => {
    res.app.render(template, { ...res.locals, ...model }, (error: Error | null, html: string) => {
      if (error) reject(error);
      else resolve(html);
    });
  });
}
