import { day, type Instant, second } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { type Duty, startDuty } from "../duties/duty.ts";
import type { PromptKind } from "../metrics.ts";

/** What a payer met: a question, or a no. */
export type QuestionKind = PromptKind | "declined";

/** Counts questions in memory between two writes: what a crash loses is at most ten seconds of them, and no money. */
export interface Questions {
  note(of: Pick<QuestionCount, "merchant" | "tier" | "kind">, at: Instant): void;
  /** What was noted since the last call. */
  take(): QuestionCount[];
  /** Puts back what was taken and not written. */
  putBack(taken: readonly QuestionCount[]): void;
}

/** How often a kind was met on a day (days since 1970, UTC) at a merchant, for a price of that tier (`tierOf.ts`). */
export interface QuestionCount {
  readonly day: number;
  readonly merchant: string;
  readonly tier: number;
  readonly kind: QuestionKind;
  readonly count: number;
}

/** Nothing was asked yet. */
export function newQuestions(): Questions {
  let counts = new Map<string, QuestionCount>();
  const add = (more: QuestionCount) => {
    const name = `${more.day} ${more.merchant} ${more.kind} ${more.tier}`;
    counts.set(name, { ...more, count: more.count + (counts.get(name)?.count ?? 0) });
  };
  return {
    note: (of, at) => add({ ...of, day: Math.floor(at / day), count: 1 }),
    take() {
      const taken = [...counts.values()];
      counts = new Map();
      return taken;
    },
    putBack: (taken) => taken.forEach(add),
  };
}

/** Writes the counts down every ten seconds, and once more at the end. */
export function startQuestions(deps: Deps): Duty {
  const duty = startDuty(deps, {
    name: "questions",
    everyMs: 10 * second,
    work: () => writeQuestions(deps),
  });
  return {
    async stop() {
      await duty.stop();
      await writeQuestions(deps);
    },
  };
}

/** Adds what was noted to the store; what could not be written is noted again. */
export async function writeQuestions(deps: Pick<Deps, "store" | "questions">): Promise<void> {
  const taken = deps.questions.take();
  if (taken.length === 0) return;
  try {
    await deps.store
      .insertInto("question_days")
      .values(taken.map(({ merchant, ...row }) => ({ ...row, merchant_id: merchant })))
      .onConflict((conflict) =>
        conflict.columns(["day", "merchant_id", "kind", "tier"]).doUpdateSet((row) => ({
          count: row("question_days.count", "+", row.ref("excluded.count")),
        })),
      )
      .execute();
  } catch (error) {
    deps.questions.putBack(taken);
    throw error;
  }
}
