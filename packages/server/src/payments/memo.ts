import { assert, Bug, utf8 } from "@farthing/core";
import { gestures, PresetName, ReleaseReason } from "@farthing/protocol";
import { z } from "zod";
import { MoneyText } from "../limits/payerMoney.ts";
import { withoutReasons } from "./decidedBy.ts";

/**
 * The facts of a journal entry, as JSON of at most 1 KiB: all that projections, receipts and disclosed
 * groups are rebuilt from. Field names are written once and never change meaning; `v` grows instead.
 */

/** One payment: by a click under an allowance, or by an approval on the wallet's page (`grant`). */
export const PaymentMemo = z.object({
  v: z.literal(1),
  kind: z.literal("payment"),
  payer: z.string(),
  merchant: z.string(),
  allowance: z.string().optional(),
  /** Thumbprint of the frame's key, base64url. Absent when the page was reached without one. */
  device: z.string().optional(),
  grant: z.string().optional(),
  /** SHA-256 of the offer's text, base64url. */
  offer: z.string(),
  resource: z.string(),
  title: z.string(),
  access: z.enum(["own", "use"]),
  visitor: z.string().optional(),
  amount: z.string(),
  fee: z.string(),
  asset: z.string(),
  /** `passkey`: on the wallet's page; `step-up`: a passkey inside the frame (rule 19); `pay-later`: no passkey (rule 21). */
  gesture: z.enum([...gestures, "passkey", "step-up", "pay-later"]),
  /** On a guest's tab: `payer` is the guest, and nobody has paid it yet. */
  tab: z.literal(true).optional(),
  /** What decided what was asked (`decidedBy.ts`). */
  by: z.string().optional(),
  /** How long it can be undone, in milliseconds; absent: as long as the server said then (rule 18). */
  undoMs: z.number().optional(),
  /** Held for so long from the entry's time on, in milliseconds, and then captured unless released; absent: at once. */
  holdMs: z.number().optional(),
  /** The payer's other devices are told of it. */
  notice: z.literal(true).optional(),
  /** Milliseconds since 1970: when the payer agreed. */
  time: z.number(),
});

/** A held payment is made: its hold is over. */
export const CaptureMemo = z.object({
  v: z.literal(1),
  kind: z.literal("capture"),
  payer: z.string(),
  merchant: z.string(),
  payment: z.string(),
  amount: z.string(),
  asset: z.string(),
});

/** A held payment was let go of: its money, its limits and its claim are back. */
export const ReleaseMemo = z.object({
  v: z.literal(1),
  kind: z.literal("release"),
  payer: z.string(),
  merchant: z.string(),
  payment: z.string(),
  amount: z.string(),
  asset: z.string(),
  why: ReleaseReason,
});

/** The operator stops a merchant, or lets it go on. `why` is the operator's own text. */
export const BlockMemo = z.object({
  v: z.literal(1),
  kind: z.enum(["block", "unblock"]),
  merchant: z.string(),
  why: z.string(),
});

/** Takes back a payment within its undo time. */
export const UndoMemo = z.object({
  v: z.literal(1),
  kind: z.literal("undo"),
  payer: z.string(),
  merchant: z.string(),
  payment: z.string(),
  amount: z.string(),
  asset: z.string(),
});

/** The merchant gives a payment back, or a part of it. */
export const RefundMemo = z.object({
  v: z.literal(1),
  kind: z.literal("refund"),
  payer: z.string(),
  merchant: z.string(),
  payment: z.string(),
  amount: z.string(),
  asset: z.string(),
  reason: z.string(),
  /** Of the price, after a part. Absent: nothing. */
  left: z.string().optional(),
  /** The Idempotency-Key of a part, hexadecimal. Absent: all that was left. */
  key: z.string().optional(),
  /** Of a sale on a tab that was written off (reason `aged-out`): what the operator bore of it. */
  borne: z.string().optional(),
});

/** Sandbox money for a payer: asked for, or the welcome of a new wallet. */
export const TopUpMemo = z.object({
  v: z.literal(1),
  kind: z.literal("top-up"),
  payer: z.string(),
  rail: z.literal("sandbox"),
  welcome: z.boolean(),
  amount: z.string(),
  asset: z.string(),
});

/** An allowance was opened or changed, or a key joined it, without a payment in the same entry. */
export const AllowanceMemo = z.object({
  v: z.literal(1),
  kind: z.literal("allowance"),
  payer: z.string(),
  merchant: z.string(),
  allowance: z.string(),
  device: z.string().optional(),
  grant: z.string().optional(),
  /** The cookie family through which the key joined, without a grant (rung C). */
  family: z.string().optional(),
});

