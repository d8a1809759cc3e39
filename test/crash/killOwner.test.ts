import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { systemClock } from "@farthing/core";
import { verifyLedger } from "@farthing/ledger";
import { afterAll, expect, test } from "vitest";
import type { Found, Told } from "./ledgerOwner.ts";
import { plenty, price } from "./purse.ts";

// Two ledgers side by side: starting a process is most of a life.
const ledgers = 2;
const kills = 30;
const underWay = 64;
const script = fileURLToPath(new URL("ledgerOwner.ts", import.meta.url));
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** What the payer of one ledger knows. */
interface Known {
  readonly acknowledged: Set<number>;
  readonly inDoubt: Set<number>;
}

test(`${ledgers * kills} kills of a ledger with ${underWay} payments under way lose nothing and pay nothing twice`, async () => {
  await Promise.all(Array.from({ length: ledgers }, killOneLedger));
}, 600_000);

async function killOneLedger(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "farthing-owner-"));
  folders.push(folder);
  const time = String(systemClock.now());
  const known: Known = { acknowledged: new Set(), inDoubt: new Set() };
  for (let kill = 1; kill <= kills; kill += 1) {
    const owner = fork(script, [folder, time], { execArgv: ["--no-memory-protection-keys"] });
    const [found] = (await once(owner, "message")) as [Found];
    expectExactly(found, known);
    // From barely started to well under way: the cut falls anywhere in a batch.
    await payUntil(owner, known, known.acknowledged.size + 1 + ((kill * 37) % 150));
    owner.removeAllListeners("message");
    owner.kill("SIGKILL");
    await once(owner, "exit");
    const verdict = await verifyLedger({ folder });
    expect(verdict.faults).toEqual([]);
  }
  expect(known.acknowledged.size).toBeGreaterThan(kills * underWay);
}

/** Every acknowledged payment is there, none twice, and nothing that was not asked for; the sums are theirs. */
function expectExactly(
  { payments, paid, left, used }: Found,
  { acknowledged, inDoubt }: Known,
): void {
  const there = new Set(payments);
  expect(there.size).toBe(payments.length);
  expect([...acknowledged].filter((number) => !there.has(number))).toEqual([]);
  const asked = payments.filter((number) => acknowledged.has(number) || inDoubt.has(number));
  expect(asked).toHaveLength(payments.length);
  const sum = BigInt(payments.length) * price;
  expect({ paid, left, used }).toEqual({
    paid: String(sum),
    left: String(plenty - sum),
    used: String(sum),
  });
}

/** Asks again for what is in doubt, then for more, until that many are acknowledged. */
function payUntil(
  owner: ChildProcess,
  { acknowledged, inDoubt }: Known,
  count: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const pay = (number: number) => {
      inDoubt.add(number);
      owner.send(number);
    };
    owner.on("exit", (code) => reject(new Error(`the owner ended by itself: ${code}`)));
    owner.on("message", ({ number, status }: Told) => {
      if (status !== "created" && status !== "exists") {
        reject(new Error(`payment ${number} was answered ${status}`));
      }
      inDoubt.delete(number);
      acknowledged.add(number);
      if (acknowledged.size >= count) resolve();
      else pay(acknowledged.size + inDoubt.size + 1);
    });
    const again = [...inDoubt];
    for (const number of again) pay(number);
    for (let more = again.length; more < underWay; more += 1) {
      pay(acknowledged.size + inDoubt.size + 1);
    }
  });
}
