import { randomBytes } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { assert, bytesToUint } from "@farthing/core";
import type { AccountBalance } from "@farthing/ledger";
import type { Liability } from "@farthing/log";
import type { Deps } from "../deps.ts";
import { bySalt } from "./bySalt.ts";
import { inTurns } from "./inTurns.ts";
import { liabilitySalt } from "./liabilitiesKey.ts";
import { addOwed, isOwed } from "./owed.ts";

/** Fewest leaves of a tree: below, the size would tell how many accounts there are. */
const sizeMin = 16;

/** What is owed at one moment of the journal. */
export interface Liabilities {
  /** The balances are those after this entry. */
  readonly at: bigint;
  /** Sorted by salt, so that no place tells when its account was opened; a power of two of them. */
  readonly leaves: readonly Liability[];
  readonly sum: bigint;
  /** What accounts that are below zero owe. It is in no sum: nobody's claim is less because somebody else owes. */
  readonly receivable: bigint;
}

/** Reads every account of one moment; `null` where nobody is owed anything yet. Asserts that it is all the money there is. */
export async function readLiabilities(deps: Deps, day: string): Promise<Liabilities | null> {
  const snapshot = deps.ledger.snapshotAccounts();
  try {
    const leaves: Liability[] = [];
    const owed = { sum: 0n, receivable: 0n };
    let rest = 0n;
    for (const page of snapshot.pages()) {
      for (const account of page) {
        if (account.asset !== deps.config.asset) continue;
        const balance = account.creditsPosted - account.debitsPosted;
        if (!isOwed(account.code)) {
          rest += balance;
          continue;
        }
        leaves.push(leafOf(deps, day, account, balance));
        addOwed(owed, balance);
      }
      await setImmediate();
    }
    assert(
      owed.sum - owed.receivable + rest === 0n,
      "what is owed is what the other accounts have",
    );
    if (leaves.length === 0) return null;
    return { at: snapshot.head.seq, leaves: await padded(leaves), ...owed };
  } finally {
    snapshot.close();
  }
}

function leafOf(deps: Deps, day: string, { id }: AccountBalance, balance: bigint): Liability {
  const salt = liabilitySalt(deps, day, id);
  return { salt, account: id, balance: balance < 0n ? 0n : balance };
}

/** With leaves that stand for nobody and are told from others by nobody. */
async function padded(leaves: Liability[]): Promise<Liability[]> {
  let size = sizeMin;
  while (size < leaves.length) size *= 2;
  const nobodys = { length: size - leaves.length };
  await inTurns(Array.from(nobodys), () => {
    leaves.push({ salt: randomBytes(32), account: bytesToUint(randomBytes(16)), balance: 0n });
  });
  return bySalt(leaves);
}
