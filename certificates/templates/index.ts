import { classic } from "./classic.ts";
import type { Template } from "./template.ts";

/** Every look; a new one is a file and a line here. */
export const templates: readonly Template[] = [classic];

/** @throws RangeError when there is no such look. */
export function templateOf(id: string): Template {
  const template = templates.find((candidate) => candidate.id === id);
  if (!template) throw new RangeError(`no certificate template ${id}`);
  return template;
}
