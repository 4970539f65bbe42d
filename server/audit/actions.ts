import type { Actor } from "../platform/actor.ts";
import type { EventName } from "./events.ts";
import { append } from "./store.ts";

/** What a deed was about; facts never hold secrets, answers or identity numbers. */
export interface Deed {
  object?: string;
  baseId?: string | null;
  from?: string;
  facts?: Record<string, unknown>;
}

type Who = Pick<Actor, "id" | "name" | "baseId" | "from">;

/** Records a deed of a person, or of the program itself (null). */
export async function record(
  actor: Who | null,
  event: EventName,
  deed: Deed = {},
  at: Date = new Date(),
): Promise<void> {
  const base = deed.baseId === undefined ? (actor?.baseId ?? null) : deed.baseId;
  await append({
    at,
    event,
    actorId: actor?.id ?? null,
    actorName: actor?.name ?? "",
    baseId: base,
    from: deed.from ?? actor?.from ?? "",
    object: deed.object ?? "",
    facts: deed.facts ?? {},
  });
}
