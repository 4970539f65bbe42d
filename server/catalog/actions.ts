import { z } from "zod";
import { record } from "../audit/actions.ts";
import type { Actor } from "../platform/actor.ts";
import { readShipped } from "./content.ts";
import { saveLessonReview, storeShipped } from "./store.ts";

/** Loads the content that ships: at every start. @throws ContentError naming file, line and field */
export async function loadContent(): Promise<void> {
  await storeShipped(readShipped());
}

/** A version of a lesson or a question as forms name it, `OM1L2@3f9a…`, taken apart. */
const versionRef = z
  .string()
  .regex(/^[A-Za-z0-9-]{2,20}@[0-9a-f]{10}$/)
  .transform((sent) => ({ id: sent.slice(0, sent.indexOf("@")), version: sent.slice(sent.indexOf("@") + 1) }));
export type VersionRef = z.output<typeof versionRef>;

/** What a form with ticks brings: nothing, one or many. */
export const versionRefs = z.union([versionRef.transform((one) => [one]), z.array(versionRef).max(500)]).default([]);

/** A named person has looked at these versions of lessons. @returns how many were not reviewed before */
export async function reviewLessons(actor: Actor, lessons: readonly VersionRef[], now: Date): Promise<number> {
  let reviewed = 0;
  for (const { id, version } of lessons) {
    if (!(await saveLessonReview(actor, id, version, now))) continue;
    await record(actor, "lesson.reviewed", { object: id, facts: { version } });
    reviewed += 1;
  }
  return reviewed;
}
