import { isAbsolute, join, resolve } from "node:path";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { z } from "zod";

const projectFolder = findProjectFolder(import.meta.dirname);

const flag = z.enum(["0", "1"]).transform((value) => value === "1");
const port = z.coerce.number().int().min(0).max(65535);
const url = z.url({ protocol: /^https?$/ });

/** One schema for every setting; INTERFACE says what each is for. */
const Environment = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  PORT: port.default(3000),
  HOST: z.string().min(1).default("127.0.0.1"),
  BASE_URL: url.optional(),
  DATA_DIR: z.string().min(1).default("./data"),
  MONGODB_URI: z.string().startsWith("mongodb").optional(),
  SMTP_URL: z.string().startsWith("smtp").optional(),
  TZ: z.string().refine(isTimeZone, "is no time zone").default("Asia/Shanghai"),
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  METRICS_PORT: port.optional(),
  SESSION_SECRET: z
    .string()
    .min(32, { error: "needs 32 characters or more", abort: true })
    .refine(isVaried, "is too easy to guess: use random characters")
    .optional(),
  DATA_KEY_FILE: z.string().min(1).optional(),
  KEYS_DIR: z.string().min(1).optional(),
  TLS_CERT_FILE: z.string().min(1).optional(),
  TLS_KEY_FILE: z.string().min(1).optional(),
  BACKUP_DIR: z.string().min(1).optional(),
  BACKUP_AT: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "is no time of day like 03:30")
    .optional(),
  DEMO_PEOPLE: z.coerce.number().int().min(10).max(5000).default(60),
  DEMO_PUBLIC: flag.default(false),
  // Not there yet: said at the start, rather than passed over.
  WORKERS: z.literal("1", { error: "only 1: start further copies with the same MONGODB_URI instead" }).optional(),
  FILES_URL: z.never({ error: "is not used: nothing keeps files outside of the store" }).optional(),
});

export type Settings = ReturnType<typeof readSettings>;

/** Thrown for a setting that cannot be used; the message is one readable line. */
export class SettingsError extends Error {}

/**
 * Reads the settings from the environment; a blank one counts as not given. Paths are relative to the project's folder.
 * @throws SettingsError naming the variable, what is wrong and what would do.
 */
export function readSettings(environment: Record<string, string | undefined>, options: { demo?: boolean } = {}) {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) throw new SettingsError(parsed.error.issues.map(sayIssue).join("; "));
  const env = parsed.data;
  const demo = options.demo === true;
  const dataDir = absolute(demo && !given["DATA_DIR"] ? "./data-demo" : env.DATA_DIR);
  const scheme = env.TLS_CERT_FILE ? "https" : "http";
  const settings = {
    ...env,
    demo,
    dataDir,
    projectFolder,
    baseUrl: (env.BASE_URL ?? `${scheme}://localhost:${String(env.PORT)}`).replace(/\/+$/, ""),
    keysDir: absolute(env.KEYS_DIR ?? join(dataDir, "keys")),
    backupDir: absolute(env.BACKUP_DIR ?? join(dataDir, "backups")),
    production: env.NODE_ENV === "production",
  };
  refuseUnsafe(settings);
  return settings;
}

let current: Settings | null = null;

/** Set once by whoever starts the house. */
export function useSettings(settings: Settings): void {
  current = settings;
}

/** The settings of this process. */
export function settings(): Settings {
  if (!current) throw new Error("settings are read before the start");
  return current;
}

function refuseUnsafe(s: ReturnType<typeof readSettings>): void {
  const loopback = ["127.0.0.1", "localhost", "::1", "[::1]"];
  const refuse = (line: string) => {
    throw new SettingsError(line);
  };
  if (Boolean(s.TLS_CERT_FILE) !== Boolean(s.TLS_KEY_FILE))
    refuse("TLS_CERT_FILE and TLS_KEY_FILE belong together: give both or neither");
  if (s.demo && !s.DEMO_PUBLIC && !loopback.includes(s.HOST))
    refuse(
      `HOST ${s.HOST} would show the demo's one-click sign-in to others: use a loopback address or set DEMO_PUBLIC=1`,
    );
  if (!s.production) return;
  if (s.demo) refuse("NODE_ENV=production refuses demo data");
  if (s.baseUrl.startsWith("http://") && !loopback.includes(new URL(s.baseUrl).hostname))
    refuse(`BASE_URL ${s.baseUrl} must be https in production`);
  if (!s.SESSION_SECRET && s.dataDir.startsWith(tmpdir()))
    refuse("SESSION_SECRET must be given when DATA_DIR lies in the temporary folder");
  if (s.MONGODB_URI && !(s.SESSION_SECRET && s.DATA_KEY_FILE && s.KEYS_DIR))
    refuse(
      "with MONGODB_URI in production SESSION_SECRET, DATA_KEY_FILE and KEYS_DIR must be given: every copy needs the same ones",
    );
}

function sayIssue(issue: z.core.$ZodIssue): string {
  return `${issue.path.join(".")}: ${issue.message}`;
}

function absolute(path: string): string {
  return isAbsolute(path) ? path : resolve(projectFolder, path);
}

/** Ten different characters: what no random secret of 32 misses, and what "aaaa…" and "changemechangeme…" do. */
export function isVaried(secret: string): boolean {
  return new Set(secret).size >= 10;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Sources lie one, builds two floors below the folder that holds package.json and views. */
function findProjectFolder(start: string): string {
  let folder = start;
  while (!existsSync(join(folder, "package.json"))) folder = resolve(folder, "..");
  return folder;
}
