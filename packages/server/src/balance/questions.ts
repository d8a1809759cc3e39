import { day, type Instant, second } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { type Duty, startDuty } from "../duties/duty.ts";
import type { PromptKind } from "../metrics.ts";

/** What a payer met: a question, or a no. */
export type QuestionKind = PromptKind | "declined";

/** Counts questions in memory between two writes: what a crash loses is at most ten seconds of them, and no money. */
export interface Questions {
  note(merchant: string, kind: QuestionKind, at: Instant): void;
  /** What was noted since the last call. */
  take(): { day: number; merchant: string; kind: QuestionKind; count: number }[];
}

/** Nothing was asked yet. */
export function newQuestions(): Questions {
  let counts = new Map<
    string,
    { day: number; merchant: string; kind: QuestionKind; count: number }
  >();
  return {
    note(merchant, kind, at) {
      const name = `${Math.floor(at / day)} ${merchant} ${kind}`;
      const known = counts.get(name) ?? { day: Math.floor(at / day), merchant, kind, count: 0 };
      counts.set(name, { ...known, count: known.count + 1 });
    },
    take() {
      const taken = [...counts.values()];
      counts = new Map();
      return taken;
    },
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

/** Adds what was noted to the store. */
export async function writeQuestions(deps: Pick<Deps, "store" | "questions">): Promise<void> {
  const taken = deps.questions.take();
  if (taken.length === 0) return;
  await deps.store
    .insertInto("question_days")
    .values(taken.map(({ merchant, ...row }) => ({ ...row, merchant_id: merchant })))
    .onConflict((conflict) =>
      conflict.columns(["day", "merchant_id", "kind"]).doUpdateSet((row) => ({
        count: row("question_days.count", "+", row.ref("excluded.count")),
      })),
    )
    .execute();
}
