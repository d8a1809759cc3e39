import { minute, ProblemError, toBase64url } from "@farthing/core";
import type { Clock } from "@farthing/core";
import { type Entry, type EntryResult, OutcomeUnknown } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import type { RequestState } from "../http/context.ts";

/*
 * What the policy refuses, the ledger never hears of. So that a retry of the same bytes hears the same answer, and never
 * pays what was refused, each refusal is written down before it is answered (`questions`), and known here for as long as
 * its bytes could still pay: a click that is paid reads no store for that.
 */

/** What somebody signed and asked for. `id`: the entry's name. */
export interface Signed {
  readonly id: string;
  readonly facts: Uint8Array;
}

/** What was refused lately, and what is on its way to the ledger; memory of this process, filled from the store at its start. */
export interface Refusals {
  /** The answer that these bytes got; null: none. Throws `counter-conflict`: other bytes of that name were refused. */
  find(signed: Signed): string | null;
  /** Whether anything of that name was refused. */
  knows(id: string): boolean;
  /** Throws `unavailable` when no more can be remembered. */
  add(id: string, refusal: Refusal): void;
  /** From each `enter` until its `leave` the ledger may pay it, and the policy has no say any more. */
  enter(id: string): void;
  leave(id: string): void;
  isUnderWay(id: string): boolean;
}

interface Refusal {
  /** SHA-256 of what was signed, base64url. */
  readonly facts: string;
  /** JSON, in the words of the wire. */
  readonly answer: string;
  readonly at: number;
}

/** The longest time in which signed bytes can pay: a minute, signed by a clock that is a minute ahead; and one to spare. */
const paysMsMax = 3 * minute;
const refusalsMax = 100_000;

/** Nothing was refused yet. */
export function newRefusals(clock: Clock): Refusals {
  const known = new Map<string, Refusal>();
  // Twins of the same bytes may be on their way at once.
  const underWay = new Map<string, number>();
  return {
    find({ id, facts }) {
      const refusal = known.get(id);
      if (refusal === undefined) return null;
      if (refusal.facts !== toBase64url(facts)) throw new ProblemError("counter-conflict");
      return refusal.answer;
    },
    add(id, refusal) {
      // Only where room is needed: a clock that steps back brings bytes back to life.
      if (known.size >= refusalsMax) forgetOver(known, clock.now() - paysMsMax);
      if (known.size >= refusalsMax) throw new ProblemError("unavailable");
      known.set(id, refusal);
    },
    knows: (id) => known.has(id),
    enter: (id) => void underWay.set(id, (underWay.get(id) ?? 0) + 1),
    leave(id) {
      const others = (underWay.get(id) ?? 1) - 1;
      if (others > 0) underWay.set(id, others);
      else underWay.delete(id);
    },
    isUnderWay: (id) => underWay.has(id),
  };
}

/** Oldest first, which is the order in which they came. */
function forgetOver(known: Map<string, Refusal>, before: number): void {
  for (const [id, { at }] of known) {
    if (at > before) return;
    known.delete(id);
  }
}

/** The answer that these bytes got from the policy; null: none. What comes of it is written before it is answered again. */
export function refusedBefore(
  { refusals }: Pick<Deps, "refusals">,
  state: RequestState,
  signed: Signed,
): unknown {
  const answer = refusals.find(signed);
  if (answer === null) return null;
  // The first answer may still be on its way to the disk.
  noteRefusal(state, { facts: toBase64url(signed.facts), answer });
  return JSON.parse(answer);
}

/**
 * Answers that this is refused, for good: the same bytes are never paid after. `unknown` while a twin of them is on its way
 * to the ledger: which of the two came first is not known yet.
 */
export function refuse<Answer>(
  deps: Pick<Deps, "refusals" | "clock">,
  state: RequestState,
  { signed: { id, facts }, answer }: { signed: Signed; answer: Answer },
): Answer | { readonly kind: "unknown" } {
  if (deps.refusals.isUnderWay(id)) return { kind: "unknown" };
  const refusal = { facts: toBase64url(facts), answer: JSON.stringify(answer) };
  deps.refusals.add(id, { ...refusal, at: deps.clock.now() });
  noteRefusal(state, refusal);
  return answer;
}

function noteRefusal({ asked }: RequestState, refusal: { facts: string; answer: string }): void {
  if (asked !== undefined) asked.refusal = refusal;
}

/** Submits what the policy lets through: nothing refuses these bytes from here on but the ledger. */
export async function submitOnce(
  { ledger, refusals }: Pick<Deps, "ledger" | "refusals">,
  { id }: Signed,
  entry: Entry,
): Promise<EntryResult> {
  refusals.enter(id);
  try {
    const result = await ledger.submitEntry(entry);
    refusals.leave(id);
    return result;
  } catch (error) {
    // Nobody knows whether it is paid: only the ledger may say no to these bytes any more.
    if (!(error instanceof OutcomeUnknown)) refusals.leave(id);
    throw error;
  }
}

/** The answer to refused bytes that can pay no more, as long as the row is kept; null: they were not refused. */
export async function refusedOnce(
  { store }: Pick<Deps, "store">,
  { id, facts }: Signed,
): Promise<unknown> {
  const row = await store
    .selectFrom("questions")
    .select("answer")
    .where("id", "=", id)
    .where("facts", "=", toBase64url(facts))
    .executeTakeFirst();
  return row?.answer === undefined || row.answer === null ? null : JSON.parse(row.answer);
}

/** Reads what was refused shortly before the start: those bytes could still pay. */
export async function fillRefusals({ store, clock, refusals }: Deps): Promise<void> {
  const rows = await store
    .selectFrom("questions")
    .select(["id", "facts", "answer", "at"])
    .where("at", ">", clock.now() - paysMsMax)
    .where("facts", "is not", null)
    .orderBy("at")
    .execute();
  for (const { id, facts, answer, at } of rows) {
    if (facts !== null && answer !== null) refusals.add(id, { facts, answer, at });
  }
}
