import { hash, verify } from "@node-rs/argon2";
import { loginKey } from "./identity.ts";

/** argon2id with 19 MiB, two passes, one lane (OWASP's first choice); 14–22 ms on an office machine. */
const cost = { memoryCost: 19456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFKC"), cost);
}

let nobody: Promise<string> | null = null;

/**
 * Whether the password is right. For an unknown person (no hash) the same work is done, so that the time
 * does not tell who exists.
 */
export async function passwordIsRight(stored: string | null, password: string): Promise<boolean> {
  nobody ??= hashPassword("nobody has this password");
  try {
    const right = await verify(stored ?? (await nobody), password.normalize("NFKC"));
    return stored !== null && right;
  } catch {
    return false;
  }
}

export const minimumLength = 8;

/** Passwords that are tried first everywhere; compared after folding case and dropping what is not letter or digit. */
const tooWellKnown = new Set(
  (
    "12345678 123456789 1234567890 11111111 00000000 88888888 66666666 87654321 12341234 11223344 123123123 147258369 password password1 passw0rd " +
    "qwertyui qwerty123 qwertyuiop asdfghjk 1q2w3e4r 1qaz2wsx zaq12wsx abc12345 abcd1234 a1234567 a12345678 admin123 administrator iloveyou woaini520 woaini1314 " +
    "5201314520 zhizao123 changeme letmein1 welcome1 sunshine football baseball superman trustno1 dragon123 monkey123 test1234 root1234 user1234 guest123 p@ssw0rd"
  ).split(" "),
);

/**
 * Why a password cannot be used, as the word of its message, or null: at least 8 characters, none of the
 * well-known ones, not the person's own name or number.
 */
export function passwordFault(
  password: string,
  own: readonly string[],
): "password.too-short" | "password.well-known" | "password.own" | null {
  const folded = loginKey(password);
  if ([...password].length < minimumLength) return "password.too-short";
  if (tooWellKnown.has(folded) || tooWellKnown.has(folded.replace(/[^a-z0-9]/g, "")) || /^(.)\1+$/.test(folded))
    return "password.well-known";
  if (own.some((text) => loginKey(text).length >= 4 && folded.includes(loginKey(text)))) return "password.own";
  return null;
}
