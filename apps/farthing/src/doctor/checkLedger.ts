import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Clock, minute } from "@farthing/core";
import { type AssetSums, type LedgerFacts, ledgerFacts } from "@farthing/ledger";
import { requireUnbroken, type StoreFacts, storeFacts } from "@farthing/server";
import { readPublished } from "../published.ts";
import { readSnapshot, type Snapshot } from "../sqlite/openSnapshot.ts";
import { attempt, type Finding, ok, restoreNext, warning, wrong } from "./finding.ts";

/** Where to look, and how deep. */
export interface LedgerLook {
  readonly folder: string;
  readonly checkpointFiles: readonly string[];
  readonly deep: boolean;
  readonly clock: Clock;
}

const lagHigh = 1_000n;

type Shown = ReturnType<StoreFacts["views"]>;

/** Both databases: schema, integrity, head, sums, and whether each says what the other and the checkpoint say. */
export async function checkLedger(look: LedgerLook): Promise<Finding[]> {
  const { folder, deep } = look;
  // Store and checkpoints first: beside a running server the ledger may only be newer.
  const found: (readonly Finding[])[] = [];
  let shown: Shown | null = null;
  found.push(
    await attempt("store", () =>
      withSnapshot(folder, "store.db", (snapshot) => {
        const facts = storeFacts(snapshot.driver);
        shown = facts.views();
        const what = `schema ${facts.migration ?? "none"}, ${facts.payments()} payments shown`;
        return [ok("store", what), ...integrity("store.db", snapshot, deep)];
      }),
    ),
  );
  const published = await attempt("checkpoint", async () => {
    const all = await readPublished(look.checkpointFiles, folder);
    // That the ledger is gone is said below, once.
    if (!existsSync(join(folder, "ledger.db"))) return [];
    return withSnapshot(folder, "ledger.db", ({ driver }) => {
      const facts = ledgerFacts(driver);
      requireUnbroken(facts, all);
      return [checkpointFinding(all, facts.head().leaves)];
    });
  });
  found.push(
    await attempt("ledger", () =>
      withSnapshot(folder, "ledger.db", (snapshot) => {
        const facts = ledgerFacts(snapshot.driver);
        return [
          headFinding(facts, look.clock),
          ...integrity("ledger.db", snapshot, deep),
          ...lagFinding(facts.head().seq, shown),
          ...facts.sums().map(sumsFinding),
        ];
      }),
    ),
    published,
  );
  return found.flat();
}

function withSnapshot(
  folder: string,
  name: string,
  work: (snapshot: Snapshot) => readonly Finding[],
): readonly Finding[] {
  const path = join(folder, name);
  if (!existsSync(path)) return missingFinding(folder, name);
  return readSnapshot(path, work);
}

/** A folder with one of the two databases lost the other; a folder with neither has nothing to lose. */
function missingFinding(folder: string, name: string): readonly Finding[] {
  const other = name === "ledger.db" ? "store.db" : "ledger.db";
  if (!existsSync(join(folder, other))) return [];
  return [wrong(name.replace(".db", ""), `${name} is missing beside ${other}`, restoreNext)];
}

function integrity(name: string, snapshot: Snapshot, deep: boolean): Finding[] {
  const check = deep ? "integrity_check" : "quick_check";
  const fault = snapshot.fault(deep);
  if (fault === null) return [ok("integrity", `${name} passes SQLite's ${check}`)];
  return [wrong("integrity", `${name} fails SQLite's ${check}: ${fault}`, restoreNext)];
}

function headFinding(facts: LedgerFacts, clock: Clock): Finding {
  const { seq, leaves, timestamp } = facts.head();
  const lastMs = Number(timestamp / 1_000_000n);
  const at = timestamp === 0n ? "" : `, the last at ${new Date(lastMs).toISOString()}`;
  const found = `schema ${facts.schema}, ${seq} entries, ${leaves} leaves${at}`;
  if (lastMs <= clock.now() + minute) return ok("ledger", found);
  return wrong(
    "ledger",
    `${found}: this machine's clock is behind`,
    "set the clock; until then the ledger's time stands still",
  );
}

function lagFinding(seq: bigint, shown: Shown | null): Finding[] {
  if (shown === null) return [];
  const { least, most } = shown;
  if (most > seq) {
    return [
      wrong(
        "projection",
        `the store shows entry ${most}, the journal ends at ${seq}: they are not of one moment`,
        restoreNext,
      ),
    ];
  }
  const found = `${seq - least} entries behind the journal`;
  if (seq - least <= lagHigh) return [ok("projection", found)];
  return [
    warning(
      "projection",
      found,
      "a running server catches up by itself; if it does not, stop it and run farthing rebuild",
    ),
  ];
}

function sumsFinding(sums: AssetSums): Finding {
  const { asset, accounts, damaged, debitsPosted, creditsPosted, debitsPending, creditsPending } =
    sums;
  const found = `${asset}, ${accounts} accounts: debits ${debitsPosted} and credits ${creditsPosted} posted, ${debitsPending} and ${creditsPending} pending`;
  const next = "stop the server and run farthing ledger verify";
  if (debitsPosted !== creditsPosted || debitsPending !== creditsPending) {
    return wrong("sums", found, next);
  }
  if (damaged === 0) return ok("sums", found);
  return wrong("sums", `${found}; ${damaged} accounts are not what was written`, next);
}

function checkpointFinding(
  published: readonly { readonly size: number; readonly from: string }[],
  leaves: number,
): Finding {
  if (published.length === 0) {
    if (leaves === 0) return ok("checkpoint", "none published yet");
    return warning(
      "checkpoint",
      "none is written down",
      "a running server writes the first within FARTHING_CHECKPOINT_EVERY seconds",
    );
  }
  const said = published.map(({ size, from }) => `${size} leaves in ${from}`);
  const newest = Math.max(...published.map(({ size }) => size));
  return ok("checkpoint", `${said.join(", ")}; the ledger has ${leaves - newest} more`);
}
