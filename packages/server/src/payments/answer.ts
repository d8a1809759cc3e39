import { assert, Bug, ProblemError } from "@farthing/core";
import type { EntryResult, LimitLeft, StoredEntry } from "@farthing/ledger";
import type { DeclineReason, PaymentOutcome } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { allowanceLines, allowanceView } from "./allowanceView.ts";
import { entryName } from "./entryName.ts";
import type { allowanceKeys, LimitKind } from "./keys.ts";
import { readPaymentMemo } from "./memo.ts";
import { outcomeOf } from "./outcomeOf.ts";
import { receipt, receiptAgain, type ReceiptIssuer, undoUntilMs } from "./receipt.ts";
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
      return capturedOutcome(deps, question, { ...result, entry: result.entry });
    case "owned":
      return ownedOutcome(deps, question, result);
    case "step-up":
      return { kind: "step-up", level: 2, reason: verdict.reason };
    case "declined":
      return { kind: "declined", reason: pausedOr(deps, question, verdict.reason) };
    case "problem":
      throw new ProblemError(verdict.code);
    case "bug":
      throw new Bug(`must hold: a payment entry is never ${result.status}`);
  }
}

/** A closed line per click is a pause while the line for a day is open. */
function pausedOr(deps: Deps, { enrolment }: Question, reason: DeclineReason): DeclineReason {
  if (reason !== "allowance-revoked" || enrolment === null) return reason;
  const lines = allowanceLines(deps, enrolment.allowanceKeys);
  return lines !== null && !lines.day.closed ? "allowance-paused" : reason;
}

/** The answer that was given when `stored`, created or refused, was written. */
export function answerAgain(deps: Deps, question: Question, stored: StoredEntry): PaymentOutcome {
  const { status, at } = stored;
  return answer(deps, question, {
    status,
    entry: status === "created" ? stored : null,
    ...(at === null ? {} : { at }),
    replayed: true,
  });
}

/** Who signs the receipts of this server. */
export function issuerOf(deps: Deps): ReceiptIssuer {
  const { config, keys } = deps;
  const { kid, sign } = keys.issuer;
  const { origin, mode, undoMs } = config;
  return { origin, mode, undoMs, kid, sign, pairwiseKey: keys.pairwiseKey };
}

function capturedOutcome(
  deps: Deps,
  question: Question,
  { entry, limitsLeft }: { entry: StoredEntry; limitsLeft?: readonly LimitLeft[] },
): PaymentOutcome {
  const { enrolment } = question;
  const lines =
    enrolment === null
      ? null
      : (linesLeft(question, limitsLeft) ?? allowanceLines(deps, enrolment.allowanceKeys));
  const memo = readPaymentMemo(entry.memo);
  return {
    kind: "captured",
    payment: entryName(entry.id),
    receipt: receipt(entry, issuerOf(deps), memo),
    undoUntil: undoUntilMs(entry, memo, deps.config.undoMs),
    allowance:
      lines === null || enrolment === null ? null : allowanceView(deps, enrolment.allowance, lines),
  };
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
  return {
    kind: "owned",
    payment: entryName(holder.id),
    receipt: receiptAgain(holder, asked, issuerOf(deps)),
  };
}
