import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { verifyLedger } from "@farthing/ledger";
import { afterAll, expect, test } from "vitest";
import type { HoldsFound } from "./killedHolds.testing.ts";

const script = fileURLToPath(new URL("killedHolds.testing.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "farthing-holds-"));
afterAll(() => rmSync(folder, { recursive: true }));

const start = (...does: string[]) =>
  fork(script, [folder, ...does], { execArgv: ["--no-memory-protection-keys"] });

/** Holds so many payments and is killed while it holds the next; answers with those that were told as held. */
async function holdUntilKilled(count: number): Promise<string[]> {
  const server = start("hold");
  const told: string[] = [];
  server.on("message", (payment: string) => {
    told.push(payment);
    if (told.length === count) server.kill("SIGKILL");
  });
  const [code] = await once(server, "exit");
  expect(code).toBe(null);
  return told;
}

/** One life that captures what is due: what it found when it started, and at its end where it lived so long. */
async function work(...dies: string[]): Promise<HoldsFound[]> {
  const server = start("work", ...dies);
  const told: HoldsFound[] = [];
  server.on("message", (found: HoldsFound) => void told.push(found));
  const [code] = await once(server, "exit");
  // Either it was killed, or it ended by itself.
  expect(code).toBe(dies.length > 0 ? null : 0);
  expect((await verifyLedger({ folder })).faults).toEqual([]);
  return told;
}

test("killed between hold and capture, and twice while it captures: each payment is made, once, and nothing is lost", async () => {
  const told = await holdUntilKilled(8);
  const [first] = await work("2", "after");
  const [second] = await work("2", "before");
  const [third, last] = await work();
  expect(first?.held).toEqual(expect.arrayContaining(told));
  expect(first?.captured).toEqual([]);
  expect(second?.captured).toHaveLength(2);
  // The entry on its way when it was killed may be in the journal, or not.
  expect([3, 4]).toContain(third?.captured.length);
  expect(last?.captured.toSorted()).toEqual(first?.held.toSorted());
  expect(last?.released).toEqual([]);
  expect(last?.toMerchants).toBe(String(BigInt(last?.captured.length ?? 0) * 47_500n));
  expect(last?.sum).toBe("0");
}, 60_000);
