import { z } from "zod";

export const qualificationId = z.string().regex(/^[A-Z]{2}[A-Z0-9-]{0,18}$/);

export const QualificationPath = z.object({ qualificationId, version: z.coerce.number().int().min(1).optional() });
