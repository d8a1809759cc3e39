import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Clock, hour, minute } from "@farthing/core";
import { ledgerFacts } from "@farthing/ledger";
import {
  type AnchoringFacts,
  BehindCheckpoint,
  requireUnbroken,
  type SeenHead,
  storeFacts,
} from "@farthing/server";
import { anchorsOf } from "../anchors/anchorsOf.ts";
import { askOthers, newestNote } from "../askOthers.ts";
import type { Settings } from "../config.ts";
import { checkpointFilesOf, readAnchored, readPublished } from "../published.ts";
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
    const seen = await askOthers({
      anchors,
      anchored: readAnchored(data),
      witnesses,
      note: newestNote(published),
    });
    const silent = seen.silent.map(({ who, why }) =>
      warning("seen", `${who} does not tell: ${why}`, "see that it is up and that it is the one"),
    );
    return [
      ...seen.heads.map((head) => headFinding(data, head)),
      ...seen.claims.map((claim) => claimFinding(data, claim)),
      ...silent,
      ...onTheWay(data, clock),
    ];
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

/** What fewer witnesses say than the policy's quorum is no proof that the ledger is behind. */
function claimFinding(folder: string, claim: SeenHead): Finding {
  try {
    return headFinding(folder, claim);
  } catch (error) {
    if (!(error instanceof BehindCheckpoint)) throw error;
    return warning(
      "seen",
      `${claim.size} leaves ${claim.from}, as it says; the ledger has fewer, and no quorum of witnesses says so`,
      "ask who runs it; docs/how-to/be-witnessed.md says what to do",
    );
  }
}

function onTheWay(folder: string, clock: Clock): Finding[] {
  const path = join(folder, "store.db");
  if (!existsSync(path)) return [];
  return readSnapshot(path, ({ driver }) => storeFacts(driver).anchorings()).map((facts) =>
    wayFinding(facts, clock.now() - Number(facts.begunAt)),
  );
}

/** The longest that a head needs where nothing is wrong: all its sends, each with its wait. */
const wayMsMax = hour;

function wayFinding({ place, size, state, tries, lastError }: AnchoringFacts, ms: number): Finding {
  const found = `a head of ${size} leaves on its way into ${place} is ${state}`;
  const next = "docs/how-to/anchor-the-log.md says what may be wrong";
  if (tries > 0n) {
    const why = `${tries} tries failed, the last with: ${lastError ?? "no reason"}`;
    return warning(
      "anchoring",
      `${found}; ${why}`,
      `a running server tries again by itself; ${next}`,
    );
  }
  if (ms <= wayMsMax) return ok("anchoring", found);
  return warning(
    "anchoring",
    `${found}, and was begun ${Math.floor(ms / minute)} minutes ago`,
    `see that a server is running and that the anchor's account can pay; ${next}`,
  );
}
