import { assert, idToBytes, idToUint, type Instant, ProblemError, utf8 } from "@farthing/core";
import { deriveEntryId } from "@farthing/ledger";
import { entryFacts } from "../payments/entryFacts.ts";
import type { Deps } from "../deps.ts";
import { stopHolds } from "../holds/workHolds.ts";
import { payerKeys } from "../payments/keys.ts";
import type { FreezeMemo } from "../payments/memo.ts";
import { cancelErasure } from "../erasures/cancelErasure.ts";
import { isErased } from "../erasures/isErased.ts";
import { holdRecoveries } from "../recoveries/holdRecoveries.ts";
import { sha256 } from "../sha256.ts";
import type { Purpose } from "../wallets/ownChallenge.ts";
import { askPayer, believePayer } from "../wallets/ownQuestion.ts";
import { welcome } from "../wallets/welcome.ts";
import { isFrozen } from "./isFrozen.ts";

/**
 * Closes the limit that every payment of this payer uses. Once this resolves no click, approval or step-up is paid,
 * whichever process hears it, and what is held is let go of; undo and refunds go on. A recovery that waits then waits for
 * the operator too, and an erasure that waits is cancelled. Frozen already: nothing else changes. Throws `unavailable`.
 */
export async function freezeWallet(deps: Deps, payer: string): Promise<void> {
  await holdRecoveries(deps, payer);
  await cancelErasure(deps, payer);
  await closeWallet(deps, payer);
  await stopHolds(deps, { payer });
}

/** What a freeze does in the ledger, and nothing else of it. Throws `unavailable`. */
export async function closeWallet(deps: Deps, payer: string): Promise<void> {
  if (isFrozen(deps, payer)) return;
  await welcome(deps, payer);
  const key = crypto.getRandomValues(new Uint8Array(32));
  await submit(deps, { kind: "freeze", payer, key, time: deps.clock.now() });
}

/** The passkey question that opens a frozen wallet: good for that, for this payer, once. */
export async function unfreezeOptions(deps: Deps, payer: string): Promise<Record<string, unknown>> {
  return askPayer(deps, payer, opens(payer));
}

/**
 * Opens a frozen wallet again. The entry's name follows from the challenge, so that the same answer, sent again after the
 * next freeze, opens nothing. Throws `passkey-failed`,
 * `erasure-begun`, `unavailable`.
 */
export async function unfreezeWallet(
  deps: Deps,
  { payer, credential }: { payer: string; credential: Record<string, unknown> },
): Promise<void> {
  if (isErased(deps, payer)) throw new ProblemError("erasure-begun");
  const answer = { payer, credential, purpose: opens(payer) };
  const { key, time, remember } = await believePayer(deps, answer);
  await submit(deps, { kind: "unfreeze", payer, key, time });
  await remember();
  deps.risk.checked(payer);
}

function opens(payer: string): Purpose {
  const boundTo = idToBytes("payer", payer);
  assert(boundTo !== null, "a payer has an id");
  return { name: "farthing/unfreeze/v1", boundTo };
}

async function submit(
  deps: Deps,
  of: { kind: FreezeMemo["kind"]; payer: string; key: Uint8Array; time: Instant },
): Promise<void> {
  const { kind, payer, key, time } = of;
  const id = deriveEntryId({ time, payer: idToUint("payer", payer), key, leg: 0 });
  const memo: FreezeMemo = { v: 1, kind, payer };
  const limit = payerKeys(payer).day;
  const { status } = await deps.ledger.submitEntry({
    time,
    limits: [kind === "freeze" ? { key: limit, close: true } : { key: limit, reopen: true }],
    ...(await entryFacts(deps, id, memo)),
    facts: sha256(utf8(`${kind}/${payer}`)),
  });
  assert(status === "created" || status === "exists", `a wallet's own limit is there: ${status}`);
}
