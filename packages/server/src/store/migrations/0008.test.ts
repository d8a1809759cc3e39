import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kysely, sql, SqliteDialect } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { expect, test } from "vitest";
import { openDatabase } from "../openDatabase.ts";
import { openStore } from "../openStore.ts";
import { statements as first } from "./0001.ts";
import { statements as second } from "./0002.ts";
import { statements as third } from "./0003.ts";
import { statements as fourth } from "./0004.ts";
import { statements as fifth } from "./0005.ts";
import { statements as sixth } from "./0006.ts";
import { statements as seventh } from "./0007.ts";

/** A store as it was before there were reports. */
async function openOld(path: string): Promise<Kysely<unknown>> {
  const steps = [first, second, third, fourth, fifth, sixth, seventh];
  const migrations = steps.map((statements, at): [string, Migration] => [
    `000${at + 1}`,
    {
      async up(store) {
        for (const statement of statements) await sql.raw(statement).execute(store);
      },
    },
  ]);
  const store = new Kysely<unknown>({
    dialect: new SqliteDialect({ database: openDatabase(path, "full") }),
  });
  const provider = { getMigrations: () => Promise.resolve(Object.fromEntries(migrations)) };
  const { error } = await new Migrator({ db: store, provider }).migrateToLatest();
  if (error !== undefined) throw error as Error;
  return store;
}

test("requests of before are reports: open ones ask without a deadline, answered ones are refunded, all with their steps", async () => {
  const folder = mkdtempSync(join(tmpdir(), "farthing-old-store-"));
  const path = join(folder, "store.db");
  const old = await openOld(path);
  const run = (text: string) => sql.raw(text).execute(old);
  await run(
    "insert into payers (id, name, group_key_sealed, created_at) values ('pyr_a', 'Anna', x'00', 1)",
  );
  await run(
    `insert into merchants (id, name, api_key_hash, origins, fee_basis_points, group_key_sealed, created_at)
      values ('mer_a', 'News', x'01', '[]', 500, x'00', 1)`,
  );
  await run(
    `insert into payments (id, seq, kind, payer_id, merchant_id, title, resource, amount, fee, asset,
        status, at, leaf_index, timestamp, memo)
      values ('pay_known', 1, 'payment', 'pyr_a', 'mer_a', 'T', 'R', 5, 0, 'PLAY/6', 'captured', 70, 0, 70, x'00')`,
  );
  await run(
    `insert into refund_requests values
      ('pay_known', 'pyr_a', 'mer_a', 'not-received', 100, null),
      ('pay_unlisted', 'pyr_a', 'mer_a', 'not-as-described', 110, 120)`,
  );
  await old.destroy();

  const store = await openStore(path);
  try {
    expect(await store.selectFrom("reports").selectAll().orderBy("payment_id").execute()).toEqual([
      {
        payment_id: "pay_known",
        payer_id: "pyr_a",
        merchant_id: "mer_a",
        reason: "not-received",
        paid_at: 70,
        reported_at: 100,
        state: "asked",
        due_at: null,
      },
      {
        payment_id: "pay_unlisted",
        payer_id: "pyr_a",
        merchant_id: "mer_a",
        reason: "not-as-described",
        paid_at: 110,
        reported_at: 110,
        state: "refunded",
        due_at: null,
      },
    ]);
    const steps = await store.selectFrom("report_steps").selectAll().execute();
    expect(steps.map(({ payment_id: payment, step, at }) => `${payment} ${step} ${at}`)).toEqual([
      "pay_known reported 100",
      "pay_unlisted reported 110",
      "pay_known asked 100",
      "pay_unlisted asked 110",
      "pay_unlisted refunded 120",
    ]);
    const left = await sql`select 1 from sqlite_master where name = 'refund_requests'`.execute(
      store,
    );
    expect(left.rows).toEqual([]);
  } finally {
    await store.destroy();
    rmSync(folder, { recursive: true });
  }
});
