import { createHash } from "node:crypto";
import { cmsOf, signatureIn, signedAttributes } from "../../../certificates/cms.ts";
import type { IssuerKey } from "../../../certificates/keys.ts";
import { findSeal, reservedBytes, type SealPlace } from "../../../certificates/seal-field.ts";
import { signLow } from "../../../certificates/signature.ts";
import { sealPdf } from "../../../certificates/seal.ts";

/** What a forger may try with a file of ours. */
export function replaced(file: Buffer, at: number, text: string): Buffer {
  const copy = Buffer.from(file);
  copy.write(text, at, "latin1");
  return copy;
}

/** Another CMS in the place of ours. */
export function withContents(file: Buffer, place: SealPlace, cms: Uint8Array): Buffer {
  return replaced(
    file,
    place.start + 1,
    Buffer.from(cms)
      .toString("hex")
      .padEnd(2 * reservedBytes, "0"),
  );
}

/** The same file signed anew with another key. */
export function resealed(file: Buffer, key: IssuerKey): Buffer {
  const place = sealOf(file);
  return sealPdf(withContents(file, place, Buffer.alloc(0)), key);
}

/** A right CMS over just those parts of a file: `[from, length, from, length]`. */
export function cmsOver(file: Buffer, parts: readonly number[], key: IssuerKey): Uint8Array {
  const [a = 0, b = 0, c = 0, d = 0] = parts;
  const digest = createHash("sha256")
    .update(file.subarray(a, a + b))
    .update(file.subarray(c, c + d))
    .digest();
  return cmsOf(digest, key.certificate, signLow(signedAttributes(digest, key.certificate), key.privateKey));
}

/** The body of one file with the signature of another. */
export function swapped(body: Buffer, seal: Buffer): Buffer {
  const [to, from] = [sealOf(body), sealOf(seal)];
  return replaced(body, to.start, seal.toString("latin1", from.start, from.end));
}

/** Our own CMS with the other right s: right for every verifier that does not ask for the lower one. */
export function highS(file: Buffer, place: SealPlace, key: IssuerKey): Uint8Array {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const cms = Buffer.from(file.toString("latin1", place.start + 1, place.end - 1), "hex");
  const signature = signatureIn(cms.subarray(0, 4 + cms.readUInt16BE(2)));
  if (signature === null) throw new Error("no signature in the sample");
  const s = order - BigInt(`0x${Buffer.from(signature.subarray(32)).toString("hex")}`);
  const high = Buffer.concat([signature.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, "0"), "hex")]);
  const digest = createHash("sha256").update(file.subarray(0, place.start)).update(file.subarray(place.end)).digest();
  return cmsOf(digest, key.certificate, high);
}

function sealOf(file: Buffer): SealPlace {
  const place = findSeal(file.toString("latin1"));
  if (place === null) throw new Error("the file has no seal");
  return place;
}
