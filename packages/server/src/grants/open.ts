import { assert, bytesEqual, fromBase64url, ProblemError } from "@farthing/core";
import { thumbprint, verifyProof } from "@farthing/identity";
import type { GrantRequest, GrantResult, KeyProof } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import type { RequestState } from "../http/context.ts";
import { noteOffer } from "../http/noteOffer.ts";
import { merchantById } from "../merchants/merchant.ts";
import { readOffer } from "../offers/readOffer.ts";
import { findGrant, type Grant, noteGrant, waitingRow } from "./grant.ts";
import { statusOf } from "./rules.ts";

/**
 * The frame asks for a grant at the click (rule 4): random id, five minutes, one use, bound to the
 * frame's key, its merchant and its partition cookie. The same request again is a retry.
 */
export async function openGrant(
  deps: Deps,
  request: GrantRequest,
  partition: (merchant: string) => Uint8Array | null,
  state: RequestState,
): Promise<GrantResult> {
  const offer = readOffer(deps, request.offer);
  noteOffer(state, offer);
  const merchant = await merchantById(deps, offer.claims.aud);
  if (merchant === null) throw new ProblemError("wrong-merchant");
  for (const origin of [request.parent, new URL(request.returnTo).origin]) {
    if (!merchant.origins.includes(origin)) throw new ProblemError("origin-not-registered");
  }
  await deps.rates.merchant(merchant.id);
  requireProof(deps, request.proof, {
    purpose: "grant",
    subject: `${offer.hashText}/${request.grant}`,
  });
  const print = proofThumbprint(request.proof);
  await requireKeyOf(deps, print, merchant.id);
  const now = deps.clock.now();
  const key = fromBase64url(request.proof.device.key);
  assert(key !== null, "a key with a thumbprint has bytes");
  await deps.store
    .insertInto("grants")
    .values({
      id: request.grant,
      merchant_id: merchant.id,
      offer: request.offer,
      offer_hash: offer.hash,
      thumbprint: print,
      alg: request.proof.device.alg,
      public_key: key,
      key_kept: request.keyStorage === "kept" ? 1 : 0,
      parent: request.parent,
      return_to: request.returnTo,
      partition_hash: partition(merchant.id),
      ...waitingRow(now),
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
  const grant = await findGrant(deps, request.grant);
  assert(grant !== null, "what was written is there");
  if (!isSameAsk(grant, print, offer.hash)) throw new ProblemError("grant-used");
  state.prompt = "wallet-page";
  noteGrant(state, grant);
  return { status: statusOf(grant.status), outcome: null, allowance: null };
}

/** Throws the problem with a proof that the frame holds its key. */
export function requireProof(
  deps: Deps,
  proof: KeyProof,
  of: Pick<Parameters<typeof verifyProof>[0], "purpose" | "subject">,
): void {
  const verdict = verifyProof({ proof, ...of, now: deps.clock.now() });
  if (verdict !== "ok") throw new ProblemError(verdict);
}

/** The thumbprint of a proof's key. */
export function proofThumbprint(proof: KeyProof): Uint8Array {
  const print = thumbprint(proof.device);
  if (print === null) throw new ProblemError("invalid-request", "`proof.device.key`: wrong length");
  return print;
}

/** Rule 4: one key belongs to one merchant for ever, though two merchants on one site share storage. */
async function requireKeyOf(deps: Deps, print: Uint8Array, merchant: string): Promise<void> {
  const device = await deps.store
    .selectFrom("devices")
    .select("merchant_id")
    .where("thumbprint", "=", print)
    .executeTakeFirst();
  if (device !== undefined && device.merchant_id !== merchant) {
    throw new ProblemError("wrong-merchant", "this key pays another merchant");
  }
}

function isSameAsk({ row }: Grant, print: Uint8Array, offerHash: Uint8Array): boolean {
  return (
    row.thumbprint !== null &&
    bytesEqual(row.thumbprint, print) &&
    bytesEqual(row.offer_hash, offerHash)
  );
}