/** The payer took back an allowance (with all its keys), one key (`device`: its id) or those of one browser (`family`). */
export const RevokeMemo = z.object({
  v: z.literal(1),
  kind: z.literal("revoke"),
  payer: z.string(),
  merchant: z.string(),
  allowance: z.string(),
  device: z.string().optional(),
  family: z.string().optional(),
});

/** Nothing is charged to a wallet any more, or again. */
export const FreezeMemo = z.object({
  v: z.literal(1),
  kind: z.enum(["freeze", "unfreeze"]),
  payer: z.string(),
});

/** A payer is erased: the wallet is closed for good, and what links `payer` to a person is destroyed after this entry. */
export const EraseMemo = z.object({
  v: z.literal(1),
  kind: z.literal("erase"),
  payer: z.string(),
});

/** A site charges nothing for now, or again. */
export const PauseMemo = z.object({
  v: z.literal(1),
  kind: z.enum(["pause", "resume"]),
  payer: z.string(),
  merchant: z.string(),
  allowance: z.string(),
});

/** The operator decided that a payment stands, against its payer's report. */
const StandsMemo = z.object({
  v: z.literal(1),
  kind: z.literal("stands"),
  payer: z.string(),
  merchant: z.string(),
  payment: z.string(),
});

/**
 * A merchant contested what a report gave back at once, and it was decided who bears it: `amount` is what the merchant lost by the
 * refund. The payer keeps what came back.
 */
const ContestEndedMemo = z.object({
  v: z.literal(1),
  kind: z.literal("contest-ended"),
  payer: z.string(),
  merchant: z.string(),
  payment: z.string(),
  borneBy: z.enum(["merchant", "operator"]),
  amount: z.string(),
  asset: z.string(),
});

/**
 * How much a payer wants to be asked, all of it as it is after this entry: `step` counts them. `raise`: waits until then
 * (milliseconds since 1970); `raisedAt`: this entry put a raise into force.
 */
export const PresetMemo = z.object({
  v: z.literal(1),
  kind: z.literal("preset"),
  payer: z.string(),
  step: z.number(),
  preset: PresetName,
  raise: z.object({ to: PresetName, until: z.number(), agreed: MoneyText.optional() }).optional(),
  raisedAt: z.number().optional(),
  /** The most that the payer agreed to. */
  agreed: MoneyText.optional(),
});

/** The limit of one site's day was brought to what the preset says, at sites that the payer paid. */
export const SiteLimitsMemo = z.object({
  v: z.literal(1),
  kind: z.literal("site-limits"),
  payer: z.string(),
  /** The step of the preset that it follows. */
  step: z.number(),
  max: z.string(),
});

/** A payer made a key for a program (`allowance` is its id), or said what becomes of it. */
export const AgentMemo = z.object({
  v: z.literal(1),
  kind: z.literal("agent"),
  change: z.enum(["make", "edit", "pause", "resume", "revoke", "go-on", "stop-site", "sign-anew"]),
  payer: z.string(),
  allowance: z.string(),
  /** Thumbprint of its key, base64url, when it is made. */
  device: z.string().optional(),
});

/** A guest's tab begins, follows the policy, or ends for further sales by the guest's own word (`payer`: the guest). */
export const TabMemo = z.object({
  v: z.literal(1),
  kind: z.enum(["open-tab", "tab-lines", "stop-tab"]),
  payer: z.string(),
});

/**
 * Sales on a tab are paid, from a wallet (`by`: its payer) or from a rail. Which ones, the entry's claims say
 * (`tabSaleKey`).
 */
export const SettleTabMemo = z.object({
  v: z.literal(1),
  kind: z.literal("settle-tab"),
  payer: z.string(),
  by: z.string().optional(),
  rail: z.literal("sandbox").optional(),
  amount: z.string(),
  asset: z.string(),
});

/** All that is owed to payers and merchants, sealed once a day (specs/log.md §6). */
export const LiabilitiesMemo = z.object({
  v: z.literal(1),
  kind: z.literal("liabilities"),
  /** `2026-11-26`, UTC. */
  day: z.string(),
  asset: z.string(),
  /** The balances are those after this entry of the journal. */
  at: z.string(),
  /** Leaves of the tree, those that stand for nobody included. */
  size: z.string(),
  sum: z.string(),
  /** Base64url. */
  root: z.string(),
  /** What accounts owe that are below zero: it is in no sum. */
  receivable: z.string(),
});

