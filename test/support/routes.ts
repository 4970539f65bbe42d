import { buildApp } from "../../server/app.ts";
import type { Gate } from "../../server/people/allow.ts";

export interface AppRoute {
  method: "GET" | "POST" | "PUT";
  path: string;
  /** The first gate met on this method and path; undefined when nothing asks who comes. */
  gate: Gate["gate"] | undefined;
  /** Whether the deed asks again who one is. */
  confirmed: boolean;
}

interface Layer {
  route?: { path: string; methods: Record<string, boolean>; stack: { handle: Partial<Gate> & { name: string } }[] };
  handle: { stack?: Layer[] };
}

let found: AppRoute[] | null = null;

/** Every route of the whole app, wherever it is registered, in the order in which Express tries them; needs the house. */
export function allRoutes(): readonly AppRoute[] {
  found ??= routesIn((buildApp() as unknown as { router: { stack: Layer[] } }).router.stack);
  return found;
}

/** As a person meets them: of two routes at one address the first decides who may come. */
export function addresses(): readonly AppRoute[] {
  const known = new Set<string>();
  return allRoutes().filter(({ method, path }) => !known.has(`${method} ${path}`) && known.add(`${method} ${path}`));
}

function routesIn(stack: readonly Layer[]): AppRoute[] {
  return stack.flatMap(({ route, handle }) => {
    if (!route) return handle.stack ? routesIn(handle.stack) : [];
    const handlers = route.stack.map((layer) => layer.handle);
    const facts = {
      path: route.path,
      gate: handlers[0]?.gate,
      confirmed: handlers.some(({ name }) => name === "confirmed"),
    };
    return Object.keys(route.methods).map((method) => ({
      method: method.toUpperCase() as AppRoute["method"],
      ...facts,
    }));
  });
}
