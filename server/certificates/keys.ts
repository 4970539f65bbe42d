import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  makeIssuerKey,
  readIssuerKey,
  type Issuer,
  type IssuerKey,
  type VerifyingKey,
} from "../../certificates/keys.ts";
import { record } from "../audit/actions.ts";
import { settings, SettingsError } from "../platform/config.ts";
import { Unavailable } from "../platform/errors.ts";
import { refuseReadable } from "../platform/secrets.ts";

/** The awarding body of this installation: a training body, so its papers speak of training only. */
export const issuer: Issuer = {
  code: "PY",
  name: { "zh-CN": "番禺智造人才评价中心", en: "Panyu Smart Manufacturing Talent Assessment Centre" },
};
export const issuers: readonly Issuer[] = [issuer];

/** Held in memory: files and papers can be checked while the store is away. */
let keys: readonly IssuerKey[] = [];

/**
 * Reads every key in KEYS_DIR and makes one where none can sign: the first, or the next after the last was retired, stolen
 * or over. Part of the start.
 * @throws SettingsError naming the file when a key can be read by others, cannot be read at all, or is broken.
 */
export async function loadKeys(now: Date): Promise<void> {
  const folder = settings().keysDir;
  keys = keyFiles(folder).map(readKey).sort(byAge);
  if (keys.length > 0 && !keys.some((key) => key.issuer.code === issuer.code))
    throw new SettingsError(`${folder}: no key of ${issuer.code}`);
  if (usableKey(now)) return;
  await makeKey(
    folder,
    1 + keys.filter(({ kid }) => kid.startsWith(`${issuer.code}-${String(yearOf(now))}-`)).length,
    now,
  );
  keys = keyFiles(folder).map(readKey).sort(byAge);
}

/** Every key that ever signed, oldest first. */
export function verifyingKeys(): readonly VerifyingKey[] {
  return keys;
}

/** The key that signs now: the newest one in force. @throws Unavailable when all are retired, compromised or over. */
export function activeKey(now: Date): IssuerKey {
  const key = usableKey(now);
  if (!key) throw new Unavailable(`no signing key of ${issuer.code} is in force`);
  return key;
}

function usableKey(now: Date): IssuerKey | undefined {
  const at = now.toISOString();
  const usable = keys.filter((key) => key.issuer.code === issuer.code && !key.retired && !key.compromisedSince);
  return usable.filter(({ notBefore, notAfter }) => notBefore <= at && at <= notAfter).at(-1);
}

function keyFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .map((name) => join(folder, name));
  } catch (error) {
    throw new SettingsError(`${folder}: the folder of the signing keys cannot be read (${reasonOf(error)})`);
  }
}

function readKey(file: string): IssuerKey {
  try {
    refuseReadable(file);
    return readIssuerKey(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    if (error instanceof SettingsError) throw error;
    throw new SettingsError(
      `${file}: the signing key cannot be used (${reasonOf(error)}); put back the copy from the backup`,
    );
  }
}

/** One readable line, without anything of the file's content. */
function reasonOf(error: unknown): string {
  if (error instanceof SyntaxError) return "no JSON";
  const { code, name, message } = error as { code?: string; name?: string; message?: string };
  if (name === "ZodError") return "not in the form of a key";
  return code ?? (message ?? "").split("\n")[0] ?? "";
}

/** Written whole and then given its name, so that two copies starting at once share one key. */
async function makeKey(folder: string, serial: number, now: Date): Promise<void> {
  const made = await makeIssuerKey({ issuer, year: yearOf(now), serial, now });
  const target = join(folder, `${made.kid}.json`);
  const draft = join(folder, `.${randomBytes(6).toString("hex")}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(draft, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flag: "wx" });
    linkSync(draft, target);
  } catch (error) {
    if ((error as { code?: string }).code === "EEXIST") return;
    throw new SettingsError(`${folder}: a signing key cannot be written (${reasonOf(error)})`);
  } finally {
    rmSync(draft, { force: true });
  }
  await record(null, "key.created", { object: made.kid });
}

/** The year in China, as in the numbers. */
export function yearOf(at: Date): number {
  return Number(chinaDay(at).slice(0, 4));
}

const day = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" });

/** The calendar day in China (`YYYY-MM-DD`), whatever zone the house shows: certificates hold by it. */
export function chinaDay(at: Date): string {
  return day.format(at);
}

function byAge(a: IssuerKey, b: IssuerKey): number {
  return a.notBefore.localeCompare(b.notBefore) || a.kid.localeCompare(b.kid, "en", { numeric: true });
}
