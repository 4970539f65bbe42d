import { sameName } from "../../certificates/mask.ts";
import { issuerOfNumber, readNumber, type NumberReading } from "../../certificates/number.ts";
import { readQr, type QrFacts } from "../../certificates/qr.ts";
import { readSeal } from "../../certificates/seal.ts";
import {
  differingFacts,
  outcomeOfDocument,
  outcomeOfDocumentAlone,
  outcomeOfNumber,
  outcomeOfQr,
  outcomeOfQrAlone,
  type Verdict,
} from "../../certificates/verify.ts";
import { issuers, verifyingKeys } from "../certificates/actions.ts";
import { findCertificate, type StoredCertificate } from "../certificates/store.ts";
import { storeAnswers } from "../platform/database.ts";
import { NotFound } from "../platform/errors.ts";
import { countTry } from "../platform/limits.ts";

/** What a verification found; `known` is the record beside it, shown masked. */
export interface Finding {
  verdict: Verdict;
  known: StoredCertificate | null;
  /** The facts that a paper's code says of itself; null for numbers and files, or when its signature is wrong. */
  paper: QrFacts | null;
  /** Facts of the paper that are not those of the record. */
  differing: readonly string[];
  way: "number" | "document" | "paper";
  /** The register could not be asked: withdrawals are not known. */
  alone: boolean;
}

const nothing = { known: null, paper: null, differing: [], alone: false } as const;

/**
 * Looks a typed number up. A wrong number is said before the register is asked.
 * @throws TooMany by address or by range of numbers, so that nobody walks through them.
 */
export async function verifyNumber(
  typed: string,
  from: string,
  now: Date,
): Promise<Finding & { reading: NumberReading }> {
  const reading = readNumber(typed);
  await countTry("verify-address", from);
  if (reading.ok) await countTry("verify-range", rangeOf(reading.number));
  const known = reading.ok ? await findCertificate(reading.number) : null;
  const verdict = outcomeOfNumber(
    reading,
    known,
    issuers.map(({ code }) => code),
    now,
  );
  return { ...nothing, verdict, known, reading, way: "number" };
}

/** Checks a file in memory; nothing of it is kept. While the store is away the keys still tell whether it was changed. */
export async function verifyDocument(bytes: Buffer, from: string, now: Date): Promise<Finding> {
  await countTry("verify-address", from);
  const seal = await readSeal(bytes, verifyingKeys());
  const number = "number" in seal ? seal.number : null;
  const { known, alone } = await lookUp(number);
  const verdict = alone ? outcomeOfDocumentAlone(seal, verifyingKeys(), now) : outcomeOfDocument(seal, known, now);
  return { ...nothing, verdict, known, alone, way: "document" };
}

/** Checks the text of a paper's code: its signature, and its facts against the record. */
export async function verifyPaper(text: string, from: string, now: Date): Promise<Finding> {
  await countTry("verify-address", from);
  const reading = readQr(text, verifyingKeys());
  const paper = reading !== null && typeof reading === "object" ? reading : null;
  const { known, alone } = await lookUp(paper?.number ?? numberIn(text));
  const verdict = alone ? outcomeOfQrAlone(reading, verifyingKeys(), now) : outcomeOfQr(reading, known, now);
  const differing = paper && known ? differingFacts(paper, known.record) : [];
  return { verdict, known, paper, differing, alone, way: "paper" };
}

/**
 * Whether a typed full name is the holder's: same or not, nothing else.
 * @throws TooMany after five tries for a number within an hour; NotFound for a number without a record.
 */
export async function isHolder(typed: string, name: string, from: string): Promise<boolean> {
  const reading = readNumber(typed);
  if (!reading.ok) throw new NotFound();
  await countTry("verify-address", from);
  await countTry("verify-name", reading.number);
  const known = await findCertificate(reading.number);
  if (!known) throw new NotFound();
  return sameName(name, known.record.holder);
}

/** A thousand neighbours share a limit, whoever asks. */
function rangeOf(number: string): string {
  const [, , , year = "", serial = ""] = number.split("-");
  return `${issuerOfNumber(number)}-${year}-${serial.slice(0, -3)}`;
}

/** The number in a code's link, when it is one. */
function numberIn(text: string): string | null {
  const typed = /\/verify\/([^#\s]*)/.exec(text)?.[1];
  const reading = typed === undefined ? null : readNumber(typed);
  return reading?.ok ? reading.number : null;
}

async function lookUp(number: string | null): Promise<{ known: StoredCertificate | null; alone: boolean }> {
  if (number === null) return { known: null, alone: false };
  if (!(await storeAnswers())) return { known: null, alone: true };
  return { known: await findCertificate(number), alone: false };
}
