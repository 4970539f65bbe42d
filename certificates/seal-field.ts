/** Bytes kept free for the CMS; one takes about 815. */
export const reservedBytes = 2048;

/** Stands in the metadata of every document of ours, in clear, so that a broken one is still known as ours. */
export const creatorMark = "ZhiZao Academy Certificates";

/** The signature dictionary before it is signed; `/Reason` bears the number, so that a verifier needs no page. */
export function sealDictionary(number: string, signedAt: Date): object {
  return {
    Type: "Sig",
    Filter: "Adobe.PPKLite",
    SubFilter: "ETSI.CAdES.detached",
    Reason: new String(number),
    M: signedAt,
    ByteRange: [0, unset, unset, unset],
    Contents: Buffer.alloc(reservedBytes),
  };
}

/** Where the seal is and what it claims. */
export interface SealPlace {
  number: string;
  signedAt: Date;
  byteRange: readonly [number, number, number, number];
  /** Position of the text of the byte range, and its length. */
  rangeAt: number;
  rangeLength: number;
  /** Position of `<` and of what follows `>`. */
  start: number;
  end: number;
}

/**
 * Finds the one seal in a file: exactly one byte range, and a dictionary exactly as it is written here, to the
 * character. Null when anything is different, so nothing can hide in another spelling.
 */
export function findSeal(text: string): SealPlace | null {
  if (text.indexOf("/ByteRange") !== text.lastIndexOf("/ByteRange")) return null;
  const found = dictionary.exec(text);
  if (!found?.indices) return null;
  const [, number = "", moment = "", range = "", first = "", second = "", third = ""] = found;
  const signedAt = pdfDate(moment);
  const rangeAt = found.indices[3]?.[0];
  const contents = found.indices[7];
  if (signedAt === null || rangeAt === undefined || contents === undefined) return null;
  const byteRange = [0, Number(first), Number(second), Number(third)] as const;
  return {
    number,
    signedAt,
    byteRange,
    rangeAt,
    rangeLength: range.length,
    start: contents[0] - 1,
    end: contents[1] + 1,
  };
}

const unset = 9_999_999_999;
const dictionary = new RegExp(
  [
    "<<",
    "/Type /Sig",
    "/Filter /Adobe\\.PPKLite",
    "/SubFilter /ETSI\\.CAdES\\.detached",
    "/Reason \\(([A-Z0-9-]{1,48})\\)",
    "/M \\(D:(\\d{14})Z\\)",
    "/ByteRange (\\[0 (\\d+) (\\d+) (\\d+) *\\])",
    `/Contents <([0-9a-f]{${2 * reservedBytes}})>`,
    ">>",
    "endobj",
  ].join("\n"),
  "d",
);

function pdfDate(digits: string): Date | null {
  const iso = digits.replace(/^(....)(..)(..)(..)(..)(..)$/, "$1-$2-$3T$4:$5:$6Z");
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? null : date;
}
