import { assert } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { type AllowanceLines, allowanceLines, allowanceStatus } from "../payments/allowanceView.ts";
import { allowanceKeys, standingKey } from "../payments/keys.ts";
import { readMemo } from "../payments/memo.ts";

/** The allowance that `payer` has given `merchant`, as the ledger knows it. */
export interface Standing {
  /** The entry that opened it and holds the claim that there is only one. */
  readonly holder: bigint;
  readonly allowance: string;
  readonly lines: AllowanceLines;
  /** False when it was revoked or its time is over: another may take its place. */
  readonly active: boolean;
}

/** The last allowance between the two, or `null` if there never was one. */
export function findStanding(
  deps: Pick<Deps, "ledger" | "clock">,
  { payer, merchant }: { payer: string; merchant: string },
): Standing | null {
  const [holder] = deps.ledger.lookupClaims([standingKey(payer, merchant)]);
  if (holder === undefined || holder === null) return null;
  const entry = deps.ledger.lookupEntry(holder);
  assert(entry !== null, "a claim is held by an entry");
  const memo = readMemo(entry.memo);
  assert(memo.kind === "payment" || memo.kind === "allowance", "approvals open allowances");
  assert(memo.allowance !== undefined, "the entry opened an allowance");
  const lines = allowanceLines(deps, allowanceKeys(memo.allowance));
  assert(lines !== null, "an allowance has its lines");
  const active = allowanceStatus(lines, deps.clock.now()) === "active";
  return { holder, allowance: memo.allowance, lines, active };
}
