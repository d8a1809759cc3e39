import { timingSafeEqual } from "node:crypto";
import { ProblemError, utf8 } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { sha256 } from "../sha256.ts";
import { bearerToken } from "./bearerToken.ts";
import type { Ctx } from "./context.ts";

/** Lets only the operator pass, by the key that `farthing operator key` tells. Throws `operator-key-invalid`. */
export function requireOperator(deps: Pick<Deps, "keys">, c: Ctx): void {
  const bearer = bearerToken(c);
  // Of hashes, which are of one length: how long it takes says nothing of the key.
  const isKey =
    bearer !== undefined &&
    timingSafeEqual(sha256(utf8(bearer)), sha256(utf8(deps.keys.operatorKey)));
  if (!isKey) throw new ProblemError("operator-key-invalid");
}
