import { RecoveryReviews, ReviewRequest } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import type { Routes } from "../http/context.ts";
import { IdParams, idOf } from "../http/idOf.ts";
import { readJson } from "../http/readJson.ts";
import { requireOperator } from "../http/requireOperator.ts";
import { route } from "../http/route.ts";
import { decideReview, listReviews } from "./reviews.ts";

/** Recoveries that the operator looks at (rule 14). */
export function addReviews(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "get",
      path: "/v1/operator/recoveries",
      summary: "Recoveries that wait for your decision, the oldest first, at most 100",
      caller: "operator",
      answer: RecoveryReviews,
      problems: [],
    },
    async (c) => {
      requireOperator(deps, c);
      return c.json(await listReviews(deps));
    },
  );
  route(
    routes,
    {
      method: "post",
      path: "/v1/operator/recoveries/{id}/decision",
      summary: "Let a recovery go on once its wait is over, or end it",
      caller: "operator",
      params: IdParams,
      body: ReviewRequest,
      answer: RecoveryReviews,
      problems: ["not-found", "recovery-closed"],
    },
    async (c) => {
      requireOperator(deps, c);
      const { outcome } = await readJson(c, ReviewRequest);
      await decideReview(deps, { id: idOf(c), outcome });
      return c.json(await listReviews(deps));
    },
  );
}
