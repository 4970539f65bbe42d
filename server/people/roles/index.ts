import { administrator } from "./administrator.ts";
import { assessor } from "./assessor.ts";
import { awardingOfficer } from "./awarding-officer.ts";
import { baseAdministrator } from "./base-administrator.ts";
import { districtOfficer } from "./district-officer.ts";
import { employer } from "./employer.ts";
import { instructor } from "./instructor.ts";
import { invigilator } from "./invigilator.ts";
import { qualitySupervisor } from "./quality-supervisor.ts";
import { trainee } from "./trainee.ts";
import type { Capability, Role } from "./role.ts";

/** The table of contents; everything else about roles is derived from this list. */
export const roles = [
  trainee,
  instructor,
  baseAdministrator,
  assessor,
  invigilator,
  qualitySupervisor,
  awardingOfficer,
  districtOfficer,
  administrator,
  employer,
] as const;
export type RoleId = (typeof roles)[number]["id"];
export const roleIds = roles.map((role) => role.id);

export function isRoleId(id: string): id is RoleId {
  return roleIds.some((known) => known === id);
}

export function roleOf(id: string): Role | undefined {
  return roles.find((role) => role.id === id);
}

/** Whether one of the roles is held within a base: without one it gives nothing, or it would reach into all of them. */
export function needBase(ids: readonly string[]): boolean {
  return ids.some((id) => roleOf(id)?.ofBase);
}

/** What somebody with these roles may do, at this base or (null) at none. */
export function capabilitiesOf(ids: readonly string[], baseId: string | null): ReadonlySet<Capability> {
  return new Set(ids.flatMap((id) => (baseId || !needBase([id]) ? [...(roleOf(id)?.may ?? [])] : [])));
}

/** The awarding body for which somebody with these roles acts: that of this installation, or none. */
export function issuerFor(ids: readonly string[]): string | null {
  return ids.includes("awarding-officer") ? "PY" : null;
}

/** Whether one of the roles asks for a second factor. */
export function isStaff(ids: readonly string[]): boolean {
  return ids.some((id) => roleOf(id)?.staff);
}
