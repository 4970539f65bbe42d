import { z } from "zod";
import { versionRefs } from "./actions.ts";

const id = z.string().regex(/^[A-Za-z0-9-]{2,20}$/);

export const FigurePath = z.object({ courseId: id, lessonId: id, file: z.string().max(80) });
/** One or many versions that somebody has looked at, and where she wants to go on. */
export const ReviewForm = z.strictObject({ ids: versionRefs, next: z.string().max(500).optional() });
