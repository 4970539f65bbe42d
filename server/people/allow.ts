import type { Request, RequestHandler } from "express";
import { record } from "../audit/actions.ts";
import type { Actor } from "../platform/actor.ts";
import { watchRefusals } from "../platform/error-page.ts";
import { ConfirmationNeeded, EnrolFirst, Forbidden, SignInNeeded } from "../platform/errors.ts";
import { absoluteHours } from "../platform/session.ts";
import type { Capability } from "./roles/role.ts";

/** A middleware that says who may; the permission matrix reads `gate` off every route. */
export type Gate = RequestHandler & { gate: Capability | "everyone" | "signed-in" };

/** Nobody without this capability: whoever lacks it gets 403. */
export function allow(capability: Capability): Gate {
  return gateOf(capability, async (req, _res, next) => {
    const actor = await signedInActor(req);
    if (!actor.capabilities.has(capability)) throw new Forbidden();
    next();
  });
}

/** A deed that a gate, a wall or a rule of roles refuses leaves a line in the audit, wherever it was refused (SECURITY S01). */
watchRefusals(async (req, status) => {
  if (!req.user || ["GET", "HEAD", "OPTIONS"].includes(req.method)) return;
  await record(req.user, "access.refused", {
    from: req.ip ?? "",
    facts: { method: req.method, path: req.path.slice(0, 200), status },
  });
});

/** The pages of one's own account, whatever the roles. */
export const signedIn: Gate = gateOf("signed-in", async (req, _res, next) => {
  await signedInActor(req, { enrolling: true });
  next();
});

/** Explicitly open to strangers. */
export const everyone: Gate = gateOf("everyone", (_req, _res, next) => {
  next();
});

/** Minutes for which a proof of who one is lasts, before a page that prepares a binding deed. */
const confirmationMinutes = 15;

/** Deeds that bind (issue, withdraw, roles) ask for the password again when the last proof is old. */
export const confirmed: RequestHandler = (req, _res, next) => {
  // A form that was opened in time may still be sent a while later.
  const minutes = req.method === "GET" ? confirmationMinutes : 2 * confirmationMinutes;
  if (Date.now() - (req.session.authenticatedAt ?? 0) > minutes * 60_000) throw new ConfirmationNeeded();
  next();
};

/** @throws SignInNeeded for strangers; routes behind `allow` never meet that. */
export function actorOf(req: Request): Actor {
  if (!req.user) throw new SignInNeeded();
  return req.user;
}

async function signedInActor(req: Request, options: { enrolling?: true } = {}): Promise<Actor> {
  const actor = actorOf(req);
  const tooOld = Date.now() - (req.session.startedAt ?? 0) > absoluteHours * 3600_000;
  // Nobody is thrown out of an exam: its own addresses do without the absolute end.
  if (tooOld && !req.path.startsWith("/attempts/")) {
    await new Promise<void>((resolve) => req.session.destroy(() => resolve()));
    throw new SignInNeeded();
  }
  if (actor.secondFactor === "to-enrol" && !options.enrolling) throw new EnrolFirst();
  return actor;
}

function gateOf(gate: Gate["gate"], handler: RequestHandler): Gate {
  return Object.assign(handler, { gate });
}
