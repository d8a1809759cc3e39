import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@farthing/core";
import type { Ledger } from "@farthing/ledger";
import type { Assets } from "@farthing/server";
import { restoreBackup } from "./backup/restoreBackup.ts";
import { takeBackup } from "./backup/takeBackup.ts";
import { checkpointFilesOf } from "./published.ts";
import { wire, type Wired, type WireOptions } from "./wire.ts";

/** Pages that nobody looks at. */
const assets: Assets = {
  files: new Map(),
  pages: new Map(["index", "pay", "reference", "operator", "verify"].map((name) => [name, name])),
};

/** A place of its own for one test: paths in it, and servers that are stopped at its end. */
export interface Place {
  readonly path: (name: string) => string;
  readonly start: (name: string, options?: Partial<WireOptions>) => Promise<Wired>;
}

/** Runs `work` in a place of its own, which is removed after. */
export async function withPlace(work: (place: Place) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "farthing-place-"));
  const running: Wired[] = [];
  try {
    await work({
      path: (name) => join(folder, name),
      async start(name, options = {}) {
        // No total is sealed: its leaf would come at some hours of the day and not at others.
        const config = { liabilitiesHour: 24, ...options.config };
        const wired = await wire({ folder: join(folder, name), assets, ...options, config });
        running.push(wired);
        return wired;
      },
    });
  } finally {
    for (const wired of running) await wired.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

let count = 0n;

/** Adds that many leaves to the log. */
export async function addLeaves(ledger: Ledger, leaves: number): Promise<void> {
  for (let leaf = 0; leaf < leaves; leaf += 1) {
    count += 1n;
    const time = systemClock.now();
    const id = (BigInt(time) << 80n) + 64n * count;
    const { status } = await ledger.submitEntry({ id, time, commitment: new Uint8Array(32) });
    if (status !== "created") throw new Error(status);
  }
}

/** Waits until the newest checkpoint covers the whole log, at most 10 s. */
export async function published({ deps }: Wired): Promise<number> {
  const { leaves } = deps.ledger.head();
  for (let look = 0; look < 500; look += 1) {
    const row = await deps.store
      .selectFrom("checkpoints")
      .select("size")
      .orderBy("size", "desc")
      .limit(1)
      .executeTakeFirst();
    if (row?.size === leaves) return leaves;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("no checkpoint was published");
}

const quiet = { clock: systemClock, signal: new AbortController().signal, onProgress: () => {} };

/** `takeBackup` as the command does it, when nothing else is said. */
export function backupOf(
  data: string,
  to: string,
  wish: Partial<Parameters<typeof takeBackup>[0]> = {},
): ReturnType<typeof takeBackup> {
  const checkpointFiles = checkpointFilesOf(data, undefined);
  return takeBackup({ data, to, withKeys: true, verify: true, checkpointFiles, ...quiet, ...wish });
}

/** `restoreBackup` as the command does it, when nothing else is said. */
export function restoreOf(
  from: string,
  data: string,
  wish: Partial<Parameters<typeof restoreBackup>[0]> = {},
): ReturnType<typeof restoreBackup> {
  return restoreBackup({ from, data, replace: false, ...quiet, ...wish });
}
