import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { systemClock } from "@farthing/core";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { TurnedClock } from "../contract/ledgerStage.ts";
import { named, openShop, pay, shopKeys } from "../contract/shop.ts";
import { noFault, withFolder } from "../contract/withFolder.ts";
import { ledgerFile } from "../engine/sqlite/openFile.ts";
import { FolderInUse, NewerSchema, OlderSchema } from "../errors.ts";
import type { Ledger } from "../ledger.ts";
import { verifyLedger } from "../verify/verifyLedger.ts";
import { reverse } from "../words/reverse.ts";
import { openLedger } from "./openLedger.ts";

const now = () => systemClock.now();

function everything(ledger: Ledger, payer: string) {
  return {
    head: ledger.head(),
    accounts: ledger.lookupAccounts(shopKeys.accounts(payer)),
    limits: ledger.lookupLimits(shopKeys.limits(payer)),
    claims: ledger.lookupClaims([shopKeys.claim(payer, 0), shopKeys.claim(payer, 1)]),
    counters: ledger.lookupCounters([shopKeys.counter(payer)]),
    entries: ledger.entriesAfter(0n, 1_000),
  };
}

test("a restart keeps everything, and a retry still gets its first answer", () =>
  withFolder(async (folder) => {
    const first = await openLedger({ folder, onFault: noFault });
    await first.submitEntry(openShop("ann", now()));
    const payment = pay("ann", 0, now());
    const tooMuch = {
      ...pay("ann", 1, now()),
      uses: [{ key: shopKeys.limits("ann")[0] ?? 0n, amount: 11n }],
    };
    const paid = await first.submitEntry(payment);
    const refused = await first.submitEntry(tooMuch);
    expect(paid).toMatchObject({ status: "created", replayed: false });
    expect(refused).toMatchObject({
      status: "limit_exceeded",
      at: { part: "use", available: 10n },
    });
    const before = everything(first, "ann");
    await first.close();

    const second = await openLedger({ folder, onFault: noFault });
    expect(everything(second, "ann")).toEqual(before);
    expect(before.entries.map(({ status }) => status)).toEqual([
      "created",
      "created",
      "limit_exceeded",
    ]);
    const { entry } = await second.submitEntry(payment);
    expect(entry).toEqual(second.lookupEntry(payment.id));
    expect({ ...entry, memo: null, commitment: null }).toEqual({
      ...paid.entry,
      memo: null,
      commitment: null,
    });
    expect(await second.submitEntry(tooMuch)).toEqual({ ...refused, replayed: true });
    expect(second.stats()).toMatchObject({ commits: 0, replayed: 2 });
    await second.close();
  }));

test("the folder has one owner, named to whoever comes second", () =>
  withFolder(async (folder) => {
    const ledger = await openLedger({ folder, onFault: noFault });
    const second = openLedger({ folder, onFault: noFault });
    await expect(second).rejects.toThrow(FolderInUse);
    await expect(second).rejects.toThrow(`is in use by process ${process.pid} on `);
    await ledger.close();
    await (await openLedger({ folder, onFault: noFault })).close();
  }));

test("a folder written by a newer version is refused, and left as it was", () =>
  withFolder(async (folder) => {
    await (await openLedger({ folder, onFault: noFault })).close();
    const db = new Database(ledgerFile(folder));
    db.pragma("user_version = 99");
    db.close();
    const opening = openLedger({ folder, onFault: noFault });
    await expect(opening).rejects.toThrow(NewerSchema);
    await expect(opening).rejects.toThrow("schema 99");
    await expect(verifyLedger({ folder })).rejects.toThrow(NewerSchema);
  }));

test("a folder of a preview is refused with what to do, and left as it was", () =>
  withFolder(async (folder) => {
    await (await openLedger({ folder, onFault: noFault })).close();
    const db = new Database(ledgerFile(folder));
    db.pragma("user_version = 1");
    db.close();
    const opening = openLedger({ folder, onFault: noFault });
    await expect(opening).rejects.toThrow(OlderSchema);
    await expect(opening).rejects.toThrow("move the data folder away");
  }));

test("what gathers is committed together: far fewer commits than entries", () =>
  withFolder(async (folder) => {
    const ledger = await openLedger({ folder, onFault: noFault });
    await ledger.submitEntry(openShop("ann", now()));
    const numbers = Array.from({ length: 500 }, (_, number) => number);
    const before = ledger.stats();
    const results = await Promise.all(
      numbers.map((number) => ledger.submitEntry(pay("ann", number, now()))),
    );
    expect(results.filter(({ status }) => status === "created")).toHaveLength(500);
    const after = ledger.stats();
    expect(after.created - before.created).toBe(500);
    expect(after.commits - before.commits).toBeLessThan(100);
    expect(after.waiting).toBe(0);
    await ledger.close();
  }));

