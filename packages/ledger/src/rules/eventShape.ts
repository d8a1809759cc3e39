import { isAsset } from "@farthing/core";
import { entryMax } from "../entry.ts";
import { accountFlags, importedFlags, transferFlags } from "../flags.ts";
import type { FullAccount, FullTransfer } from "../fullEntry.ts";
import type { MalformedStatus } from "../status.ts";
import { isU128, isU64, isWhole, u128Max } from "./ranges.ts";

// What an event of TigerBeetle's may say, in its order of precedence (0.17, `CreateAccountStatus` and
// `CreateTransferStatus`). Its integers cannot be out of range: ours can, and are told so.

const eitherWay = accountFlags.debitsMustNotExceedCredits | accountFlags.creditsMustNotExceedDebits;
const accountFlagsKnown = eitherWay | accountFlags.history;

const { pending, postPendingTransfer, voidPendingTransfer } = transferFlags;
const balancing = transferFlags.balancingDebit | transferFlags.balancingCredit;
const closing = transferFlags.closingDebit | transferFlags.closingCredit;
const ending = postPendingTransfer | voidPendingTransfer;
const transferFlagsKnown = Object.values(transferFlags).reduce((all, flag) => all | flag, 0);

interface CallerData {
  readonly userData128: bigint;
  readonly userData64: bigint;
  readonly userData32: number;
}

function callerDataFits({ userData128, userData64, userData32 }: CallerData): boolean {
  return isU128(userData128) && isU64(userData64) && isWhole(userData32, 0, 2 ** 32 - 1);
}

function codeShape(code: number): MalformedStatus | null {
  if (code === 0) return "code_must_not_be_zero";
  return isWhole(code, 1, 65_535) ? null : "code_must_be_u16";
}

function ledgerShape(asset: string): MalformedStatus | null {
  if (asset === "") return "ledger_must_not_be_zero";
  return isAsset(asset) ? null : "ledger_must_be_an_asset";
}

/** What is wrong with an account opening, whatever the books say. */
export function accountShape(account: FullAccount): MalformedStatus | null {
  const { id, flags } = account;
  if (flags & importedFlags.account) return "imported_event_not_expected";
  // TigerBeetle links accounts by a flag; an entry links its accounts by being one.
  if (!isWhole(flags, 0, 65_535) || flags & ~accountFlagsKnown) return "reserved_flag";
  if (!isU128(id)) return "account_id_must_be_u128";
  if (id === 0n) return "account_id_must_not_be_zero";
  if (id === u128Max) return "account_id_must_not_be_int_max";
  if (!callerDataFits(account)) return "user_data_must_fit";
  // An account that may go neither way could never move.
  if ((flags & eitherWay) === eitherWay) return "flags_are_mutually_exclusive";
  return ledgerShape(account.asset) ?? codeShape(account.code);
}

function flagsShape({ flags }: FullTransfer, isLast: boolean): MalformedStatus | null {
  if (isLast && flags & transferFlags.linked) return "linked_event_chain_open";
  if (flags & importedFlags.transfer) return "imported_event_not_expected";
  if (!isWhole(flags, 0, 65_535) || flags & ~transferFlagsKnown) return "reserved_flag";
  const kinds = [pending, postPendingTransfer, voidPendingTransfer].filter((one) => flags & one);
  const isMixed = kinds.length > 1 || (flags & ending && flags & (balancing | closing));
  return isMixed ? "flags_are_mutually_exclusive" : null;
}

/** Ranges that TigerBeetle's types promise. */
function rangeShape(transfer: FullTransfer): MalformedStatus | null {
  const { debit, credit, amount, pendingId, timeout } = transfer;
  if (!isU128(debit) || !isU128(credit)) return "account_id_must_be_u128";
  if (!isU128(amount)) return "amount_must_be_u128";
  if (!isU128(pendingId)) return "key_must_be_u128";
  if (!isWhole(timeout, 0, entryMax.timeoutSeconds)) return "timeout_must_be_u32";
  return callerDataFits(transfer) ? null : "user_data_must_fit";
}

function moveShape(move: FullTransfer): MalformedStatus | null {
  const { debit, credit, flags } = move;
  if (debit === 0n) return "debit_account_id_must_not_be_zero";
  if (debit === u128Max) return "debit_account_id_must_not_be_int_max";
  if (credit === 0n) return "credit_account_id_must_not_be_zero";
  if (credit === u128Max) return "credit_account_id_must_not_be_int_max";
  if (debit === credit) return "accounts_must_be_different";
  if (move.pendingId !== 0n) return "pending_id_must_be_zero";
  if (!(flags & pending)) {
    if (move.timeout !== 0) return "timeout_reserved_for_pending_transfer";
    if (flags & closing) return "closing_transfer_must_be_pending";
  }
  return ledgerShape(move.asset) ?? codeShape(move.code);
}

function endingShape(transfer: FullTransfer, id: bigint): MalformedStatus | null {
  const { pendingId, asset, code } = transfer;
  if (pendingId === 0n) return "pending_id_must_not_be_zero";
  if (pendingId === u128Max) return "pending_id_must_not_be_int_max";
  if (pendingId === id) return "pending_id_must_be_different";
  if (transfer.timeout !== 0) return "timeout_reserved_for_pending_transfer";
  if (asset !== "" && !isAsset(asset)) return "ledger_must_be_an_asset";
  return code === 0 ? null : codeShape(code);
}

/** What is wrong with a transfer, whatever the books say. */
export function transferShape(
  transfer: FullTransfer,
  { id, isLast }: { readonly id: bigint; readonly isLast: boolean },
): MalformedStatus | null {
  return (
    flagsShape(transfer, isLast) ??
    rangeShape(transfer) ??
    (transfer.flags & ending ? endingShape(transfer, id) : moveShape(transfer))
  );
}
