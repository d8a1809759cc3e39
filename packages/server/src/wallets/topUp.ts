import {
  assert,
  idToUint,
  lengthPrefixed,
  parseAmount,
  ProblemError,
  type ProblemCode,
  utf8,
} from "@farthing/core";
import { deriveEntryId, type EntryStatus } from "@farthing/ledger";
import type { TopUpResponse } from "@farthing/protocol";
import { entryFacts } from "../payments/entryFacts.ts";
import type { Deps } from "../deps.ts";
import type { IdempotencyKey } from "../http/idempotencyKey.ts";
import { entryName } from "../payments/entryName.ts";
import { limitKey } from "../payments/keys.ts";
import type { TopUpMemo } from "../payments/memo.ts";
import { sha256 } from "../sha256.ts";
import { balanceOf } from "./balance.ts";
import { fromRail, walletAccounts } from "./welcome.ts";

/** What can go wrong with a top-up, by what the ledger says; anything else is a bug of ours. */
const refusals: Partial<Record<EntryStatus, ProblemCode>> = {
  exists_with_different_facts: "idempotency-conflict",
  clock_skew: "clock-skew",
  limit_exceeded: "top-up-refused",
  limit_closed: "top-up-refused",
};

/**
 * Play money from the sandbox rail. Counted against the payer's 24-hour line for top-ups; done once
 * per key. Throws `idempotency-conflict`, `top-up-refused`, `clock-skew`, `invalid-request`.
 */
export async function topUp(
  deps: Deps,
  ask: { payer: string; money: { amount: string; asset: string }; key: IdempotencyKey },
): Promise<TopUpResponse> {
  const { config, ledger } = deps;
  const { payer, money, key } = ask;
  const amount = parseAmount(money.amount);
  if (amount === null || amount === 0n) {
    throw new ProblemError("invalid-request", "`money.amount`: more than 0");
  }
  if (money.asset !== config.asset) {
    throw new ProblemError("invalid-request", `\`money.asset\`: this wallet holds ${config.asset}`);
  }
  // Play money exists in the sandbox only; other rails come with their own adapters.
  if (config.mode !== "sandbox") throw new ProblemError("top-up-refused");
  const { time, bytes } = key;
  const id = deriveEntryId({ time, payer: idToUint("payer", payer), key: bytes, leg: 0 });
  const memo: TopUpMemo = {
    v: 1,
    kind: "top-up",
    payer,
    rail: "sandbox",
    welcome: false,
    amount: money.amount,
    asset: money.asset,
  };
  const { status } = await ledger.submitEntry({
    time,
    accounts: walletAccounts(deps, payer),
    transfers: fromRail(deps, { payer, amount, why: "topUp" }),
    uses: [{ key: limitKey("payer-top-up-24h", payer), amount }],
    ...(await entryFacts(deps, id, memo)),
    facts: sha256(lengthPrefixed(...["top-up", payer, money.amount, money.asset].map(utf8))),
  });
  const refusal = refusals[status];
  if (refusal !== undefined) throw new ProblemError(refusal);
  assert(status === "created" || status === "exists", `a top-up is never ${status}`);
  return { id: entryName(id), balance: balanceOf(deps, payer) };
}
