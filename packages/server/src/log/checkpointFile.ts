import { readFile } from "node:fs/promises";
import { assert, bytesEqual } from "@farthing/core";
import { parseCheckpoint, parseNote } from "@farthing/log";
import { holdLock } from "./holdLock.ts";
import { putFile } from "./putFile.ts";

/** The name of the newest published checkpoint inside the data folder. */
export const checkpointFileName = "checkpoint";

/** A head of the log that somebody may have seen. */
export interface Published {
  readonly size: number;
  readonly root: Uint8Array;
  /** The signed note, as anybody gets it. */
  readonly note: string;
}

/** A file that should hold a checkpoint holds something else. */
export class CheckpointUnreadable extends Error {
  override readonly name = "CheckpointUnreadable";
}

/**
 * The checkpoint in the file at `path`, or `null` when there is no such file. Its signature is not looked at: the file
 * is ours, and a key or an address may have changed since. Rejects with `CheckpointUnreadable`.
 */
export async function readCheckpointFile(path: string): Promise<Published | null> {
  let note: string;
  try {
    note = await readFile(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw new CheckpointUnreadable(`${path} cannot be read (${codeOf(error)}).`);
  }
  const checkpoint = parseCheckpoint(parseNote(note)?.body ?? "");
  if (checkpoint !== null) return { size: checkpoint.size, root: checkpoint.root, note };
  throw new CheckpointUnreadable(
    `${path} is not a checkpoint. It says how far the ledger went before others saw it: put it back from its copy, or move it away if you are sure that the ledger is whole.`,
  );
}

/** Whether a new head is of the same history as one that was kept before. */
export type GoesOnFrom = (kept: Published) => boolean;

/** A ledger goes on from a head if that is the root of its own first leaves. */
export function ledgerGoesOn(ledger: { rootAt(size: number): Uint8Array }): GoesOnFrom {
  return ({ size, root }) => bytesEqual(ledger.rootAt(size), root);
}

/**
 * Puts a checkpoint into the file at `path`, on disk before it resolves: whole, or as it was. Asserts that what is there
 * is not newer and begins the same history, whoever wrote it. Two servers that share a file, of which one runs on an
 * older copy of the ledger, come one after the other: the second sees what the first kept.
 */
export async function keepCheckpoint(
  path: string,
  next: Published,
  goesOnFrom: GoesOnFrom,
): Promise<void> {
  const letGo = await holdLock(`${path}.lock`);
  try {
    const kept = await readCheckpointFile(path);
    if (kept !== null) requireSameHistory(kept, next, goesOnFrom);
    await putFile(path, next.note, "name");
  } finally {
    letGo();
  }
}

function requireSameHistory(kept: Published, next: Published, goesOnFrom: GoesOnFrom): void {
  assert(kept.size <= next.size, "a kept checkpoint is never replaced by an older one");
  assert(kept.size < next.size || bytesEqual(kept.root, next.root), "one size has one root");
  assert(goesOnFrom(kept), "the log begins with every head that was kept");
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
