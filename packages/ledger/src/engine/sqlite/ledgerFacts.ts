import { emptyRoot } from "@farthing/log";
import type { Asset } from "@farthing/core";
import { sha256 } from "../../hash.ts";
import type { LedgerHead } from "../../ledger.ts";
import type { Driver } from "./driver.ts";
import { accountRows } from "./findRecords.ts";
import { readHead } from "./readHead.ts";
import { readTree } from "./readTree.ts";
import { accountOf, type AccountRow } from "./rows.ts";
import { isWhole } from "./rowSum.ts";
import { knownSchema } from "./schema.ts";

/** All accounts of one asset together, smallest unit. Debits equal credits, or money was made. */
export interface AssetSums {
  readonly asset: Asset;
  readonly accounts: number;
  /** Accounts whose rows are not what was written. */
  readonly damaged: number;
  readonly debitsPosted: bigint;
  readonly creditsPosted: bigint;
  readonly debitsPending: bigint;
  readonly creditsPending: bigint;
}

/** What a ledger's file says of itself. Read in one transaction, they belong to one moment. */
export interface LedgerFacts {
  /** 0: a file that no writer has used yet. */
  readonly schema: number;
  head(): LedgerHead;
  /** The log's root when it had `size` leaves; asserts `size ≤ head().leaves`. */
  rootAt(size: number): Uint8Array;
  /** Reads every account. */
  sums(): AssetSums[];
}

const nothing: LedgerHead = { seq: 0n, leaves: 0, root: emptyRoot(sha256), timestamp: 0n };

/**
 * The facts of the ledger behind `db`, for whoever looks after its file: `farthing doctor`, backups, the check before a
 * start. Throws `NewerSchema` or `OlderSchema`.
 */
export function ledgerFacts(db: Driver): LedgerFacts {
  const schema = knownSchema(db);
  if (schema === 0) {
    return { schema, head: () => nothing, rootAt: () => nothing.root, sums: () => [] };
  }
  const head = readHead(db);
  const tree = readTree(db);
  return {
    schema,
    head() {
      const { seq, range, root, timestamp } = head();
      return { seq, leaves: range.size, root, timestamp };
    },
    rootAt: (size) => (size === 0 ? nothing.root : tree.rootAt(size)),
    sums: () => sumsOf(db),
  };
}

function sumsOf(db: Driver): AssetSums[] {
  const sums = new Map<Asset, AssetSums>();
  for (const row of db.prepare<AccountRow>(accountRows).iterate()) {
    const account = accountOf(row);
    const { asset } = account;
    const before = sums.get(asset);
    sums.set(asset, {
      asset,
      accounts: (before?.accounts ?? 0) + 1,
      damaged: (before?.damaged ?? 0) + (isWhole(row) ? 0 : 1),
      debitsPosted: (before?.debitsPosted ?? 0n) + account.debitsPosted,
      creditsPosted: (before?.creditsPosted ?? 0n) + account.creditsPosted,
      debitsPending: (before?.debitsPending ?? 0n) + account.debitsPending,
      creditsPending: (before?.creditsPending ?? 0n) + account.creditsPending,
    });
  }
  return [...sums.values()];
}
