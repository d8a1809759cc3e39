import { readFile } from "node:fs/promises";
import { assert, bytesEqual } from "@farthing/core";
import { parseCheckpoint, parseNote } from "@farthing/log";
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

/**
 * Puts a checkpoint into the file at `path`, on disk before it resolves: whole, or as it was. Asserts that what is there
 * is not newer and no other history, whoever wrote it.
 */
export async function keepCheckpoint(path: string, { size, root, note }: Published): Promise<void> {
  const kept = await readCheckpointFile(path);
  if (kept !== null) {
    assert(kept.size <= size, "a kept checkpoint is never replaced by an older one");
    assert(kept.size < size || bytesEqual(kept.root, root), "one size has one root");
  }
  await putFile(path, note, "name");
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
