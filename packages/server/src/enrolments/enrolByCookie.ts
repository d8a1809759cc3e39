import { assert, bytesEqual, later, minute, day, ProblemError } from "@farthing/core";
import { newSecret, secretHash } from "@farthing/identity";
import type { EnrolmentRequest, HelloResponse } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { inTurn } from "../grants/inTurn.ts";
import { proofThumbprint, requireProof } from "../grants/open.ts";
import { greet } from "../payments/greet.ts";
import { offerOn } from "../payments/offerOn.ts";
import type { FamilyTable } from "../store/tables.ts";
import { familyOf } from "./family.ts";
import { joinKey } from "./joinKey.ts";

/** A cookie older than this is renewed, and the one before it is good for that long, in milliseconds (rule 9). */
const cookieAgeMsMax = day;
const graceMs = 5 * minute;

/** What an enrolment came to. `secret` is the partition cookie's next one; null when it stays as it is. */
export interface Enrolled {
  readonly response: HelloResponse;
  readonly merchant: string;
  readonly secret: string | null;
}

/**
 * A fresh key under the allowance that the partition cookie belongs to, without a popup (rung C, rule 9). It is all that
 * the cookie can do. The same key again is answered as before. Throws `device-unknown` when no live family of this
 * merchant sent the cookie or its allowance is over, `wrong-merchant` for the key of another merchant.
 */
export async function enrolByCookie(
  deps: Deps,
  request: EnrolmentRequest,
  partition: (merchant: string) => Uint8Array | null,
): Promise<Enrolled> {
  const shown = await offerOn(deps, request);
  const merchant = shown.merchant.id;
  requireProof(deps, request.proof, { purpose: "enrol", subject: shown.offer.hashText });
  const print = proofThumbprint(request.proof);
  const cookie = partition(merchant);
  const isKept = request.keyStorage === "kept";
  const family = await liveFamily(deps, cookie, merchant);
  assert(cookie !== null, "a family was found by its cookie");
  await deps.rates.payer(`${family.payer_id}/${merchant}`);
  const { device } = request.proof;
  await inTurn(deps, family.id, () => joinKey(deps, { family, print, device, isKept }));
  const secret = await renewed(deps, family, cookie);
  return { response: await greet(deps, { ...shown, print, cookie, isKept }), merchant, secret };
}

/** Rule 8: two merchants on one site share a cookie jar, so the cookie says whose it is. */
async function liveFamily(
  deps: Deps,
  cookie: Uint8Array | null,
  merchant: string,
): Promise<FamilyTable> {
  const family = cookie === null ? null : await familyOf(deps, cookie);
  if (family === null || family.revoked_at !== null || family.merchant_id !== merchant) {
    throw new ProblemError("device-unknown");
  }
  return family;
}

/** The next secret of a cookie that is a day old, or `null`. Of two tabs at once one renews; the other has its grace. */
async function renewed(
  deps: Deps,
  family: FamilyTable,
  cookie: Uint8Array,
): Promise<string | null> {
  const now = deps.clock.now();
  const isCurrent = bytesEqual(family.secret_hash, cookie);
  if (!isCurrent || now - family.rotated_at < cookieAgeMsMax) return null;
  const secret = newSecret();
  const { numUpdatedRows } = await deps.store
    .updateTable("families")
    .set({
      secret_hash: secretHash(secret),
      previous_hash: cookie,
      previous_until: later(now, graceMs),
      rotated_at: now,
    })
    .where("id", "=", family.id)
    .where("secret_hash", "=", cookie)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n ? secret : null;
}
