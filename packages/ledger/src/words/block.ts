import { assert, type Asset } from "@farthing/core";
import { entryMax, type TransferInput } from "../entry.ts";
import { transferFlags } from "../flags.ts";
import { release } from "./release.ts";
import { transferCodes } from "./transferCodes.ts";

/** The account that is blocked. `other`: any account in the same asset that stays open; nothing moves to it. */
export interface Blocked {
  readonly account: bigint;
  readonly other: bigint;
  readonly asset: Asset;
}

/**
 * Stops an account where it stands, whatever it has or owes: from here on it takes no transfer
 * (`credit_account_already_closed`, `debit_account_already_closed`) and no hold on it is captured; holds are still
 * released. `release` of this transfer's id opens it again.
 *
 * @example block({ account: merchant, other: fees, asset: "PLAY/6" })
 */
export function block({ account, other, asset }: Blocked): TransferInput[] {
  const flags = transferFlags.pending | transferFlags.closingDebit;
  return [{ debit: account, credit: other, asset, code: transferCodes.closing, flags }];
}

/** Whether a transfer of the journal is the one by which `block` stopped this account. */
export function isBlockOf(
  account: bigint,
  { debit, flags }: { readonly debit: bigint; readonly flags: number },
): boolean {
  return debit === account && (flags & transferFlags.closingDebit) !== 0;
}

/**
 * Moves money of accounts that `block` stopped: opened, moved and stopped again in one entry, so that nothing else gets
 * through. `closing` is the id of the transfer that stopped each; afterwards it is one of this entry's last.
 *
 * @example throughBlock(refund.transfers, [{ closing, account: merchant, other: fees, asset: "PLAY/6" }])
 */
export function throughBlock(
  transfers: readonly TransferInput[],
  blocked: readonly (Blocked & { readonly closing: bigint })[],
): TransferInput[] {
  const opened = blocked.flatMap(({ closing }) => release(closing));
  const all = [...opened, ...transfers, ...blocked.flatMap(block)];
  assert(all.length <= entryMax.items, "an entry has at most 64 transfers");
  return all;
}
