import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { day, instant, ProblemError } from "@farthing/core";
import { type Kysely, sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openStore } from "../store/openStore.ts";
import type { Tables } from "../store/tables.ts";
import type { Question } from "./questionOf.ts";
import { newQuestions } from "./writeQuestions.ts";

let folder: string;
let store: Kysely<Tables>;
let commits = 0;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "farthing-questions-"));
  store = await openStore(join(folder, "store.db"));
  commits = 0;
});
afterEach(async () => {
  await store.destroy();
  rmSync(folder, { recursive: true });
});

const clock = { now: () => instant(3 * day) };
const counting = {
  transaction() {
    commits += 1;
    return store.transaction();
  },
};
const question = (id: string, kind: Question["kind"] = "declined"): Question => ({
  id,
  kind,
  merchant_id: "mer_a",
  tier: 0,
  payer_id: null,
  offer_hash: null,
  reason: "too-risky",
  decided: null,
  facts: null,
  answer: null,
});
const days = () =>
  store.selectFrom("question_days").select(["day", "kind", "count"]).orderBy("kind").execute();

test("a flood of refusals shares the syncs of the disk, and each is there before it is answered", async () => {
  const questions = newQuestions({ store: counting, clock });
  const all = Array.from({ length: 5_000 }, (_, at) => questions.write(question(`pay_${at}`)));
  await all[4_999];
  const { rows } = await sql<{ count: number }>`select count(*) as count from questions`.execute(
    store,
  );
  expect(rows).toEqual([{ count: 5_000 }]);
  expect(await days()).toEqual([{ day: 3, kind: "declined", count: 5_000 }]);
  expect(commits).toBeLessThanOrEqual(11);
  await Promise.all(all);
});

test("the same question is written and counted once, another kind of it apart", async () => {
  const questions = newQuestions({ store: counting, clock });
  const write = (kind?: Question["kind"]) => questions.write(question("pay_a", kind));
  await Promise.all([write(), write(), write("step-up")]);
  await write();
  expect(await days()).toEqual([
    { day: 3, kind: "declined", count: 1 },
    { day: 3, kind: "step-up", count: 1 },
  ]);
});

test("what could not be written is not said to be, and is written when it comes again", async () => {
  const questions = newQuestions({ store: counting, clock });
  await sql`alter table question_days rename to elsewhere`.execute(store);
  await expect(questions.write(question("pay_a"))).rejects.toThrow("question_days");
  await sql`alter table elsewhere rename to question_days`.execute(store);
  expect(await store.selectFrom("questions").select("id").execute()).toEqual([]);
  await questions.write(question("pay_a"));
  expect(await days()).toEqual([{ day: 3, kind: "declined", count: 1 }]);
});

test("more than can wait are told to come back", async () => {
  const questions = newQuestions({ store: counting, clock });
  const all = Array.from({ length: 20_501 }, (_, at) => questions.write(question(`pay_${at}`)));
  const settled = await Promise.allSettled(all);
  const refused = settled.filter(({ status }) => status === "rejected");
  expect(refused).toHaveLength(500);
  expect(refused[0]).toMatchObject({ reason: expect.any(ProblemError) });
});