test("two loops feed one writer, and each sees what it was answered", () =>
  withFolder(async (folder) => {
    const ledger = await openLedger({ folder, onFault: noFault });
    await ledger.submitEntry(openShop("ann", now()));
    const port = ledger.connect();
    const url = new URL("../contract/secondLoop.ts", import.meta.url);
    const workerData = { folder, port, payer: "bob", payments: 200 };
    const worker = new Worker(url, { workerData, transferList: [port], execArgv: [] });
    // Asked for before it can happen: the other loop may be done long before this one.
    const ended = once(worker, "exit");
    const own = Array.from({ length: 200 }, (_, number) =>
      ledger.submitEntry(pay("ann", number, now())),
    );
    const [[answer]] = await Promise.all([once(worker, "message"), Promise.all(own)]);
    expect(answer).toMatchObject({ created: 200 });
    expect(ledger.head()).toMatchObject({ seq: 402n, leaves: 402 });
    const [, merchant] = ledger.lookupAccounts(shopKeys.accounts("bob"));
    expect(merchant).toMatchObject({ creditsPosted: 4_000n, debitsPosted: 400n });
    await ended;
    await ledger.close();
    expect(await verifyLedger({ folder })).toMatchObject({ ok: true, entries: 402n });
  }));

test("close waits for every answer", () =>
  withFolder(async (folder) => {
    const ledger = await openLedger({ folder, onFault: noFault });
    const opening = ledger.submitEntry(openShop("ann", now()));
    const paying = Array.from({ length: 50 }, (_, number) =>
      ledger.submitEntry(pay("ann", number, now())),
    );
    await ledger.close();
    expect((await opening).status).toBe("created");
    const statuses = (await Promise.all(paying)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set(["created"]));
    await expect(ledger.submitEntry(pay("ann", 99, now()))).rejects.toMatchObject({
      code: "unavailable",
    });
  }));

test("past its deadline the queue refuses before it takes: nothing is recorded", () =>
  withFolder(async (folder) => {
    const ledger = await openLedger({ folder, onFault: noFault, queueDeadlineMs: -1 });
    const [taken, turnedAway] = [openShop("ann", now()), openShop("bob", now())];
    const first = ledger.submitEntry(taken);
    await expect(ledger.submitEntry(turnedAway)).rejects.toMatchObject({ code: "unavailable" });
    expect((await first).status).toBe("created");
    expect(ledger.lookupEntry(turnedAway.id)).toBeNull();
    expect((await ledger.submitEntry(turnedAway)).status).toBe("created");
    await ledger.close();
  }));

test("the clock may step back: the journal's time does not", () =>
  withFolder(async (folder) => {
    const clock = new TurnedClock();
    const ledger = await openLedger({ folder, clock, onFault: noFault });
    await ledger.submitEntry(openShop("ann", clock.now()));
    for (const [number, step] of [0, -3_600_000, 1, -1, 7_200_000].entries()) {
      clock.ms += step;
      await ledger.submitEntry(pay("ann", number, clock.now()));
    }
    const times = ledger.entriesAfter(0n, 100).map(({ timestamp }) => timestamp);
    expect(times).toHaveLength(6);
    expect(times.every((time, at) => at === 0 || time > (times[at - 1] ?? 0n))).toBe(true);
    // The payment's second transfer is one nanosecond after its first.
    expect(times.at(-1)).toBe(BigInt(clock.ms) * 1_000_000n + 1n);
    await ledger.close();
  }));

test("an undo gives money, limits and claim back, once", () =>
  withFolder(async (folder) => {
    const ledger = await openLedger({ folder, onFault: noFault });
    await ledger.submitEntry(openShop("ann", now()));
    const { accounts, limits } = everything(ledger, "ann");
    const net = (list: typeof accounts) =>
      list.map((one) => one && one.creditsPosted - one.debitsPosted);
    const payment = pay("ann", 0, now());
    await ledger.submitEntry(payment);
    const stored = ledger.lookupEntry(payment.id);
    if (stored === null) throw new Error("the payment is stored");
    const undo = {
      ...reverse(stored, { key: named("ann back"), paid: 10n }),
      time: now(),
      commitment: payment.commitment,
    };
    expect((await ledger.submitEntry({ ...undo, id: payment.id + 64n })).status).toBe("created");
    const after = everything(ledger, "ann");
    expect(net(after.accounts)).toEqual(net(accounts));
    expect(after.limits).toEqual(limits);
    expect(after.claims).toEqual([null, null]);
    const again = await ledger.submitEntry({ ...undo, id: payment.id + 128n });
    expect(again.status).toBe("claim_not_held");
    await ledger.close();
  }));
