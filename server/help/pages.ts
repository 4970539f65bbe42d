import type { Request } from "express";
import { absoluteHours, idleHours } from "../platform/session.ts";
import { zoneName } from "../platform/dates.ts";
import { page } from "../platform/page.ts";

export const showHelp = page<ReturnType<typeof helpModel>>("help/help");

/** The first ten minutes of each role: what to do, in order, and the page on which it begins. */
const guides = [
  {
    id: "trainee",
    href: "/courses",
    opens: [],
    steps: ["help.trainee-1", "help.trainee-2", "help.trainee-3", "help.trainee-4", "help.trainee-5", "help.trainee-6"],
  },
  {
    id: "base",
    href: "/cohorts",
    opens: ["cohort.read"],
    steps: ["help.base-1", "help.base-2", "help.base-3", "help.base-4", "help.base-5", "help.base-6"],
  },
  {
    id: "officer",
    href: "/content",
    opens: ["lesson.review"],
    steps: ["help.officer-1", "help.officer-2", "help.officer-3", "help.officer-4"],
  },
  {
    id: "employer",
    href: "/verify",
    opens: [],
    steps: ["help.employer-1", "help.employer-2", "help.employer-3", "help.employer-4"],
  },
  {
    id: "administrator",
    href: "/people",
    opens: ["people.read"],
    steps: [
      "help.administrator-1",
      "help.administrator-2",
      "help.administrator-3",
      "help.administrator-4",
      "help.administrator-5",
    ],
  },
] as const;

const limits = [
  "sign-in",
  "password",
  "session",
  "link",
  "confirmation",
  "practice",
  "place",
  "answer",
  "exam",
  "verify",
  "upload",
  "form",
  "zone",
] as const;

export function helpModel({ t, language, user }: Request) {
  const facts = { idle: idleHours, absolute: absoluteHours, zone: zoneName(language) };
  return {
    title: t("site.help"),
    guides: guides.map(({ id, href, opens, steps }) => ({
      id,
      href: opens.every((capability) => user?.capabilities.has(capability)) ? href : "",
      name: t(`help.${id}`),
      label: t(`help.${id}-begin`),
      steps: steps.map((step) => t(step)),
    })),
    limits: limits.map((limit) => ({ what: t(`help.limit-${limit}`), rule: t(`help.limit-${limit}-is`, facts) })),
  };
}
