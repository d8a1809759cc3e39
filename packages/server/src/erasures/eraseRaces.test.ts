import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newId } from "@farthing/core";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { unfreezeWallet } from "../freezes/freeze.ts";
import { newTurnedClock } from "../grants/grantStage.testing.ts";
import { type AuditedServer, movedBy, openAudited } from "../payments/books.testing.ts";
import { agree, askGrant, openPage, type Person, sendUndo } from "../payments/person.testing.ts";
import { sendRefund } from "../refunds/refundStage.testing.ts";
import { workDue } from "../reports/workDue.ts";
import type { TestServer } from "../server.testing.ts";
import {
  billOf,
  bought,
  buyLater,
  newGuestPerson,
  payByWallet,
  reportLater,
} from "../tabs/tabStage.testing.ts";
import { balanceOf } from "../wallets/balance.ts";
import { addToErasedFile, readErasedFile } from "./erasedFile.ts";
import { isErased } from "./isErased.ts";
import { idOfPayer, justBeforeMark, newLeavers } from "./leavers.testing.ts";
import { markErased } from "./markErased.ts";
import { eraseIfDue, workErasures } from "./workErasures.ts";

const clock = newTurnedClock();
const rate = { addressPerMinute: 0, payerPerMinute: 0, merchantPerMinute: 0 };
let audited: AuditedServer;
let stage: TestServer;
let anna: Person & { payment: string };
let payer: string;
const leavers = newLeavers(() => stage);
beforeAll(async () => {
  audited = await openAudited({ clock, config: { demo: true, trustProxy: true, rate } });
  stage = audited.stage;
});
beforeEach(async () => {
  anna = await leavers.reader();
  payer = await idOfPayer(stage, anna);
});
// Closing replays the journal from nothing, and adds all balances up to zero.
afterAll(async () => expect(await audited.close()).toEqual([]));

const waited = () => (clock.turned += stage.deps.config.eraseWaitMs + 1_000);
const reached = () => stage.deps.projection.reached(stage.deps.ledger.head().seq, 10_000);
const isHere = async (person: Person = anna) => (await leavers.look(person)).status === 200;

/** The row of somebody who wants to leave and cannot. */
async function addBlocked(): Promise<void> {
  const { store } = stage.deps;
  const id = newId("payer", clock.now());
  const created = { name: "", group_key_sealed: randomBytes(32), created_at: clock.now() };
  await store
    .insertInto("payers")
    .values({ id, ...created })
    .execute();
  const asked = { payer_id: id, asked_at: 1, until: 1, gives_up: 1, marking: 0 } as const;
  await store.insertInto("erasures").values(asked).execute();
  await store
    .insertInto("reports")
    .values({
      payment_id: newId("payment", clock.now()),
      payer_id: id,
      merchant_id: stage.merchant.id,
      reason: "not-received",
      paid_at: 1,
      reported_at: 1,
      state: "contested",
      due_at: clock.now() + 10 ** 11,
    })
    .execute();
}

test("a hundred who cannot leave keep nobody else here, and where nobody left the store's log is left alone", async () => {
  for (let at = 0; at < 101; at += 1) await addBlocked();
  const walBytes = () => statSync(join(stage.folder, "store.db-wal")).size;
  await workErasures(stage.deps);
  await addBlocked();
  expect(walBytes()).toBeGreaterThan(0);
  await workErasures(stage.deps);
  expect(walBytes()).toBeGreaterThan(0);
  await leavers.ask(anna);
  await leavers.due(clock);
  expect(await isHere()).toBe(false);
  await stage.deps.store.deleteFrom("erasures").execute();
});

test("two names at once are both in the list beside the checkpoint", async () => {
  const folder = mkdtempSync(join(tmpdir(), "farthing-erased-"));
  const path = join(folder, "checkpoint.erased");
  const names = ["a", "b", "c", "d", "b"];
  await Promise.all(names.map((name) => addToErasedFile(stage.deps, path, name)));
  expect((await readErasedFile(path)).sort()).toEqual(["a", "b", "c", "d"]);
  rmSync(folder, { recursive: true });
});

test("what could not be finished after the mark is neither cancelled nor unfrozen, and waits on; it is finished later", async () => {
  await leavers.ask(anna);
  waited();
  const finishing = vi.spyOn(stage.deps.projection, "reached").mockResolvedValue(false);
  await workErasures(stage.deps);
  await workErasures(stage.deps);
  expect(isErased(stage.deps, payer)).toBe(true);
  expect((await leavers.cancel(anna)).code).toBe("erasure-begun");
  const unfreeze = { payer, credential: {} };
  await expect(unfreezeWallet(stage.deps, unfreeze)).rejects.toThrow("It is too late to keep it.");
  const waits = stage.deps.store.selectFrom("erasures").selectAll();
  expect(await waits.where("payer_id", "=", payer).execute()).toHaveLength(1);
  finishing.mockRestore();
  await workErasures(stage.deps);
  expect(await isHere()).toBe(false);
});

