import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { NewerStore } from "./migrate.ts";
import { openDatabase } from "./openDatabase.ts";
import { openStore } from "./openStore.ts";
import { storeFacts } from "./storeFacts.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "farthing-facts-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function factsOf(path: string): ReturnType<typeof storeFacts> {
  const database = openDatabase(path, "normal");
  return storeFacts({
    prepare: <Row>(statement: string) => database.prepare<unknown[], Row>(statement),
  });
}

test("a store says its schema, how far its lists go, and its newest checkpoint", async () => {
  const path = join(folder, "store.db");
  const empty = factsOf(path);
  expect([empty.migration, empty.shown(), empty.payments(), empty.checkpoint()]).toEqual([
    null,
    0n,
    0n,
    null,
  ]);
  const store = await openStore(path);
  const facts = factsOf(path);
  expect([facts.migration !== null, facts.shown(), facts.payments(), facts.checkpoint()]).toEqual([
    true,
    0n,
    0n,
    null,
  ]);
  await store.insertInto("cursors").values({ name: "payments", seq: 41n }).execute();
  await store.insertInto("cursors").values({ name: "events", seq: 12n }).execute();
  for (const size of [3, 12, 7]) {
    const root = new Uint8Array(32).fill(size);
    await store
      .insertInto("checkpoints")
      .values({ size, root, note: `note ${size}`, created_at: 1, witnessed: 0 })
      .execute();
  }
  expect([facts.shown(), facts.views()]).toEqual([41n, { least: 12n, most: 41n }]);
  expect(facts.checkpoint()).toMatchObject({ size: 12, note: "note 12" });
  await store.destroy();
  const database = openDatabase(path, "normal");
  database.exec("insert into kysely_migration (name, timestamp) values ('9999', 'later')");
  database.close();
  expect(() => factsOf(path)).toThrow(NewerStore);
});
