import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { day, instant } from "@farthing/core";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { openStore } from "../store/openStore.ts";
import { newQuestions, writeQuestions } from "./questions.ts";

test("what could not be written is kept, added to what comes meanwhile, and written once", async () => {
  const folder = mkdtempSync(join(tmpdir(), "farthing-questions-"));
  const store = await openStore(join(folder, "store.db"));
  const questions = newQuestions();
  const note = (kind: "wallet-page" | "declined") =>
    questions.note({ merchant: "mer_a", tier: 0, kind }, instant(3 * day));
  const written = () =>
    store.selectFrom("question_days").select(["day", "kind", "count"]).orderBy("kind").execute();
  try {
    note("wallet-page");
    note("wallet-page");
    note("declined");
    await sql`alter table question_days rename to elsewhere`.execute(store);
    await expect(writeQuestions({ store, questions })).rejects.toThrow("question_days");
    note("wallet-page");
    await expect(writeQuestions({ store, questions })).rejects.toThrow("question_days");
    await sql`alter table elsewhere rename to question_days`.execute(store);
    await writeQuestions({ store, questions });
    const all = [
      { day: 3, kind: "declined", count: 1 },
      { day: 3, kind: "wallet-page", count: 3 },
    ];
    expect(await written()).toEqual(all);
    await writeQuestions({ store, questions });
    expect(await written()).toEqual(all);
  } finally {
    await store.destroy();
    rmSync(folder, { recursive: true });
  }
});
