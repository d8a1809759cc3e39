import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Clock } from "@farthing/core";
import { ledgerFacts } from "@farthing/ledger";
import { type AnchoringFacts, requireUnbroken, type SeenHead, storeFacts } from "@farthing/server";
import { anchorsOf } from "../anchors/anchorsOf.ts";
import { askOthers, newestNote } from "../askOthers.ts";
import type { Settings } from "../config.ts";
import { checkpointFilesOf, readPublished } from "../published.ts";
import { readWitnesses } from "../readTrustPolicy.ts";
import { readSnapshot } from "../sqlite/openSnapshot.ts";
import { attempt, type Finding, ok, restoreNext, warning, wrong } from "./finding.ts";

/** What anchors and witnesses have seen of the log; nothing where the settings name none. */
export async function checkOthers(settings: Settings, clock: Clock): Promise<readonly Finding[]> {
  const { data, witnesses: path } = settings;
  const anchors = anchorsOf(settings, clock);
  if (anchors.length === 0 && path === undefined) return [];
  return attempt("seen", async () => {
    const published = await readPublished(checkpointFilesOf(data, settings.checkpointCopy), data);
    const witnesses = path === undefined ? null : readWitnesses(path).policy;
    const seen = await askOthers({ anchors, witnesses, note: newestNote(published) });
    const silent = seen.silent.map(({ who, why }) =>
      warning("seen", `${who} does not tell: ${why}`, "see that it is up and that it is the one"),
    );
    return [...seen.heads.map((head) => headFinding(data, head)), ...silent, ...onTheWay(data)];
  });
}

function headFinding(folder: string, head: SeenHead): Finding {
  const path = join(folder, "ledger.db");
  const found = `${head.size} leaves ${head.from}`;
  if (!existsSync(path)) {
    return head.size === 0
      ? ok("seen", found)
      : wrong("seen", `${found}, and there is no ledger here`, restoreNext);
  }
  return readSnapshot(path, ({ driver }) => {
    const facts = ledgerFacts(driver);
    requireUnbroken(facts, [head]);
    return ok("seen", `${found}; the ledger has ${facts.head().leaves - head.size} more`);
  });
}

function onTheWay(folder: string): Finding[] {
  const path = join(folder, "store.db");
  if (!existsSync(path)) return [];
  return readSnapshot(path, ({ driver }) => storeFacts(driver).anchorings()).map(wayFinding);
}

function wayFinding({ place, size, state, tries, lastError }: AnchoringFacts): Finding {
  const found = `a head of ${size} leaves on its way into ${place} is ${state}`;
  if (tries === 0n) return ok("anchoring", found);
  return warning(
    "anchoring",
    `${found}; ${tries} tries failed, the last with: ${lastError ?? "no reason"}`,
    "a running server tries again by itself; docs/how-to/anchor-the-log.md says what may be wrong",
  );
}
