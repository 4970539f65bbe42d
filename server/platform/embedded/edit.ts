import { StoreError } from "./errors.ts";
import { appendField, bytesOf, eachField, isDocument, kind, nameBytes, type Value, wrap } from "./raw.ts";

/** What becomes of a value: another value, the same one (nothing changes), or null (it goes). */
export type Change = (old: Value | null) => Value | null;

/**
 * Changes one path of a document and copies the rest as it is: an answer saved into an attempt of 20 KB costs its own
 * size and a copy. Missing documents on the way are made when `creates` is set.
 * @returns the document itself when nothing changes
 * @throws StoreError PathNotViable when the way leads through something that is no document
 */
export function edit(doc: Buffer, path: readonly string[], creates: boolean, change: Change): Buffer {
  const whole: Value = { type: kind.object, bytes: doc, at: 0, end: doc.length };
  const changed = editIn(whole, path, 0, creates, change);
  return changed === whole ? doc : bytesOf(changed);
}

function editIn(container: Value, path: readonly string[], step: number, creates: boolean, change: Change): Value {
  const name = path[step] ?? "";
  if (container.type === kind.array && !/^(0|[1-9]\d*)$/.test(name)) {
    if (creates) throw notViable(name, path[step - 1] ?? "");
    return container;
  }
  const place = locate(container, nameBytes(name));
  const next = newValue(place?.value ?? null, path, step, creates, change);
  if (next === (place?.value ?? null)) return container;
  return place ? replaceAt(container, place, name, next) : next ? append(container, name, next) : container;
}

function newValue(
  old: Value | null,
  path: readonly string[],
  step: number,
  creates: boolean,
  change: Change,
): Value | null {
  if (step === path.length - 1) return change(old);
  if (old && isDocument(old)) return editIn(old, path, step + 1, creates, change);
  if (!creates) return old;
  if (old) throw notViable(path[step + 1] ?? "", path[step] ?? "");
  return nest(path, step + 1, change);
}

/** Documents for the rest of a path that was not there. */
function nest(path: readonly string[], step: number, change: Change): Value | null {
  const inner = step === path.length - 1 ? change(null) : nest(path, step + 1, change);
  if (!inner) return null;
  const parts: Buffer[] = [];
  appendField(parts, nameBytes(path[step] ?? ""), inner);
  const doc = wrap(parts);
  return { type: kind.object, bytes: doc, at: 0, end: doc.length };
}

function notViable(name: string, parent: string): StoreError {
  return new StoreError("PathNotViable", `Cannot create field '${name}' in element {${parent}: …}`);
}

interface Place {
  /** Where the field begins, at its type. */
  start: number;
  value: Value;
}

function locate({ bytes, at }: Value, wanted: Buffer): Place | null {
  let place: Place | null = null;
  eachField(bytes, at, (type, name, value, end) => {
    if (value - 1 - name !== wanted.length || wanted.compare(bytes, name, value - 1) !== 0) return false;
    place = { start: name - 1, value: { type, bytes, at: value, end } };
    return true;
  });
  return place;
}

function replaceAt(container: Value, place: Place, name: string, next: Value | null): Value {
  const { bytes, at, end } = container;
  const parts = [bytes.subarray(at + 4, place.start)];
  const gap: Value = { type: kind.null, bytes, at, end: at };
  const put = next ?? (container.type === kind.array ? gap : null);
  if (put) appendField(parts, nameBytes(name), put);
  parts.push(bytes.subarray(place.value.end, end - 1));
  return wrapped(container.type, parts);
}

function append(container: Value, name: string, next: Value): Value {
  const { type, bytes, at, end } = container;
  const parts = [bytes.subarray(at + 4, end - 1)];
  if (type === kind.array) {
    let length = 0;
    eachField(bytes, at, () => void (length += 1));
    if (Number(name) - length > 1500) throw new StoreError("BadValue", "an array cannot be filled with so many gaps");
    for (let i = length; i < Number(name); i += 1)
      appendField(parts, nameBytes(String(i)), { type: kind.null, bytes, at, end: at });
  }
  appendField(parts, nameBytes(name), next);
  return wrapped(type, parts);
}

function wrapped(type: number, parts: readonly Buffer[]): Value {
  const doc = wrap(parts);
  return { type, bytes: doc, at: 0, end: doc.length };
}
