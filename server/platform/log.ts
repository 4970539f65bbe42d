import { pino } from "pino";

/** What never reaches a log line: credentials, tokens, identity numbers. */
const redact = {
  paths: [
    "req.headers.cookie",
    "req.headers.authorization",
    'req.headers["x-csrf-token"]',
    "*.password",
    "*.idNumber",
    "*.token",
    "*.code",
  ],
  remove: true,
};

/** The one log of the process: JSON lines on standard output, level by LOG_LEVEL. */
export const log = pino({ level: process.env["LOG_LEVEL"] || "info", redact, base: null });
