import { damagedWayOut, LedgerDamaged } from "../../errors.ts";
import type { AccountBalance, AccountsSnapshot } from "../../ledger.ts";
import type { Driver } from "./driver.ts";
import { accountRows } from "./findRecords.ts";
import { openForReading } from "./openFile.ts";
import { readHead } from "./readHead.ts";
import { accountOf, type AccountRow } from "./rows.ts";
import { isWhole } from "./rowSum.ts";

/** Accounts handed out at one go: a few milliseconds of work. */
const pageLength = 1_000;

/** All accounts as they are now, on a connection of its own, whatever is written meanwhile. */
export function snapshotAccounts(folder: string): AccountsSnapshot {
  const db = openForReading(folder);
  try {
    db.exec("BEGIN");
    const { seq, range, root, timestamp } = readHead(db)();
    return {
      head: { seq, leaves: range.size, root, timestamp },
      *pages() {
        let page: AccountBalance[] = [];
        for (const account of accountBalances(db)) {
          page.push(account);
          if (page.length < pageLength) continue;
          yield page;
          page = [];
        }
        yield page;
      },
      close: () => db.close(),
    };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Every account as it is now; one that is not what was written throws `LedgerDamaged`. */
export function* accountBalances(db: Driver): Generator<AccountBalance> {
  for (const row of db.prepare<AccountRow>(accountRows).iterate()) yield balanceOf(row);
}

function balanceOf(row: AccountRow): AccountBalance {
  const { handle: _handle, mark: _mark, ...balance } = accountOf(row);
  if (isWhole(row)) return balance;
  throw new LedgerDamaged(
    `Account ${balance.id} is damaged: it is not what was written. ${damagedWayOut}`,
  );
}
