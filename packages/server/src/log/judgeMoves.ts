import { bytesToUint, idToBytes, parseAmount } from "@farthing/core";
import {
  amountAll,
  expiredFlag,
  type HolderOf,
  type OpenedEntry,
  transferFlags,
  transferId,
} from "@farthing/ledger";
import { merchantAccounts } from "../blocks/isBlocked.ts";
import { paymentAccounts, tabAccounts } from "../payments/enrolment.ts";
import { accountId, tabSaleKey } from "../payments/keys.ts";
import { type Memo, readMemo } from "../payments/memo.ts";
import { agedOut } from "../tabs/agedOut.ts";

type Moves = OpenedEntry["transfers"];
type Move = Moves[number];
type Of<Kind extends Memo["kind"]> = Extract<Memo, { kind: Kind }>;

/** Money that must have moved. `null`: an account that the entry does not name. */
interface Leg {
  readonly debit: bigint;
  readonly credit: bigint | null;
  readonly amount: bigint;
  readonly flags?: number;
}

/** `fee`: beside the legs, at most the amount between these two. The log has no seal on how much. */
interface Way {
  readonly legs: readonly Leg[];
  readonly fee?: Pick<Move, "debit" | "credit">;
}

const feesAccount = accountId("operator:fees", "");
const railAccount = accountId("rail:sandbox", "");
/** It takes nothing: what moves all that is left there holds only where that is nothing. */
const nothingLeft = accountId("operator:nothing-left", "");

const { pending, closingDebit, voidPendingTransfer, postPendingTransfer } = transferFlags;

/**
 * For an audit: whether an entry moved the money that its memo says, between these accounts, and no other. `holderOf`: the
 * claims behind it.
 */
export function movesWhatItSays(memo: Memo, all: Moves, holderOf: HolderOf): boolean {
  const amount = "amount" in memo ? parseAmount(memo.amount) : 0n;
  if (amount === null) return false;
  if (memo.kind === "block") return areClosings(memo.merchant, all);
  if (memo.kind === "unblock") return all.every(({ flags }) => flags === voidPendingTransfer);
  if (memo.kind === "erase") return empties(memo.payer, all);
  const moves = withoutBlock(memo, all);
  if (moves === null) return false;
  switch (memo.kind) {
    case "capture":
      return captures(memo, amount, moves);
    case "release":
      return moves.every((move) => endsHoldOf(memo.payment, move, voidPendingTransfer));
    case "settle-tab":
      return settles(memo, amount, moves);
    case "settle-share":
      return shares(accountId("merchant-unsettled", memo.merchant), {
        amount,
        moves,
        asset: memo.asset,
        merchant: accountId("merchant", memo.merchant),
      });
    default:
      return goes(wayOf(memo, amount, holderOf), moves, {
        amount,
        asset: "asset" in memo ? memo.asset : null,
      });
  }
}

/** Of an entry that says nothing: the ledger's own clock ends holds with it. */
export function onlyEndsHolds(moves: Moves): boolean {
  return moves.every(({ flags, amount }) => flags === expiredFlag && amount === 0n);
}

function wayOf(memo: Memo, amount: bigint, holderOf: HolderOf): Way {
  switch (memo.kind) {
    case "payment":
      return wayOfPayment(memo, amount);
    case "top-up":
      return {
        legs: [{ debit: railAccount, credit: accountId("payer", memo.payer), amount }],
      };
    case "undo":
    case "refund":
      return wayBack(memo, amount, holderOf);
    case "contest-ended": {
      const losses = accountId("operator:report-losses", "");
      const credit = accountId("merchant", memo.merchant);
      return { legs: memo.borneBy === "operator" ? [{ debit: losses, credit, amount }] : [] };
    }
    default:
      return { legs: [] };
  }
}

function wayOfPayment(memo: Of<"payment">, amount: bigint): Way {
  const isOnTab = memo.tab === true;
  const accounts = (isOnTab ? tabAccounts : paymentAccounts)(memo.payer, memo.merchant);
  const { payer: debit, merchant: credit, fees } = accounts;
  if (memo.holdMs !== undefined) return { legs: [{ debit, credit, amount, flags: pending }] };
  const legs = [{ debit, credit, amount }];
  return isOnTab ? { legs } : { legs, fee: { debit: credit, credit: fees } };
}

/** A sale on a tab goes back to whoever paid the bill, and while nobody did, it is off the tab. */
function wayBack(memo: Of<"undo" | "refund">, amount: bigint, holderOf: HolderOf): Way {
  const accounts = paymentAccounts(memo.payer, memo.merchant);
  const fee = { debit: accounts.fees, credit: accounts.merchant };
  const paidBack = (credit: bigint | null): Way => ({
    legs: [{ debit: accounts.merchant, credit, amount }],
    fee,
  });
  const holder = holderOf(tabSaleKey(memo.payment));
  if (holder === null) return paidBack(accounts.payer);
  // Who paid a bill of before the first entry is not in the files.
  if (holder === "before") return paidBack(null);
  const ended = memoOf(holder.memo);
  if (ended?.kind === "settle-tab") return paidBack(settlerOf(ended));
  const tab = tabAccounts(memo.payer, memo.merchant);
  if (memo.kind === "refund" && memo.reason === agedOut) return wayOff(memo, amount);
  return { legs: [{ debit: tab.merchant, credit: tab.payer, amount }] };
}

