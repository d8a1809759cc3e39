import { fromHex, idTime, type Instant, ProblemError } from "@farthing/core";
import type { Ctx } from "./context.ts";

/** What the client calls this request, and the time it says it made the name. */
export interface IdempotencyKey {
  readonly bytes: Uint8Array;
  readonly time: Instant;
}

// RFC 9562 §5.7: version 7, variant 10.
const uuid7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** The `Idempotency-Key` of a request that moves money: a UUIDv7. Throws `idempotency-key-missing`. */
export function idempotencyKey(c: Ctx): IdempotencyKey {
  const text = c.req.raw.headers.get("idempotency-key") ?? "";
  const bytes = uuid7.test(text) ? fromHex(text.replaceAll("-", "")) : null;
  if (bytes === null) throw new ProblemError("idempotency-key-missing");
  return { bytes, time: idTime(bytes) };
}
