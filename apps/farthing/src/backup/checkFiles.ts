import { fromHex } from "@farthing/core";
import { ledgerFacts } from "@farthing/ledger";
import { requireUnbroken, storeFacts } from "@farthing/server";
import { readSnapshot } from "../sqlite/openSnapshot.ts";
import { BackupFault } from "./backupFault.ts";
import { type Manifest, manifestHead } from "./manifest.ts";

/**
 * Opens both databases of a backup, wherever they lie just now, and holds them against its manifest: SQLite's quick
 * check, the journal's head, the store's schema, and that the ledger goes on from the published checkpoint. Throws
 * `BackupFault`, `FileDamaged`, `BehindCheckpoint`, `NewerSchema` or `NewerStore`.
 */
export function checkFiles(
  manifest: Manifest,
  pathOf: (name: "ledger.db" | "store.db") => string,
): void {
  const shown = checkStore(manifest, pathOf("store.db"));
  const path = pathOf("ledger.db");
  readSnapshot(path, (snapshot) => {
    requireSound(path, snapshot.fault(false));
    const facts = ledgerFacts(snapshot.driver);
    const head = facts.head();
    const [found, wanted] = [manifestHead(head), manifest.head].map((each) => JSON.stringify(each));
    if (found !== wanted) {
      throw new BackupFault(`${path} ends elsewhere than its manifest says: take another backup.`);
    }
    if (shown > head.seq) {
      throw new BackupFault(
        `${path} is older than the store beside it: they are not of one backup. Take another.`,
      );
    }
    const { checkpoint } = manifest;
    if (checkpoint === null) return;
    const root = fromHex(checkpoint.root) ?? new Uint8Array();
    requireUnbroken(facts, [{ size: checkpoint.size, root, from: "named in the manifest" }]);
  });
}

/** Answers how far the store's lists go. */
function checkStore(manifest: Manifest, path: string): bigint {
  return readSnapshot(path, (snapshot) => {
    requireSound(path, snapshot.fault(false));
    const facts = storeFacts(snapshot.driver);
    if (facts.migration === manifest.storeMigration) return facts.views().most;
    throw new BackupFault(
      `${path} has another schema than its manifest says: take another backup.`,
    );
  });
}

function requireSound(path: string, fault: string | null): void {
  if (fault === null) return;
  throw new BackupFault(
    `${path} does not pass SQLite's check (${fault}): run farthing doctor on the data folder, and keep your older backups.`,
  );
}
