import { z } from "zod";

export const SearchQuery = z.object({ q: z.string().trim().max(60).default("") });