function wayOff(memo: Of<"refund">, amount: bigint): Way {
  const { payer: tab, merchant: unsettled } = tabAccounts(memo.payer, memo.merchant);
  const borne = parseAmount(memo.borne ?? "0") ?? 0n;
  const losses = accountId("operator:tab-losses", "");
  return {
    legs: [
      { debit: unsettled, credit: tab, amount: amount - borne },
      { debit: losses, credit: tab, amount: borne },
      { debit: unsettled, credit: accountId("merchant", memo.merchant), amount: borne },
    ],
  };
}

function settlerOf({ by }: Of<"settle-tab">): bigint {
  return by === undefined ? railAccount : accountId("payer", by);
}

/** Each leg once, its fee at most once, and nothing else. */
function goes(
  { legs, fee }: Way,
  moves: Moves,
  { amount, asset }: { amount: bigint; asset: string | null },
): boolean {
  const left = moves.filter((move) => move.amount > 0n || move.flags !== 0);
  for (const leg of legs) {
    if (leg.amount === 0n) continue;
    const at = left.findIndex((move) => move.asset === asset && isLeg(leg, move));
    if (at < 0) return false;
    left.splice(at, 1);
  }
  const [more, ...others] = left;
  if (more === undefined) return true;
  if (fee === undefined || others.length > 0) return false;
  return (
    more.asset === asset && more.amount <= amount && isLeg({ ...fee, amount: more.amount }, more)
  );
}

function isLeg({ debit, credit, amount, flags = 0 }: Leg, move: Move): boolean {
  const isThere = credit === null ? move.credit !== feesAccount : move.credit === credit;
  return isThere && move.debit === debit && move.amount === amount && move.flags === flags;
}

function captures(memo: Of<"capture">, amount: bigint, moves: Moves): boolean {
  const [post, ...others] = moves;
  const { merchant, fees } = paymentAccounts(memo.payer, memo.merchant);
  if (post === undefined || !endsHoldOf(memo.payment, post, postPendingTransfer)) return false;
  if (post.amount !== amount || post.credit !== merchant) return false;
  const fee = { debit: merchant, credit: fees };
  return goes({ legs: [], fee }, others, { amount, asset: memo.asset });
}

function endsHoldOf(payment: string, { flags, pendingId }: Move, how: number): boolean {
  const bytes = idToBytes("payment", payment);
  return bytes !== null && flags === how && pendingId === transferId(bytesToUint(bytes), 0);
}

/** A bill of one merchant is shared out at once; which one it is, the entry does not name. */
function settles(memo: Of<"settle-tab">, amount: bigint, moves: Moves): boolean {
  const [paid, ...rest] = moves;
  const { asset, payer } = memo;
  const leg = { debit: settlerOf(memo), credit: accountId("tab", payer), amount };
  if (paid === undefined || paid.asset !== asset || !isLeg(leg, paid)) return false;
  const [first] = rest;
  if (first === undefined) return true;
  const isOther = first.debit !== leg.debit && first.debit !== leg.credit;
  const merchant = rest.find(({ credit }) => credit !== feesAccount)?.credit ?? feesAccount;
  return isOther && shares(first.debit, { amount, moves: rest, asset, merchant });
}

/** What was unsettled goes to its merchant and, as the fee, to the operator. */
function shares(
  unsettled: bigint,
  of: { amount: bigint; moves: Moves; asset: string; merchant: bigint },
): boolean {
  const { amount, moves, asset, merchant } = of;
  const sum = moves.reduce((all, move) => all + move.amount, 0n);
  return (
    sum === amount &&
    moves.every(
      (move) =>
        move.asset === asset &&
        move.flags === 0 &&
        move.debit === unsettled &&
        (move.credit === merchant || move.credit === feesAccount),
    )
  );
}

/** All that is left goes back to the rail, or nothing may be left; then the account takes nothing any more. Both, and no more. */
function empties(payer: string, moves: Moves): boolean {
  const [rest, closing, ...others] = moves;
  if (rest === undefined || closing === undefined || others.length > 0) return false;
  const account = accountId("payer", payer);
  const isAll = rest.flags === transferFlags.balancingDebit && rest.amount === amountAll;
  return (
    isAll &&
    isClosing(closing) &&
    [rest, closing].every(
      ({ debit, credit }) =>
        debit === account && (credit === railAccount || credit === nothingLeft),
    )
  );
}

function isClosing({ amount, flags }: Pick<Move, "amount" | "flags">): boolean {
  return flags === (pending | closingDebit) && amount === 0n;
}

function areClosings(merchant: string, moves: Moves): boolean {
  const accounts = merchantAccounts(merchant);
  return moves.every((move) => isClosing(move) && accounts.includes(move.debit));
}

/** Without what opens a blocked merchant's accounts for this entry and closes them again: as often; else `null`. */
function withoutBlock(memo: Memo, moves: Moves): Moves | null {
  if (memo.kind === "release" || memo.kind === "capture") return moves;
  const closings = moves.filter(isClosing);
  const opened = moves.filter(({ flags }) => flags === voidPendingTransfer);
  if (closings.length === 0 && opened.length === 0) return moves;
  const isOwn = "merchant" in memo ? areClosings(memo.merchant, closings) : true;
  if (!isOwn || closings.length !== opened.length) return null;
  return moves.filter((move) => !isClosing(move) && move.flags !== voidPendingTransfer);
}

/** What a stored entry says; `null`: nothing that can be read. */
export function memoOf(bytes: Uint8Array): Memo | null {
  try {
    return readMemo(bytes);
  } catch {
    return null;
  }
}
