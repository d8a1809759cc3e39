import { join } from "node:path";
import { assert, Bug, bytesEqual, second } from "@farthing/core";
import { checkpointBody, signNote } from "@farthing/log";
import type { Deps } from "../deps.ts";
import { inTurn } from "../grants/inTurn.ts";
import type { Duty } from "../duties/duty.ts";
import { takeTurns } from "../duties/takeTurns.ts";
import { sha256 } from "../sha256.ts";
import { tellHead } from "./awaitHead.ts";
import { keepCheckpoint, ledgerGoesOn } from "./checkpointFile.ts";
import { putFile } from "./putFile.ts";
import { writeTiles } from "./tileFiles.ts";

/** The newest signed head of the log, as everybody may see it. */
export async function latestCheckpoint(
  deps: Pick<Deps, "store">,
): Promise<{ size: number; root: Uint8Array; note: string; witnessed: number } | null> {
  const row = await deps.store
    .selectFrom("checkpoints")
    .select(["size", "root", "note", "witnessed"])
    .orderBy("size", "desc")
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/**
 * Signs the log's head if the tree grew since the last checkpoint, and keeps the note, in files of its own that no
 * restore of the store takes back, and the tiles that prove it, before anybody can see it.
 * Asserts that the log still begins with what was signed before, by this server or by whoever else kept a head in one of
 * those files: two heads of different histories would be a forked log, and the second never leaves this server.
 * One after the other: two at once would sign one size twice. Answers with whether there is a new head.
 */
export function signCheckpoint(deps: Deps): Promise<boolean> {
  return inTurn(deps, "checkpoint", () => signAlone(deps));
}

async function signAlone(deps: Deps): Promise<boolean> {
  const last = await latestCheckpoint(deps);
  const { leaves, root } = deps.ledger.head();
  if (last !== null) {
    assert(leaves >= last.size, "the log never shrinks below a signed checkpoint");
    const before = leaves === last.size ? root : deps.ledger.rootAt(last.size);
    assert(bytesEqual(before, last.root), "the log begins with what was signed before");
    if (leaves === last.size) return false;
  }
  const [{ name }] = deps.keys.log;
  const time = Math.floor(deps.clock.now() / second);
  const note = signNote(sha256, checkpointBody(name, leaves, root), deps.keys.log, time);
  await writeTiles(deps, last?.size ?? 0, leaves);
  const head = { size: leaves, root, note };
  for (const path of deps.checkpointFiles) {
    await keepCheckpoint(path, head, ledgerGoesOn(deps.ledger));
  }
  // From here on anybody can see it.
  await deps.store
    .insertInto("checkpoints")
    .values({ size: leaves, root, note, created_at: deps.clock.now(), witnessed: 0 })
    .execute();
  await publishHead(deps);
  return true;
}

/**
 * Puts the newest head, with all lines under it, where any static server finds it. One write after the other, and each of
 * what is newest then: the file never goes back.
 */
export function publishHead(deps: Deps): Promise<void> {
  tellHead(deps.store);
  return inTurn(deps, "published-checkpoint", async () => {
    const newest = await latestCheckpoint(deps);
    if (newest !== null) await putFile(join(deps.logFolder, "checkpoint"), newest.note);
  });
}

/** Signs at its intervals until stopped. After a broken assertion it signs nothing more and says so. */
export interface CheckpointLoop extends Duty {
  /** Whether checkpoints are still being signed. */
  healthy(): boolean;
}

/** Begins to sign. `onSigned`: a new head is out. */
export function startCheckpoints(deps: Deps, onSigned: () => void = () => {}): CheckpointLoop {
  let broken = false;
  const turns = takeTurns(deps.config.checkpointEveryMs, async () => {
    if (broken) return;
    try {
      if (await signCheckpoint(deps)) onSigned();
    } catch (error) {
      // The world's fault passes: nothing was published, and the next turn signs again.
      if (!(error instanceof Bug)) return deps.logger.error({ err: error }, "no checkpoint signed");
      broken = true;
      deps.metrics.bug();
      deps.logger.fatal({ err: error }, "no more checkpoints are signed");
    }
  });
  return { healthy: () => !broken, stop: () => turns.stop() };
}
