import { type ProblemCode, ProblemError } from "@farthing/core";
import type { Deps } from "../deps.ts";
import type { Ctx } from "./context.ts";
import { problemResponse } from "./problemResponse.ts";

/**
 * What `work` answers; thrown with `code`, the problem with the cookies that `work` set, so that who proved to be the payer
 * stays signed in and the page can show what is theirs.
 */
export async function signedInProblem(
  deps: Deps,
  c: Ctx,
  { code, work }: { code: ProblemCode; work: () => Promise<Response> },
): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProblemError && error.code === code)) throw error;
    const response = problemResponse(deps, c.env, error);
    for (const cookie of c.res.headers.getSetCookie())
      response.headers.append("set-cookie", cookie);
    return response;
  }
}
