import { inflateSync } from "node:zlib";

export const credentialFile = "credential.jwt";
export const credentialType = "application/vc+jwt";

const largest = 256 * 1024;

/**
 * The credential attached to a document of ours, or null. Read only after the seal was found right: then the bytes are
 * as we wrote them, and their form is known.
 */
export function attachedCredential(file: Buffer, text: string): string | null {
  const head =
    /\/Type \/EmbeddedFile\n[^]{0,400}?\/Subtype \/application#2Fvc\+jwt\n[^]{0,200}?\/Length (\d+)\n[^]{0,100}?stream\n/.exec(
      text,
    );
  if (head === null) return null;
  const from = head.index + head[0].length;
  try {
    return inflateSync(file.subarray(from, from + Number(head[1])), { maxOutputLength: largest }).toString("latin1");
  } catch {
    return null;
  }
}
