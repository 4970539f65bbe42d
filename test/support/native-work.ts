import { createHook } from "node:async_hooks";
import { passwordIsRight } from "../../server/people/passwords.ts";

/** How often a password was hashed while `act` ran: work in native code, seen as it is begun, whoever asked for it. */
export async function hashesDuring(act: () => Promise<unknown>): Promise<number> {
  const kind = (await kindsDuring(() => passwordIsRight(null, "x"))).find((type) => type !== "PROMISE");
  return (await kindsDuring(act)).filter((type) => type === kind).length;
}

async function kindsDuring(act: () => Promise<unknown>): Promise<string[]> {
  const kinds: string[] = [];
  const hook = createHook({ init: (_id, type) => void kinds.push(type) }).enable();
  await act();
  hook.disable();
  return kinds;
}
