import type { Request } from "express";
import type { QualificationRule, Requirement } from "../../courses/qualification/rule.ts";
import { allCourses } from "../catalog/store.ts";
import { page } from "../platform/page.ts";
import { competenciesOf } from "./actions.ts";

export const showQualification = page<ReturnType<typeof qualificationPage>>("qualifications/qualification");

/** A rule in words: what one must have done, what the certificate says, how long it holds. */
export function qualificationPage(req: Request, rule: QualificationRule) {
  const { t, language } = req;
  return {
    title: rule.title[language],
    breadcrumb: [{ href: "/courses", label: t("catalog.courses") }],
    id: rule.id,
    tier: rule.tier,
    level: rule.levelName[language],
    version: rule.version,
    hours: t("qualification.hours-n", { n: rule.hours }),
    valid: t("qualification.years-n", { n: rule.validYears }),
    requirements: rule.requirements.map((requirement) => requirementInWords(req, requirement)),
    competencies: competenciesOf(rule).map(({ id, title }) => ({ id, title: title[language] })),
  };
}

function requirementInWords({ t, language }: Request, requirement: Requirement): string {
  if (requirement.type !== "lessons-complete")
    return t(`qualification.needs-${requirement.type}`, { n: requirement.minimum });
  const courses = requirement.courses.map((id) => allCourses().find((course) => course.id === id));
  const titles = courses.flatMap((course) => (course ? [`${course.id} ${course.title[language]}`] : []));
  return t("qualification.needs-lessons", { courses: titles.join(t("qualification.and")) });
}
