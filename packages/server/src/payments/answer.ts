import { assert, Bug, ProblemError } from "@farthing/core";
import type { EntryResult, LimitLeft, StoredEntry } from "@farthing/ledger";
import type { Decided, DeclineReason, PaymentOutcome } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { isErased } from "../erasures/isErased.ts";
import { allowanceLines, allowanceView } from "./allowanceView.ts";
import { readDecided } from "./decidedBy.ts";
import { entryName } from "./entryName.ts";
import type { allowanceKeys, LimitKind } from "./keys.ts";
import { type HoldStanding, holdOf } from "../holds/holdOf.ts";
import { type PaymentMemo, readMemo, readPaymentMemo } from "./memo.ts";
import { outcomeOf } from "./outcomeOf.ts";
import { receipt, receiptAgain, type ReceiptIssuer, undoUntilMs } from "./receipt.ts";
import { billLine } from "../tabs/tabOf.ts";
import { backProblem } from "./returnOf.ts";

/** Which entry was asked for, and what is needed to word the answer. */
export interface Question {
  readonly id: bigint;
  /** Which limit each use of the entry is, in order. */
  readonly limits: readonly LimitKind[];
  /** The allowance to show beside a captured payment; null for none. */
  readonly enrolment: {
    readonly allowance: string;
    readonly allowanceKeys: ReturnType<typeof allowanceKeys>;
  } | null;
  /** It opens what is owned and never pays: its entry uses a limit that nobody opens. */
  readonly opens?: boolean;
  /** What the policy said of it; absent: what its entry keeps, or nobody asked. */
  readonly decided?: Decided | null;
}

/** The ledger's answer in the words of the wire. Throws the problem where it is not a payer's business. */
export function answer(deps: Deps, question: Question, result: EntryResult): PaymentOutcome {
  if (question.opens === true && result.status === "limit_not_found") {
    return { kind: "declined", reason: "not-owned" };
  }
  const verdict = outcomeOf(result, question.limits);
  switch (verdict.kind) {
    case "captured":
      assert(result.entry !== null, "a created entry is stored");
      return createdOutcome(deps, question, { ...result, entry: result.entry });
    case "owned":
      return ownedOutcome(deps, question, result);
    case "step-up":
      return {
        kind: "step-up",
        level: 2,
        reason: verdict.reason,
        ...decidedBy(question, result, "U"),
      };
    case "declined":
      return {
        kind: "declined",
        reason: closedBy(deps, question, verdict.reason),
        ...limitOf(deps, result),
        ...decidedBy(question, result, "D"),
      };
    case "problem":
      throw new ProblemError(verdict.code);
    case "bug":
      throw new Bug(`must hold: a payment entry is never ${result.status}`);
  }
}

/** A wallet that is closed was frozen or erased. A closed line per click is a pause while the line for a day is open. */
function closedBy(deps: Deps, { id, enrolment }: Question, reason: DeclineReason): DeclineReason {
  if (reason === "wallet-frozen") return isOfErased(deps, id) ? "wallet-erased" : reason;
  if (reason !== "allowance-revoked" || enrolment === null) return reason;
  const lines = allowanceLines(deps, enrolment.allowanceKeys);
  return lines !== null && !lines.day.closed ? "allowance-paused" : reason;
}

function isOfErased(deps: Deps, refused: bigint): boolean {
  const entry = deps.ledger.lookupEntry(refused);
  const memo = entry === null ? null : readMemo(entry.memo);
  return memo !== null && "payer" in memo && isErased(deps, memo.payer);
}

/** A limit of the ledger that refused names itself, and asks for more than the policy did. */
function decidedBy(
  { decided, limits }: Question,
  { at }: EntryResult,
  gesture: "U" | "D",
): { decided?: Decided } {
  if (!decided) return {};
  const limit = at?.part === "use" ? limits[at.index] : undefined;
  return { decided: { ...decided, gesture, counter: limit ?? decided.counter } };
}

/** The payer's own limit that is used up, so that the screen can say when there is more. */
function limitOf(
  deps: Deps,
  { status, at }: EntryResult,
): Pick<PaymentOutcome & { kind: "declined" }, "limit"> {
  if (status !== "limit_exceeded" || at?.part !== "use" || at.key === undefined) return {};
  const [limit] = deps.ledger.lookupLimits([at.key]);
  // One that the refused entry itself would have opened is not there: all of it was left.
  const max = limit?.max ?? at.available ?? 0n;
  const money = { amount: max.toString(), asset: deps.config.asset };
  return { limit: { max: money, moreAt: limit?.moreAt ?? null } };
}