/** A merchant gets its part of a bill that was paid. Which sales, the entry `settlement` says. */
const SettleShareMemo = z.object({
  v: z.literal(1),
  kind: z.literal("settle-share"),
  payer: z.string(),
  merchant: z.string(),
  settlement: z.string(),
  amount: z.string(),
  asset: z.string(),
});

export const Memo = z.discriminatedUnion("kind", [
  PaymentMemo,
  UndoMemo,
  RefundMemo,
  TopUpMemo,
  AllowanceMemo,
  RevokeMemo,
  FreezeMemo,
  PauseMemo,
  StandsMemo,
  ContestEndedMemo,
  PresetMemo,
  SiteLimitsMemo,
  AgentMemo,
  TabMemo,
  SettleTabMemo,
  SettleShareMemo,
  CaptureMemo,
  ReleaseMemo,
  BlockMemo,
  LiabilitiesMemo,
  EraseMemo,
]);

export type PaymentMemo = z.infer<typeof PaymentMemo>;
export type UndoMemo = z.infer<typeof UndoMemo>;
export type RefundMemo = z.infer<typeof RefundMemo>;
export type TopUpMemo = z.infer<typeof TopUpMemo>;
export type AllowanceMemo = z.infer<typeof AllowanceMemo>;
export type RevokeMemo = z.infer<typeof RevokeMemo>;
export type FreezeMemo = z.infer<typeof FreezeMemo>;
export type PauseMemo = z.infer<typeof PauseMemo>;
export type ContestEndedMemo = z.infer<typeof ContestEndedMemo>;
export type PresetMemo = z.infer<typeof PresetMemo>;
export type SiteLimitsMemo = z.infer<typeof SiteLimitsMemo>;
export type AgentMemo = z.infer<typeof AgentMemo>;
export type TabMemo = z.infer<typeof TabMemo>;
export type SettleTabMemo = z.infer<typeof SettleTabMemo>;
export type SettleShareMemo = z.infer<typeof SettleShareMemo>;
export type CaptureMemo = z.infer<typeof CaptureMemo>;
export type ReleaseMemo = z.infer<typeof ReleaseMemo>;
export type BlockMemo = z.infer<typeof BlockMemo>;
export type LiabilitiesMemo = z.infer<typeof LiabilitiesMemo>;
export type EraseMemo = z.infer<typeof EraseMemo>;
export type Memo = z.infer<typeof Memo>;

/** Longest memo that the ledger takes, in bytes. */
export const memoBytesMax = 1_024;

/** The bytes of a memo as the ledger stores them. */
export function memoBytes(memo: Memo): Uint8Array {
  const bytes = utf8(JSON.stringify(memo));
  if (bytes.length > memoBytesMax && memo.kind === "payment") return shortBytes(memo);
  assert(bytes.length <= memoBytesMax, "a memo fits 1 KiB: offers bound their texts");
  return bytes;
}

/** What goes first where offer, policy and title are all as long as they may be: the title is for reading only. */
const shortenings: readonly ((memo: PaymentMemo) => PaymentMemo)[] = [
  (memo) => cutTitle(memo, 40),
  (memo) => cutTitle(memo, 16),
  (memo) => (memo.by === undefined ? memo : { ...memo, by: withoutReasons(memo.by) }),
  (memo) => cutTitle(memo, 3),
];

function shortBytes(memo: PaymentMemo): Uint8Array {
  let short = memo;
  for (const shorten of shortenings) {
    short = shorten(short);
    const bytes = utf8(JSON.stringify(short));
    if (bytes.length <= memoBytesMax) return bytes;
  }
  throw new Bug("must hold: a short memo fits 1 KiB");
}

function cutTitle(memo: PaymentMemo, length: number): PaymentMemo {
  // Cut before, perhaps: without the dots of then.
  const letters = [...memo.title.replace(/…$/, "")];
  if (letters.length <= length) return memo;
  return { ...memo, title: `${letters.slice(0, length).join("")}…` };
}

const decoder = new TextDecoder();

/** The facts of a stored entry. Entries are ours alone, so a memo that cannot be read is a bug. */
export function readMemo(bytes: Uint8Array): Memo {
  return Memo.parse(JSON.parse(decoder.decode(bytes)));
}

/** The facts of an entry that must be a payment. */
export function readPaymentMemo(bytes: Uint8Array): PaymentMemo {
  const memo = readMemo(bytes);
  assert(memo.kind === "payment", "the entry is a payment");
  return memo;
}
