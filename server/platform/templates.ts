import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ejs from "ejs";
import { settings } from "./config.ts";

type Locals = Record<string, unknown>;

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
  // Without a prototype, so that no name of JavaScript's own is taken for one of the page's.
  const scope = Object.assign(Object.create(null) as Locals, names, more);
  scope["include"] = (name: string, own?: object) => run(placeOf(name, folder), scope, own);
  return compiledOf(file)(scope);
}

function compiledOf(file: string): (scope: Locals) => string {
  let found = compiled.get(file);
  if (!found) {
    // Safe here: a scope is a copy of our own, and has no prototype.
    const options: ejs.Options & { unsafePrototypeLocals: true } = { filename: file, unsafePrototypeLocals: true };
    found = ejs.compile(readFileSync(file, "utf8"), options) as (scope: Locals) => string;
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
