// One server per folder; what an operator does beside it, and what becomes of a backup that is stopped.
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { RunningServer } from "@farthing/lab";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { main, newOperator, type Operator, publishedLeaves } from "./commandLine.ts";

let operator: Operator;
let server: RunningServer;
beforeAll(async () => {
  operator = await newOperator();
  server = await operator.start();
  await operator.pay(server, 3);
  await publishedLeaves(server);
}, 120_000);
afterAll(async () => {
  await server.stop("SIGKILL");
  operator.remove();
});

// Each command is a process of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 240_000 });

const json = (text: string) => JSON.parse(text) as Record<string, unknown>;

async function besideIt(name: string, lock: string): Promise<void> {
  const audit = await operator.farthing(["ledger", "verify", "--json"]);
  expect([audit.code, json(audit.out)]).toEqual([
    0,
    expect.objectContaining({ ok: true, faults: [] }),
  ]);
  const looked = await operator.farthing(["doctor", "--json"]);
  expect([looked.code, json(looked.out)]).toEqual([0, expect.objectContaining({ ok: true })]);
  expect(json(looked.out)["findings"]).toContainEqual({ check: "lock", status: "ok", found: lock });
  const backup = await operator.farthing(["backup", join(operator.folder, name), "--json"]);
  expect([backup.code, json(backup.out)]).toEqual([0, expect.objectContaining({ verified: true })]);
}

test("a second server is refused with the first one's name; doctor, verify and backup work beside it", async () => {
  const second = await operator.farthing(["serve"], { env: { FARTHING_PORT: "0" } });
  expect(second).toMatchObject({ code: 1, out: "" });
  expect(second.err).toContain(`in use by process ${server.pid} on ${hostname()}`);
  const rebuild = await operator.farthing(["rebuild"]);
  expect([rebuild.code, rebuild.err]).toEqual([
    1,
    expect.stringContaining(`process ${server.pid}`),
  ]);
  await besideIt("beside", `held by process ${server.pid} on ${hostname()}`);
  await operator.pay(server, 1);
});

test("after kill -9 the commands work without a server, nobody holds the folder, and the next one starts", async () => {
  await server.stop("SIGKILL");
  await besideIt("killed", "free: no server runs here");
  server = await operator.start();
  await operator.pay(server, 1);
});

test("a payment that the store lost is named, and the exit code says so", async () => {
  await server.stop("SIGTERM");
  const store = new DatabaseSync(join(operator.data, "store.db"));
  store.exec("delete from payments where seq = (select max(seq) from payments)");
  store.close();
  const { code, out } = await operator.farthing(["ledger", "verify"]);
  expect(code).toBe(1);
  expect(out).toMatch(
    /1 differences:\n- The store shows \d+ payments up to entry \d+, and the journal has \d+: stop/,
  );
  expect((await operator.farthing(["rebuild"])).code).toBe(0);
  expect((await operator.farthing(["ledger", "verify"])).code).toBe(0);
  server = await operator.start();
});

/** Makes the store so large that its copy takes a while. */
function fill(megabytes: number): void {
  const store = new DatabaseSync(join(operator.data, "store.db"));
  store.exec("pragma busy_timeout = 5000; create table filler (bytes blob)");
  for (let each = 0; each < megabytes / 8; each += 1) {
    store.exec("insert into filler values (zeroblob(8388608))");
  }
  store.close();
}

test("Ctrl-C and a full disk while backing up leave nothing, and say so", async () => {
  fill(128);
  const to = join(operator.folder, "stopped");
  let lines = 0;
  const stopped = await operator.farthing(["backup", to], {
    onLine(kill) {
      lines += 1;
      if (lines === 1) kill("SIGINT");
    },
  });
  expect([stopped.code, stopped.out]).toEqual([130, ""]);
  expect(stopped.err).toContain(`Stopped. Nothing was left in ${to}.`);
  expect(existsSync(to)).toBe(false);
  mkdirSync(to);
  // No file may grow over 8 MiB: the same as a disk that takes no more.
  const node = `"${process.execPath}" "${main}" backup "${to}"`;
  const full = await operator.shell(`ulimit -f 16384; exec ${node}`);
  expect([full.code, full.out]).toEqual([1, ""]);
  expect(full.err).toMatch(
    /^(The disk of .*stopped is full|Copying to .*stopped failed) \(.*\)\. Nothing was left there/m,
  );
  expect(readdirSync(to)).toEqual([]);
  // The server noticed nothing.
  await operator.pay(server, 1);
});
