import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import mongoose, { Schema } from "mongoose";
import { createTransport } from "nodemailer";
import { settings } from "./config.ts";
import { isDuplicate } from "./database.ts";
import { addJob } from "./jobs.ts";
import { log } from "./log.ts";

const letterSchema = new Schema(
  {
    key: { type: String, required: true, unique: true },
    to: { type: String, required: true },
    subject: { type: String, required: true },
    text: { type: String, required: true },
    at: { type: Date, required: true, index: true },
    sentAt: { type: Date, default: null },
  },
  { strict: "throw", versionKey: false },
);
letterSchema.index({ sentAt: 1, at: 1 });
const Letter = mongoose.model("Letter", letterSchema, "letters");

export interface Letter {
  to: string;
  subject: string;
  text: string;
}

/** Puts a letter into the outbox; `key` makes sure that it is written once. A job sends it. */
export async function post(key: string, letter: Letter, now: Date): Promise<void> {
  try {
    await Letter.create({ key, ...letter, at: now });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
  await addJob("mail.send", {});
}

/** Newest letters, for the operator's page while there is no mail server. */
export async function lettersWritten(limit: number): Promise<(Letter & { at: Date; sentAt: Date | null })[]> {
  const rows = await Letter.find({}, { to: 1, subject: 1, text: 1, at: 1, sentAt: 1 })
    .sort({ at: -1 })
    .limit(limit)
    .lean();
  return rows.map(({ to, subject, text, at, sentAt }) => ({ to, subject, text, at, sentAt: sentAt ?? null }));
}

/** Letters that are not out yet. */
export async function countWaiting(): Promise<number> {
  return Letter.countDocuments({ sentAt: null });
}

/**
 * Sends what waits: by SMTP_URL, else as a file in DATA_DIR/outbox. At least once; a letter is marked when it is out,
 * so a crash in between may send it twice, never not at all.
 */
export async function sendLetters(): Promise<void> {
  for (;;) {
    const letter = await Letter.findOne({ sentAt: null }).sort({ at: 1 }).lean();
    if (!letter) return;
    await deliver(String(letter._id), letter);
    await Letter.updateOne({ _id: letter._id }, { $set: { sentAt: new Date() } });
  }
}

async function deliver(id: string, letter: Letter): Promise<void> {
  const { SMTP_URL, dataDir, baseUrl } = settings();
  if (SMTP_URL) {
    await createTransport(SMTP_URL).sendMail({
      from: `noreply@${new URL(baseUrl).hostname}`,
      to: letter.to,
      subject: letter.subject,
      text: letter.text,
    });
  } else {
    const folder = join(dataDir, "outbox");
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(join(folder, `${id}.txt`), `To: ${letter.to}\nSubject: ${letter.subject}\n\n${letter.text}\n`, {
      mode: 0o600,
    });
  }
  log.info({ letter: id }, "letter sent");
}