describe("what a guest reported and this wallet paid for", () => {
  const guests = async () => {
    const guest = newGuestPerson();
    const offer = await leavers.fresh();
    expect(bought(await buyLater(stage, guest, { offer }))).toBe("captured");
    const payment = (await billOf(stage, guest)).items[0]?.payment ?? "";
    await reportLater(stage, guest, payment, "not-as-described");
    await payByWallet(stage, guest, { owed: 50_000n });
    await reached();
    const { payer_id: wallet } = await stage.deps.store
      .selectFrom("payments")
      .select("payer_id")
      .where("id", "=", payment)
      .executeTakeFirstOrThrow();
    return { guest, payment, wallet };
  };
  const reportOf = (payment: string) =>
    stage.deps.store
      .selectFrom("reports")
      .select(["state", "due_at"])
      .where("payment_id", "=", payment)
      .executeTakeFirst();

  test("stands in the way of erasing it, and goes with it", async () => {
    const { guest, payment, wallet } = await guests();
    expect((await leavers.look(guest)).body.blockers).toContain("reports");
    const { store } = stage.deps;
    await store
      .updateTable("reports")
      .set({ due_at: null })
      .where("payment_id", "=", payment)
      .execute();
    await leavers.ask(guest);
    await leavers.due(clock);
    expect(isErased(stage.deps, wallet)).toBe(true);
    expect(await reportOf(payment)).toBeUndefined();
    const steps = store.selectFrom("report_steps").selectAll().where("payment_id", "=", payment);
    expect(await steps.execute()).toEqual([]);
  });

  test("of one that was erased before: closed once, and not tried each minute", async () => {
    const { payment, wallet } = await guests();
    await markErased(stage.deps, wallet, { givesUp: true });
    clock.turned += 30 * 86_400_000;
    const { seq } = stage.deps.ledger.head();
    expect(await movedBy(stage, () => workDue(stage.deps))).toEqual({});
    expect(await reportOf(payment)).toEqual({ state: "stands", due_at: null });
    // What a replay of the journal says of it is the mark: no entry names this wallet, or this payment, after it.
    const after = stage.deps.ledger
      .entriesAfter(seq, 1_000)
      .map(({ memo }) => Buffer.from(memo).toString());
    expect(after.filter((memo) => memo.includes(wallet) || memo.includes(payment))).toEqual([]);
    expect((await sendRefund(stage, { payment })).code).toBe("payer-erased");
  });
});

describe("in the moment of the mark", () => {
  test("it is not cancelled any more, and whoever tries hears it", async () => {
    await leavers.ask(anna);
    waited();
    let heard: string | null = null;
    justBeforeMark(stage, async () => (heard = (await leavers.cancel(anna)).code));
    expect(await eraseIfDue(stage.deps, payer)).toBe(true);
    expect(heard).toBe("erasure-begun");
  });

  test("what comes back then is not taken from who gave nothing up: the wallet waits, and can be kept", async () => {
    await markable();
    justBeforeMark(stage, () => sendRefund(stage, { payment: anna.payment }));
    expect(await eraseIfDue(stage.deps, payer)).toBe(false);
    expect([isErased(stage.deps, payer), balanceOf(stage.deps, payer).amount]).toEqual([
      false,
      "50000",
    ]);
    expect((await leavers.cancel(anna)).code).toBe(null);
  });

  /** Nothing is left on the wallet, and its erasure, which gives nothing up, is due. */
  async function markable(): Promise<void> {
    const { config } = stage.deps;
    const { welcome } = config;
    Object.assign(config, { welcome: 50_000n });
    anna = await leavers.reader();
    Object.assign(config, { welcome });
    payer = await idOfPayer(stage, anna);
    expect(balanceOf(stage.deps, payer).amount).toBe("0");
    expect((await leavers.ask(anna, { givesUp: false })).code).toBe(null);
    waited();
    await reached();
  }

  test("an empty wallet that gave nothing up is erased", async () => {
    await markable();
    expect(await eraseIfDue(stage.deps, payer)).toBe(true);
    expect(isErased(stage.deps, payer)).toBe(true);
  });

  test("an undo within its time says that the payer is gone; as long as it is open nothing is marked", async () => {
    await leavers.ask(anna);
    waited();
    expect(await leavers.click(anna)).toBe("captured");
    await reached();
    expect(await eraseIfDue(stage.deps, payer)).toBe(false);
    const { id } = await stage.deps.store
      .selectFrom("payments")
      .select("id")
      .where("payer_id", "=", payer)
      .orderBy("seq", "desc")
      .executeTakeFirstOrThrow();
    await markErased(stage.deps, payer, { givesUp: true });
    expect((await sendUndo(stage, anna, id)).code).toBe("payer-erased");
    clock.turned += 60_000;
    await reached();
    await workErasures(stage.deps);
    expect(await isHere()).toBe(false);
  });
});

test("what was asked for with this payer's keys and never approved goes too", async () => {
  const { grant } = await askGrant(stage, anna, { offer: await leavers.fresh() });
  await openPage(stage, anna, grant);
  await agree(stage, anna, { grant, terms: { choice: "once", limits: null, way: "get" } });
  await leavers.ask(anna);
  waited();
  await reached();
  expect(await eraseIfDue(stage.deps, payer)).toBe(true);
  const left = stage.deps.store.selectFrom("grants").select("id").where("id", "=", grant);
  expect(await left.execute()).toEqual([]);
});
