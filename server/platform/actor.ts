import type { Language } from "../../courses/language.ts";

/** Who acts: a person with what she may do, and the walls within which she may do it. */
export interface Actor {
  id: string;
  name: string;
  login: string;
  language: Language;
  roles: readonly string[];
  capabilities: ReadonlySet<string>;
  /** The base she belongs to; null for those who work for all of them (administrator, district). */
  baseId: string | null;
  /** The issuer for whom an awarding officer acts. */
  issuer: string | null;
  /** The network address of the request by which she acts; none in jobs and commands. */
  from?: string;
  /** Staff must prove a second factor before anything else. */
  secondFactor: "not-needed" | "to-enrol" | "enrolled";
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- passport's typings are extended this way
  namespace Express {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type
    interface User extends Actor {}
  }
}
