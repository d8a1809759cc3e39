import { amountMax, type Instant, instant } from "@farthing/core";
import {
  charge,
  type CounterChange,
  type Entry,
  hold as holdMoney,
  type LimitChange,
  type LimitUse,
  openAccount,
  type PaymentAccounts,
  type Price,
  type TransferInput,
} from "@farthing/ledger";
import { ledgerTimeoutSeconds } from "../holds/rules.ts";
import { tabLimits } from "../payments/outcomeOf.ts";
import type { TabUse } from "../tabs/tabUse.ts";
import { type allowanceKeys, dayWindow, type LimitKind, type payerKeys } from "../payments/keys.ts";
import { type MerchantDay, merchantDayChanges } from "../payments/paymentEntry.ts";
import type { Lines } from "./limits.ts";

/** What happens to the allowance in an approval. */
export type AllowanceChange =
  /** Opened: `key` is the claim that there is only one; `replaces` holds it for one that is over. */
  | {
      readonly kind: "open";
      readonly lines: Lines;
      readonly key: bigint;
      readonly replaces: bigint | null;
    }
  /** It stands, and only the payer's explicit choice changes its lines. */
  | { readonly kind: "stands"; readonly edit: Lines | null };

/**
 * An approval by passkey: pays (unless the resource is owned), and may enrol a key. Inside the frame (rule 19) the key is
 * enrolled already: it is named all the same, so that the ledger asks whether it still is.
 */
export interface ApprovalCommand {
  readonly id: bigint;
  readonly time: Instant;
  /** Null when nothing is to be paid: the resource is owned already. */
  readonly payment: {
    readonly price: Price;
    readonly ownership: bigint | null;
    /** For how long it is held before it is made, and the limit that knows what is; absent: it is made at once. */
    readonly hold?: { readonly ms: number; readonly key: bigint };
  } | null;
  readonly accounts: PaymentAccounts;
  /** On a guest's tab: nobody was checked. Null for a wallet. */
  readonly tab: TabUse | null;
  readonly payer: ReturnType<typeof payerKeys>;
  readonly merchantDay: MerchantDay;
  /** The claim that this grant is answered once; null inside the frame. */
  readonly grant: bigint | null;
  readonly enrol: {
    readonly counter: bigint;
    /** The counter that this key had before: one key has one at a time. */
    readonly closes?: readonly CounterChange[];
    readonly keys: ReturnType<typeof allowanceKeys>;
    /** The limit of a key that a partition cookie enrolled before: it must not be over. */
    readonly deviceClick?: bigint | null;
    readonly change: AllowanceChange;
  } | null;
  readonly memo: Uint8Array;
  readonly commitment: Uint8Array;
  readonly facts: Uint8Array;
}

/** Which limit each use of an approval is, in order. */
export function approvalLimits({
  enrol,
  pays,
  tab,
}: Pick<ApprovalCommand, "enrol" | "tab"> & { pays: boolean }): LimitKind[] {
  return [
    ...(enrol?.change.kind === "stands" ? (["allowance-click"] as const) : []),
    ...(deviceClickOf(enrol) === null ? [] : (["device-click"] as const)),
    ...(pays ? (["payer-24h", "payer-30d", "merchant-24h"] as const) : []),
    ...(pays && tab !== null ? tabLimits : []),
  ];
}

/**
 * The one journal entry of an approval. A passkey agreed to this payment, so it is not counted against
 * the lines of the allowance ("without asking you again") and it sets the sum since the last check to
 * zero; the payer's own limits hold for it all the same.
 */
