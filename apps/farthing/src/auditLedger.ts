import { existsSync } from "node:fs";
import { join } from "node:path";
import { toHex } from "@farthing/core";
import { type ReplayedEntry, verifyLedger } from "@farthing/ledger";
import { isShownPayment, storeFacts } from "@farthing/server";
import { readPublished } from "./published.ts";
import { readSnapshot } from "./sqlite/openSnapshot.ts";

/** What an audit compared and found. */
export interface Audit {
  readonly ok: boolean;
  readonly entries: number;
  readonly seconds: number;
  readonly entriesPerSecond: number;
  /** The log's root as the journal gives it, lower-case hex. */
  readonly root: string;
  readonly compared: readonly string[];
  readonly checkpoints: readonly { readonly size: number; readonly from: string }[];
  /** `null`: there is no store to compare with. */
  readonly payments: { readonly shown: number; readonly journal: number } | null;
  /** One sentence per difference, at most about 100. */
  readonly faults: readonly string[];
}

/**
 * Replays the journal in `folder` and compares it with everything that was made of it: the ledger's own tables, every
 * published checkpoint, and how many payments the store's lists show. Reads only, also beside a running server.
 */
export async function auditLedger(
  folder: string,
  checkpointFiles: readonly string[],
  onProgress: (done: number, all: number) => void,
): Promise<Audit> {
  // What is compared with the journal is read before it: beside a running server the journal is the newer one.
  const published = await readPublished(checkpointFiles, folder);
  const store = shownIn(folder);
  const tally = newTally(store?.seq ?? 0n);
  const startedAt = performance.now();
  const found = await verifyLedger({
    folder,
    published,
    onEntry: tally.count,
    onProgress: (done, all) => onProgress(Number(done), Number(all)),
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  const faults = [...found.faults, ...tally.faults];
  const payments = store === null ? null : { shown: store.payments, journal: tally.payments() };
  if (store !== null && store.seq > found.entries) {
    faults.push(
      `The store shows entry ${store.seq}, and the journal ends at ${found.entries}: they are not of one moment.`,
    );
  } else if (payments !== null && payments.shown !== payments.journal) {
    faults.push(
      `The store shows ${payments.shown} payments up to entry ${store?.seq}, and the journal has ${payments.journal}: stop the server and run farthing rebuild.`,
    );
  }
  return {
    ok: faults.length === 0,
    entries: Number(found.entries),
    seconds: Math.round(seconds * 1_000) / 1_000,
    entriesPerSecond: Math.round(Number(found.entries) / Math.max(seconds, 0.001)),
    root: toHex(found.root),
    compared: [
      "every answer, balance, hold, limit, claim, counter, leaf, subtree and root, and the sums of each asset",
      ...published.map(({ size, from }) => `the checkpoint over ${size} leaves in ${from}`),
      ...(payments === null ? [] : [`${payments.shown} payments in the store's lists`]),
    ],
    checkpoints: published.map(({ size, from }) => ({ size, from })),
    payments,
    faults,
  };
}

function shownIn(folder: string): { seq: bigint; payments: number } | null {
  const path = join(folder, "store.db");
  if (!existsSync(path)) return null;
  return readSnapshot(path, ({ driver }) => {
    const facts = storeFacts(driver);
    return { seq: facts.shown(), payments: Number(facts.payments()) };
  });
}

const memoFaultsMax = 20;

/** Counts the payments of the journal up to where the store's lists go. */
function newTally(until: bigint): {
  readonly count: (entry: ReplayedEntry) => void;
  readonly faults: string[];
  payments(): number;
} {
  let payments = 0;
  const faults: string[] = [];
  return {
    faults,
    payments: () => payments,
    count(entry) {
      if (entry.seq > until) return;
      try {
        if (isShownPayment(entry)) payments += 1;
      } catch {
        if (faults.length < memoFaultsMax) {
          faults.push(`Entry ${entry.seq}: its memo cannot be read.`);
        }
      }
    },
  };
}
