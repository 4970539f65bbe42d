import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isVaried, settings, SettingsError } from "./config.ts";

/** The secret that signs session cookies: from the setting, else made at the first start in DATA_DIR. */
export function sessionSecret(): string {
  return settings().SESSION_SECRET ?? secretFile(join(settings().dataDir, "session-secret"));
}

/** Encrypts personal data (ID numbers, second-factor secrets): AES-256-GCM, key outside the store. */
export function encrypt(plain: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", dataKey("encrypt"), nonce);
  const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
}

/** @throws when the key is another one or the text was changed. */
export function decrypt(sealed: string): string {
  const bytes = Buffer.from(sealed, "base64url");
  const decipher = createDecipheriv("aes-256-gcm", dataKey("encrypt"), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
}

/** A keyed hash by which an encrypted number can be found without being readable. */
export function keyedHash(text: string): string {
  return createHmac("sha256", dataKey("find")).update(text).digest("base64url");
}

/** 128 random bits for a link or a code that is stored only as its hash. */
export function newToken(): { token: string; hash: string } {
  const token = randomBytes(16).toString("base64url");
  return { token, hash: tokenHash(token) };
}

export function tokenHash(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

const keys = new Map<string, Buffer>();

function dataKey(purpose: string): Buffer {
  let key = keys.get(purpose);
  if (!key) {
    const file = settings().DATA_KEY_FILE ?? join(settings().dataDir, "data-key");
    key = Buffer.from(hkdfSync("sha256", secretFile(file), "zhizao-academy", purpose, 32));
    keys.set(purpose, key);
  }
  return key;
}

/**
 * Reads a secret, or makes one with mode 0600 when there is none yet.
 * @throws SettingsError when others on the machine could read it, or when it is too short.
 */
export function secretFile(file: string): string {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, randomBytes(32).toString("base64url"), { mode: 0o600, flag: "wx" });
    chmodSync(file, 0o600);
  }
  refuseReadable(file);
  const secret = readFileSync(file, "utf8").trim();
  if (secret.length < 32) throw new SettingsError(`${file}: the secret is shorter than 32 characters`);
  if (!isVaried(secret)) throw new SettingsError(`${file}: the secret is too easy to guess: use random characters`);
  return secret;
}

/** @throws SettingsError when group or others may read a secret file (POSIX only). */
export function refuseReadable(file: string): void {
  if (process.platform !== "win32" && (statSync(file).mode & 0o077) !== 0)
    throw new SettingsError(`${file} can be read by others: chmod 600 ${file}`);
}
