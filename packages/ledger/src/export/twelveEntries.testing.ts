import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert } from "@farthing/core";
import { checkpointBody } from "@farthing/log";
import { openLedger } from "../client/openLedger.ts";
import { TurnedClock } from "../contract/ledgerStage.ts";
import { named, openShop, pay, shopKeys } from "../contract/shop.ts";
import { noFault } from "../contract/withFolder.ts";
import { transferId } from "../entryId.ts";
import type { Entry } from "../entry.ts";
import { transferFlags } from "../flags.ts";
import type { ExportOptions } from "./exportJournal.ts";
import { linesOf } from "./exports.testing.ts";

/** The log's name. */
export const origin = "pay.example/log";

/** A ledger that was closed, and the heads that its log signed: one behind each entry that has a leaf. */
export interface TwelveEntries {
  readonly folder: string;
  readonly signed: readonly { readonly size: number; readonly note: string }[];
  /** The root in the head number `at`, from 0 on. */
  readonly rootOf: (at: number) => Uint8Array;
  readonly exported: (options?: Partial<Omit<ExportOptions, "write">>) => Promise<string[]>;
  readonly remove: () => void;
}

/**
 * Twelve entries in as many batches, a minute apart from 1,800,000,000,000 on: a shop, payments, a hold that ends, and
 * refusals (10 and 11), one of them about entry 2.
 */
export async function twelveEntries(): Promise<TwelveEntries> {
  const folder = mkdtempSync(join(tmpdir(), "farthing-export-"));
  const clock = new TurnedClock();
  const ledger = await openLedger({ folder, clock, onFault: noFault });
  const signed: { size: number; note: string }[] = [];
  for (const entry of entriesAt(clock)) {
    await ledger.submitEntry(entry);
    clock.ms += 60_000;
    const { leaves, root } = ledger.head();
    if (signed.at(-1)?.size === leaves) continue;
    signed.push({ size: leaves, note: `${checkpointBody(origin, leaves, root)}\n— a AAAAAAA=\n` });
  }
  await ledger.close();
  return {
    folder,
    signed,
    rootOf: (at) => Buffer.from(signed[at]?.note.split("\n")[2] ?? "", "base64"),
    exported: (options = {}) => linesOf({ folder, log: origin, checkpoints: signed, ...options }),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

function entriesAt(clock: TurnedClock): (Entry & { id: bigint })[] {
  const entries = [openShop("ann", clock.now())];
  for (let number = 0; number < 6; number += 1) entries.push(pay("ann", number, clock.now()));
  const held = { debit: named("ann"), credit: named("merchant"), amount: 7n, code: 4 } as const;
  const transfers = [{ ...held, asset: "PLAY/6", flags: transferFlags.pending }] as const;
  const hold = { ...pay("ann", 6, clock.now()), transfers };
  const voided = (number: number, pendingId: bigint) => ({
    ...pay("ann", number, clock.now()),
    transfers: [{ flags: transferFlags.voidPendingTransfer, pendingId }],
  });
  const tooMuch = {
    ...pay("ann", 8, clock.now()),
    uses: [{ key: shopKeys.limits("ann")[0] ?? 0n, amount: 11n }],
  };
  const second = entries[1];
  assert(second !== undefined, "there is a payment");
  entries.push(hold, voided(7, hold.id), tooMuch, voided(9, transferId(second.id, 1)));
  entries.push(pay("ann", 10, clock.now()));
  return entries;
}
