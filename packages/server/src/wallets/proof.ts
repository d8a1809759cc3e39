import { setTimeout as sleep } from "node:timers/promises";
import { assert, ProblemError, toBase64url } from "@farthing/core";
import type { PaymentProof } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { latestCheckpoint } from "../log/checkpoints.ts";
import { closeGroup, openGroup } from "../payments/commitment.ts";
import { groupKeys } from "../payments/groupKeys.ts";
import { ownPayment } from "./payment.ts";

/** A leaf is under a signed checkpoint a second after its payment: ask that often, so many times. */
const waitStepMs = 100;
const waitSteps = 25;

/**
 * All that a browser needs to check a payment against the public log: the groups that its payer may
 * see, opened; the merchant's as its commitment only; the path to the newest checkpoint. Throws
 * `not-found`, and `unavailable` while no checkpoint holds the leaf.
 */
export async function paymentProof(
  deps: Deps,
  ask: { payer: string; id: string },
): Promise<PaymentProof> {
  const { entry, memo } = ownPayment(deps, ask);
  const { leafIndex } = entry;
  assert(leafIndex !== null, "a created entry has a leaf");
  const merchant = memo.kind === "payment" ? memo.merchant : null;
  const keys = await groupKeys(deps, { payer: memo.payer, merchant });
  const checkpoint = await checkpointWith(deps, leafIndex);
  const { proof } = deps.ledger.leafProof(leafIndex, checkpoint.size);
  const opened = (group: "shared" | "payer") => {
    const { salt, fields } = openGroup(memo, entry.id, { group, keys });
    const shown = fields.map(([name, value]): [string, string] => [name, value]);
    return { salt: toBase64url(salt), fields: shown };
  };
  const closed = closeGroup(memo, entry.id, { group: "merchant", keys });
  return {
    shared: opened("shared"),
    payer: opened("payer"),
    merchant: { commitment: toBase64url(closed) },
    timestamp: entry.timestamp.toString(),
    leafIndex,
    path: proof.map(toBase64url),
    checkpoint: checkpoint.note,
  };
}

async function checkpointWith(
  deps: Deps,
  leafIndex: number,
): Promise<{ size: number; note: string }> {
  for (let step = 0; step < waitSteps; step += 1) {
    const checkpoint = await latestCheckpoint(deps);
    if (checkpoint !== null && checkpoint.size > leafIndex) return checkpoint;
    await sleep(waitStepMs);
  }
  throw new ProblemError("unavailable", "no signed checkpoint holds this payment yet");
}
