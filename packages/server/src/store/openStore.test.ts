import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { amountMax } from "@farthing/core";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { NewerStore } from "./migrate.ts";
import { openDatabase } from "./openDatabase.ts";
import { openStore } from "./openStore.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "farthing-store-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const tables = [
  "advice_answers",
  "agent_asks",
  "agent_sites",
  "agents",
  "allowances",
  "anchorings",
  "balance_days",
  "brake",
  "brake_changes",
  "checkpoints",
  "closed_groups",
  "content_days",
  "content_times",
  "counter_conflicts",
  "cursors",
  "devices",
  "erased_payers",
  "erasures",
  "events",
  "families",
  "freeze_links",
  "grants",
  "guests",
  "labels",
  "mail_addresses",
  "mails",
  "merchants",
  "new_browsers",
  "passkeys",
  "passwords",
  "payers",
  "payment_returns",
  "payments",
  "policies",
  "question_days",
  "questions",
  "recoveries",
  "recovery_codes",
  "report_losses",
  "report_steps",
  "reports",
  "sessions",
  "statement_accounts",
  "statement_holds",
  "statement_lines",
  "tab_sales",
  "totp_secrets",
  "tries",
  "unusual_alerts",
  "wishes",
];

test("a new store has every table, all of them STRICT, and syncs every commit to disk", async () => {
  const store = await openStore(join(folder, "new.db"));
  const { rows } = await sql<{ name: string; strict: number }>`
    select name, strict from pragma_table_list
    where schema = 'main' and type = 'table' and name not like 'sqlite_%' and name not like 'kysely_%'
    order by name`.execute(store);
  expect(rows).toEqual(tables.map((name) => ({ name, strict: 1 })));
  const pragma = async (name: string) =>
    Object.values((await sql<object>`${sql.raw(`pragma ${name}`)}`.execute(store)).rows[0]!)[0];
  expect([
    await pragma("journal_mode"),
    await pragma("synchronous"),
    await pragma("foreign_keys"),
  ]).toEqual(["wal", 2, 1]);
  await store.destroy();
});

test("opening again changes nothing and keeps what is there", async () => {
  const path = join(folder, "again.db");
  const first = await openStore(path);
  await first.insertInto("cursors").values({ name: "payments", seq: 7n }).execute();
  await first.destroy();
  const second = await openStore(path);
  expect(await second.selectFrom("cursors").selectAll().execute()).toEqual([
    { name: "payments", seq: 7n },
  ]);
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(second);
  expect(rows).toEqual([
    { name: "0001" },
    { name: "0002" },
    { name: "0003" },
    { name: "0004" },
    { name: "0005" },
    { name: "0006" },
    { name: "0007" },
    { name: "0008" },
    { name: "0009" },
    { name: "0010" },
    { name: "0011" },
    { name: "0012" },
    { name: "0013" },
    { name: "0014" },
    { name: "0015" },
    { name: "0016" },
    { name: "0017" },
    { name: "0018" },
    { name: "0019" },
    { name: "0020" },
    { name: "0021" },
    { name: "0022" },
    { name: "0023" },
    { name: "0024" },
    { name: "0025" },
    { name: "0026" },
    { name: "0027" },
    { name: "0028" },
    { name: "0029" },
    { name: "0030" },
  ]);
  await second.destroy();
});

test("a store of a newer Farthing is refused in one sentence and left as it was", async () => {
  const path = join(folder, "newer.db");
  await (await openStore(path)).destroy();
  const database = openDatabase(path, "full");
  database.exec("insert into kysely_migration (name, timestamp) values ('9999', 'later')");
  database.close();
  const refusal = openStore(path);
  await expect(refusal).rejects.toBeInstanceOf(NewerStore);
  await expect(refusal).rejects.toThrow(
    /^store\.db has migration 9999, .*: start the newer Farthing/,
  );
});

test("amounts up to 2^63−1 come back exactly, as bigint; times as number", async () => {
  const store = await openStore(join(folder, "amounts.db"));
  const bytes = new Uint8Array(1);
  await store
    .insertInto("payments")
    .values({
      id: "pay_1",
      seq: 1n,
      kind: "payment",
      payer_id: "p",
      merchant_id: null,
      allowance_id: null,
      device: null,
      title: "pay_01m84hw4r7fj9twndzkpmj1z80",
      resource: "",
      access: null,
      offer_hash: null,
      amount: amountMax,
      fee: 0n,
      asset: "PLAY/6",
      status: "captured",
      given_back: 0n,
      at: 1_800_000_000_000,
      reversed_at: null,
      leaf_index: 3,
      timestamp: 1_800_000_000_000_000_001n,
      memo: bytes,
      held_until: null,
      settled_at: null,
      released: null,
      noticed: 0,
    })
    .execute();
  const row = await store.selectFrom("payments").selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({
    amount: amountMax,
    fee: 0n,
    at: 1_800_000_000_000,
    leaf_index: 3,
    timestamp: 1_800_000_000_000_000_001n,
  });
  await store.destroy();
});

test("a transaction that reads and then writes survives another writer in between", async () => {
  const path = join(folder, "two.db");
  const store = await openStore(path);
  const other = openDatabase(path, "normal");
  await store.insertInto("cursors").values({ name: "a", seq: 1n }).execute();
  other.pragma("busy_timeout = 0");
  let refused = false;
  await store.transaction().execute(async (databaseTransaction) => {
    await databaseTransaction.selectFrom("cursors").selectAll().execute();
    try {
      other.exec("update cursors set seq = 2");
    } catch {
      refused = true;
    }
    await databaseTransaction.updateTable("cursors").set({ seq: 3n }).execute();
  });
  expect(refused).toBe(true);
  expect(await store.selectFrom("cursors").select("seq").execute()).toEqual([{ seq: 3n }]);
  other.close();
  await store.destroy();
});