export function approvalEntry(command: ApprovalCommand): Entry {
  const { payment, accounts, enrol, tab } = command;
  const asset = payment?.price.asset;
  return {
    id: command.id,
    time: command.time,
    accounts: asset === undefined ? [] : openings(command, asset),
    transfers: payment === null ? [] : moves(payment, accounts),
    limits: [
      ...(tab === null ? [{ key: command.payer.sinceCheck, reset: true } as const] : []),
      ...(tab === null || payment === null ? [] : tab.limits),
      ...allowanceChanges(enrol),
      ...(payment === null ? [] : merchantDayChanges(command.merchantDay)),
      ...heldChanges(payment),
    ],
    uses: uses(command),
    claims: [
      ...(command.grant === null ? [] : [command.grant]),
      ...(enrol?.change.kind === "open" ? [enrol.change.key] : []),
      ...(payment === null || payment.ownership === null ? [] : [payment.ownership]),
    ],
    releases: replaced(enrol),
    // Opening what is open changes nothing; what was closed since is refused.
    counters: enrol === null ? [] : [{ key: enrol.counter, open: true }, ...(enrol.closes ?? [])],
    memo: command.memo,
    commitment: command.commitment,
    facts: command.facts,
  };
}

/** Held, the price is set aside whole: the fee is taken of what is captured. */
function moves(
  { price, hold }: NonNullable<ApprovalCommand["payment"]>,
  accounts: PaymentAccounts,
): TransferInput[] {
  if (hold === undefined) return charge(price, accounts);
  const timeoutSeconds = ledgerTimeoutSeconds(hold.ms);
  return holdMoney({ ...accounts, amount: price.amount, asset: price.asset, timeoutSeconds });
}

function openings(
  { accounts, tab }: Pick<ApprovalCommand, "accounts" | "tab">,
  asset: Price["asset"],
): NonNullable<Entry["accounts"]> {
  return [
    openAccount(tab === null ? "payer" : "tab", { id: accounts.payer, asset }),
    openAccount(tab === null ? "merchant" : "unsettled", { id: accounts.merchant, asset }),
    openAccount("fees", { id: accounts.fees, asset }),
  ];
}

function allowanceChanges(enrol: ApprovalCommand["enrol"]): LimitChange[] {
  if (enrol === null) return [];
  const { change, keys } = enrol;
  const lines = change.kind === "open" ? change.lines : change.edit;
  if (lines === null) return [];
  const expiresAt = instant(lines.expiresAt);
  return [
    { key: keys.click, set: { kind: "each", max: lines.perClick, expiresAt } },
    { key: keys.day, set: { kind: "sum", max: lines.per24h, window: dayWindow, expiresAt } },
    { key: keys.total, set: { kind: "sum", max: lines.total, expiresAt } },
  ];
}

/** It only counts what is held, and bounds nothing until an erasure sets it to nothing. */
function heldChanges(payment: ApprovalCommand["payment"]): LimitChange[] {
  if (payment?.hold === undefined) return [];
  return [{ key: payment.hold.key, open: { kind: "sum", max: amountMax } }];
}

/** A use of nothing asks the ledger, in the same breath, that a standing allowance and its key are not over meanwhile. */
function uses({ enrol, payment, payer, merchantDay, tab }: ApprovalCommand): LimitUse[] {
  const standing = enrol?.change.kind === "stands" ? [{ key: enrol.keys.click, amount: 0n }] : [];
  const device = deviceClickOf(enrol);
  if (device !== null) standing.push({ key: device, amount: 0n });
  if (payment === null) return standing;
  const { amount } = payment.price;
  const ofPayer = [payer.day, payer.month, merchantDay.key].map((key) => ({ key, amount }));
  // Last: after an erasure the payer's own line is closed, and refuses first.
  const held = payment.hold === undefined ? [] : [{ key: payment.hold.key, amount }];
  return [...standing, ...ofPayer, ...(tab?.uses ?? []), ...held];
}

function deviceClickOf(enrol: ApprovalCommand["enrol"]): bigint | null {
  return enrol?.deviceClick ?? null;
}

function replaced(enrol: ApprovalCommand["enrol"]): NonNullable<Entry["releases"]> {
  if (enrol?.change.kind !== "open" || enrol.change.replaces === null) return [];
  return [{ key: enrol.change.key, holder: enrol.change.replaces }];
}
