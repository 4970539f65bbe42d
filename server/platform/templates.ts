import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ejs from "ejs";
import { settings } from "./config.ts";

type Locals = Record<string, unknown>;

/**
 * Names of a page are read through `with`, as EJS does it by itself; but what every line uses is bound inside it, where
 * the engine need not ask the page for it hundreds of times.
 */
const opening = `<%
  const __scope = locals, __out = __append, __safe = escapeFn;
  with (__scope) {
    const locals = __scope, __append = __out, escapeFn = __safe, { t, site, include } = __scope;
%>`.replace(/\s+/g, " ");

const compiled = new Map<string, (scope: Locals) => string>();
const places = new Map<string, string>();

/**
 * Renders a template below views/. A file is found and compiled once, and what it includes sees its names: EJS's own
 * `include` asks the disk and copies every name three times at each of the hundreds of includes of a paper.
 */
export function renderTemplate(name: string, locals: object, model: object): string {
  return run(join(folderOfViews(), `${name}.ejs`), locals, model);
}

function run(file: string, names: object, more?: object): string {
  const folder = dirname(file);
  // What includes it stands behind as the prototype: copying every name took a third of the time of a paper.
  const scope = Object.assign(Object.create(names) as Locals, more);
  scope["include"] = (name: string, own?: object) => run(placeOf(name, folder), scope, own);
  return compiledOf(file)(scope);
}

function compiledOf(file: string): (scope: Locals) => string {
  let found = compiled.get(file);
  if (!found) {
    // Safe here: the chain of scopes is our own; it ends at Express's locals, which have no prototype.
    const options = { filename: file, _with: false, unsafePrototypeLocals: true } as ejs.Options;
    found = ejs.compile(`${opening}${readFileSync(file, "utf8")}<% } %>`, options) as (scope: Locals) => string;
    compiled.set(file, found);
  }
  return found;
}

/** Beside the template that includes it, else from views/ on. */
function placeOf(name: string, folder: string): string {
  const key = `${folder}\n${name}`;
  let place = places.get(key);
  if (!place) {
    const near = join(folder, `${name}.ejs`);
    place = existsSync(near) ? near : join(folderOfViews(), `${name}.ejs`);
    places.set(key, place);
  }
  return place;
}

function folderOfViews(): string {
  return join(settings().projectFolder, "views");
}
