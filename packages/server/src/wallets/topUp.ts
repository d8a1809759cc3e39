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
import { settledPreset } from "../limits/applyRaise.ts";
import { moneyOf } from "../limits/caps.ts";
import { limitKey, toppedUpKey } from "../payments/keys.ts";
import type { TopUpMemo } from "../payments/memo.ts";
import { sha256 } from "../sha256.ts";
import { hasSecondWay, waysIn } from "../waysIn/waysIn.ts";
import { balanceOf } from "./balance.ts";
import { fromRail, walletAccounts } from "./welcome.ts";

/** What can go wrong with a top-up, by what the ledger says; anything else is a bug of ours. */
const refusals: Partial<Record<EntryStatus, ProblemCode>> = {
  exists_with_different_facts: "idempotency-conflict",
  clock_skew: "clock-skew",
  limit_exceeded: "top-up-refused",
  limit_closed: "top-up-refused",
  // Erased in this moment.
  credit_account_already_closed: "top-up-refused",
};

// Each time another top-up of the same wallet was first; so often in a row is not chance any more.
const legsMax = 8;

/**
 * Play money from the sandbox rail. Counted against the payer's 24-hour line for top-ups; done once
 * per key, and never beyond what a wallet may hold. Throws `second-way-needed`, `idempotency-conflict`, `top-up-refused`,
 * `wallet-full`, `clock-skew`, `invalid-request`, `unavailable`.
 */
export async function topUp(
  deps: Deps,
  ask: { payer: string; money: { amount: string; asset: string }; key: IdempotencyKey },
): Promise<TopUpResponse> {
  const { config } = deps;
  const { payer, money, key } = ask;
  const amount = parseAmount(money.amount);
  if (amount === null || amount === 0n) {
    throw new ProblemError("invalid-request", "`money.amount`: more than 0");
  }
  if (money.asset !== config.asset) {
    throw new ProblemError("invalid-request", `\`money.asset\`: this wallet holds ${config.asset}`);
  }
  // Rule 14. Play money is nobody's loss.
  if (config.mode !== "sandbox" && !hasSecondWay(await waysIn(deps, payer))) {
    throw new ProblemError("second-way-needed");
  }
  // Play money exists in the sandbox only; other rails come with their own adapters.
  if (config.mode !== "sandbox") throw new ProblemError("top-up-refused");
  for (let leg = 0; leg < legsMax; leg += 1) {
    const done = await topUpOnce(deps, { payer, amount, money, key, leg });
    if (done !== "another-was-first") return done;
  }
  throw new ProblemError("unavailable");
}

/**
 * What a wallet may hold is a condition on its balance, and top-ups alone are held to it. So they come one after the other:
 * the entry says how much was topped up before, and is refused when that is not so any more (`giveBack` has the same
 * shape). What else moves the balance meanwhile may: a payment lowers it, and a refund is the payer's in any case.
 */
async function topUpOnce(
  deps: Deps,
  of: {
    payer: string;
    amount: bigint;
    money: { amount: string; asset: string };
    key: IdempotencyKey;
    leg: number;
  },
): Promise<TopUpResponse | "another-was-first"> {
  const { ledger } = deps;
  const { payer, amount, money, key, leg } = of;
  const { time, bytes } = key;
  const id = deriveEntryId({ time, payer: idToUint("payer", payer), key: bytes, leg });
  const toppedUp = toppedUpKey(payer);
  // Read before the balance: a top-up in between makes the entry refused.
  const before = ledger.lookupLimits([toppedUp])[0]?.used ?? 0n;
  // A retry hears its first answer, however full the wallet is now.
  if (ledger.lookupEntry(id) === null) await requireRoom(deps, payer, amount);
  const memo: TopUpMemo = {
    v: 1,
    kind: "top-up",
    payer,
    rail: "sandbox",
    welcome: false,
    amount: money.amount,
    asset: money.asset,
  };
  const { status, at } = await ledger.submitEntry({
    time,
    accounts: walletAccounts(deps, payer),
    transfers: fromRail(deps, { payer, amount, why: "topUp" }),
    limits: [{ key: toppedUp, set: { kind: "sum", max: before + amount } }],
    uses: [
      { key: limitKey("payer-top-up-24h", payer), amount },
      { key: toppedUp, amount },
    ],
    ...(await entryFacts(deps, id, memo)),
    facts: sha256(lengthPrefixed(...["top-up", payer, money.amount, money.asset].map(utf8))),
  });
  if (status === "limit_exceeded" && at?.key === toppedUp) return "another-was-first";
  const refusal = refusals[status];
  if (refusal !== undefined) throw new ProblemError(refusal);
  assert(status === "created" || status === "exists", `a top-up is never ${status}`);
  return { id: entryName(id), balance: balanceOf(deps, payer) };
}

async function requireRoom(deps: Deps, payer: string, amount: bigint): Promise<void> {
  const { ceiling } = moneyOf(deps, await settledPreset(deps, payer));
  if (BigInt(balanceOf(deps, payer).amount) + amount > ceiling)
    throw new ProblemError("wallet-full");
}
