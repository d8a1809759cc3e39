import { idToBytes, ProblemError } from "@farthing/core";
import { z } from "zod";
import type { Ctx } from "../http/context.ts";

/** The path of a route about one grant. */
export const GrantParams = z.strictObject({ id: z.string().max(40) });

/** The grant that the path names. Throws `grant-not-found` for what is no id of one. */
export function grantId(c: Ctx): string {
  const id = c.req.param("id") ?? "";
  if (idToBytes("grant", id) === null) throw new ProblemError("grant-not-found");
  return id;
}
