import { ProblemError } from "@farthing/core";
import { z } from "zod";
import type { Ctx } from "./context.ts";

const lengthMax = 40;

/** The path of a route about one thing. */
export const IdParams = z.strictObject({ id: z.string().max(lengthMax) });

/** The id that the path names, as it was sent. Throws `not-found` for what is longer than any id. */
export function idOf(c: Ctx): string {
  const id = c.req.param("id") ?? "";
  if (id.length > lengthMax) throw new ProblemError("not-found");
  return id;
}