/** The answer that was given when `stored`, created or refused, was written. */
export function answerAgain(deps: Deps, question: Question, stored: StoredEntry): PaymentOutcome {
  const { status, at } = stored;
  const memo = readMemo(stored.memo);
  const decided = memo.kind === "payment" ? readDecided(memo.by) : null;
  return answer(
    deps,
    { ...question, decided },
    {
      status,
      entry: status === "created" ? stored : null,
      ...(at === null ? {} : { at }),
      replayed: true,
    },
  );
}

/** Who signs the receipts of this server. */
export function issuerOf(deps: Deps): ReceiptIssuer {
  const { config, keys } = deps;
  const { kid, sign } = keys.issuer;
  const { origin, mode, undoMs, checkpointEveryMs } = config;
  return { origin, mode, undoMs, checkpointEveryMs, kid, sign, pairwiseKey: keys.pairwiseKey };
}

interface Created {
  readonly entry: StoredEntry;
  readonly limitsLeft?: readonly LimitLeft[];
}

/** What was agreed to is in the journal: made at once, or held first. */
function createdOutcome(deps: Deps, question: Question, created: Created): PaymentOutcome {
  const { entry } = created;
  const memo = readPaymentMemo(entry.memo);
  const standing = holdOf(deps, entry, memo);
  return (
    notMade(entry, standing, decidedOf(memo)) ??
    capturedOutcome(deps, question, { ...created, memo, made: madeBy(entry, standing) })
  );
}

/** The outcome of a payment that is held still, or was let go of; null: it was made. */
function notMade(
  entry: StoredEntry,
  standing: HoldStanding | null,
  decided: { decided?: Decided },
): PaymentOutcome | null {
  const payment = entryName(entry.id);
  if (standing?.kind === "held") {
    return { kind: "held", payment, until: standing.until, ...decided };
  }
  if (standing?.kind !== "released") return null;
  return { kind: "released", payment, reason: standing.reason };
}

function madeBy(entry: StoredEntry, standing: HoldStanding | null): StoredEntry {
  return standing?.kind === "captured" ? standing.entry : entry;
}

function capturedOutcome(
  deps: Deps,
  question: Question,
  { entry, limitsLeft, memo, made }: Created & { memo: PaymentMemo; made: StoredEntry },
): PaymentOutcome {
  const { enrolment } = question;
  const lines =
    enrolment === null
      ? null
      : (linesLeft(question, limitsLeft) ?? allowanceLines(deps, enrolment.allowanceKeys));
  return {
    kind: "captured",
    payment: entryName(entry.id),
    receipt: receipt(entry, issuerOf(deps), { memo, made }),
    undoUntil: undoUntilMs(made, memo, deps.config.undoMs),
    allowance:
      lines === null || enrolment === null ? null : allowanceView(deps, enrolment.allowance, lines),
    ...decidedOf(memo),
    ...(memo.tab === true ? { bill: billLine(deps, memo.payer) } : {}),
  };
}

function decidedOf({ by }: PaymentMemo): { decided?: Decided } {
  const decided = readDecided(by);
  return decided === null ? {} : { decided };
}

/** The allowance's lines as the ledger answered them with the entry, or `null` if it did not. */
function linesLeft({ limits }: Question, left: readonly LimitLeft[] | undefined) {
  const line = (kind: LimitKind) => left?.[limits.indexOf(kind)];
  const [click, day, total] = [
    line("allowance-click"),
    line("allowance-24h"),
    line("allowance-total"),
  ];
  return click && day && total ? { click, day, total } : null;
}

function ownedOutcome(deps: Deps, { id }: Question, { at }: EntryResult): PaymentOutcome {
  assert(at?.holder !== undefined, "a taken claim names its holder");
  const holder = deps.ledger.lookupEntry(at.holder);
  const asked = deps.ledger.lookupEntry(id);
  assert(holder !== null && asked !== null, "what the ledger answered is stored");
  // Given back since: the recorded answer would open what is no longer paid for.
  const back = backProblem(deps, holder);
  if (back !== null) throw new ProblemError(back);
  const memo = readPaymentMemo(holder.memo);
  const standing = holdOf(deps, holder, memo);
  const waits = notMade(holder, standing, decidedOf(memo));
  if (waits !== null) return waits;
  return {
    kind: "owned",
    payment: entryName(holder.id),
    receipt: receiptAgain(holder, asked, issuerOf(deps), madeBy(holder, standing)),
  };
}
