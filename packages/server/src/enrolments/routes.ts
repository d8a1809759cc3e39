import { EnrolmentRequest, HelloResponse } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { newRoutes, type Routes } from "../http/context.ts";
import { partition, setPartitionCookie } from "../http/cookies.ts";
import { offerProblems, signatureProblems } from "../http/frameProblems.ts";
import { readJson } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { requireSameOrigin } from "../http/sameOrigin.ts";
import { enrolByCookie } from "./enrolByCookie.ts";

/** What a partition cookie can do: enrol a key, and nothing else (rung C, rule 9). */
export function enrolmentRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  route(
    routes,
    {
      method: "post",
      path: "/v1/frame/enrolments",
      summary: "A fresh key under the allowance that the partition cookie belongs to",
      caller: "frame",
      body: EnrolmentRequest,
      answer: HelloResponse,
      problems: ["device-unknown", ...offerProblems, ...signatureProblems, "unavailable"],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      const request = await readJson(c, EnrolmentRequest);
      const enrolled = await enrolByCookie(deps, request, (merchant) => partition(c, merchant));
      const { merchant, secret } = enrolled;
      if (secret !== null) setPartitionCookie(c, { merchant, secret });
      return c.json(enrolled.response);
    },
  );
  return routes;
}
