import { problems, type ProblemCode } from "@farthing/core";
import { z } from "zod";

/** RFC 9457 §3. */
export const problemMediaType = "application/problem+json";

const codes = Object.keys(problems) as ProblemCode[];

/** The body of every answer that is not a success. */
export const ProblemSchema = z.strictObject({
  type: z.string(),
  code: z.enum(codes),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  hint: z.string(),
  retry: z.enum(["never", "same-key", "later"]),
});
