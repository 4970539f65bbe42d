import type { Router } from "express";
import type { Job } from "./jobs.ts";
import type { NavItem } from "./locals.ts";

/** One room of the house, as `app.ts` lists it. */
export interface Feature {
  name: string;
  routes: Router;
  nav?: readonly NavItem[];
  jobs?: readonly Job[];
  /** Runs once at the start, after the store is ready: loading content and the like. Idempotent. */
  start?: () => Promise<void>;
}
