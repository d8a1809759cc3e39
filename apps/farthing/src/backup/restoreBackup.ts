import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Clock } from "@farthing/core";
import { lockFolder, NewerSchema } from "@farthing/ledger";
import { NewerStore } from "@farthing/server";
import { checkWritable } from "../checkWritable.ts";
import { BackupFault, diskFault } from "./backupFault.ts";
import { checkFiles } from "./checkFiles.ts";
import { syncPath } from "./durable.ts";
import { hashFile } from "./hashFile.ts";
import { type Manifest, readManifest, treesName } from "./manifest.ts";
import { unfinishedMark } from "./unfinished.ts";

/** What is restored where, and who is told. */
export interface RestoreWish {
  /** A backup's folder. */
  readonly from: string;
  /** The data folder; made when missing. No server may run in it. */
  readonly data: string;
  /** Move what lies there aside, instead of refusing. */
  readonly replace: boolean;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onProgress: (step: string, done: number, all: number) => void;
}

/** What a restore did. */
export interface Restored {
  readonly manifest: Manifest;
  /** Where the files lie that were there before; `null` when there were none. */
  readonly aside: string | null;
}

/**
 * Puts a backup's files into the data folder: copied beside what is there, held against the manifest, then exchanged by
 * renaming, with a mark that keeps every server away until that is over. Leaves `checkpoint` alone, so that a server
 * notices when the backup is older than what was published. Rejects with `BackupFault`, `FolderInUse`,
 * `FolderNotWritable` or what `checkFiles` throws; then the folder is as it was.
 */
export async function restoreBackup(wish: RestoreWish): Promise<Restored> {
  const { data } = wish;
  const manifest = readManifest(wish.from);
  checkWritable(data);
  const lock = lockFolder(data);
  try {
    const occupied = occupiedBy(data, manifest);
    if (occupied.length > 0 && !wish.replace) {
      throw new BackupFault(
        `${data} holds ${occupied.join(", ")}: name an empty folder with FARTHING_DATA, or say --replace, which keeps these files aside.`,
      );
    }
    try {
      await copyDrafts(wish, manifest);
      checkFiles(manifest, (name) => draftOf(data, name));
    } catch (error) {
      removeDrafts(data, manifest);
      if (error instanceof NewerSchema || error instanceof NewerStore) {
        throw new BackupFault(
          `The backup in ${wish.from} was written by a newer Farthing: restore it with that one.`,
        );
      }
      throw diskFault(error, data);
    }
    return { manifest, aside: exchange(wish, manifest, occupied) };
  } finally {
    lock.letGo();
  }
}

function draftOf(data: string, name: string): string {
  return join(data, `${name}.restoring`);
}

function removeDrafts(data: string, { files }: Manifest): void {
  for (const { name } of files) {
    for (const side of ["", "-journal", "-wal", "-shm"]) {
      rmSync(`${draftOf(data, name)}${side}`, { force: true });
    }
  }
}

/** Files that the restore would have to move: a database's log belongs to it, and would be applied to another. */
function occupiedBy(data: string, { files }: Manifest): string[] {
  const keys = files.find(({ name }) => name === "keys.json");
  return readdirSync(data).filter((name) => {
    if (name === "keys.json") return keys !== undefined && !hasHash(join(data, name), keys.sha256);
    return /^(ledger|store)\.db(-wal|-shm|-journal)?$/.test(name);
  });
}

function hasHash(path: string, sha256: string): boolean {
  return createHash("sha256").update(readFileSync(path)).digest("hex") === sha256;
}

/** Copies every file beside what is there; what was written, not what was read, has the manifest's hash. */
async function copyDrafts(wish: RestoreWish, manifest: Manifest): Promise<void> {
  removeDrafts(wish.data, manifest);
  if (manifest.files.some(({ name }) => name.startsWith(`${treesName}/`))) {
    mkdirSync(join(wish.data, treesName), { recursive: true, mode: 0o700 });
  }
  for (const { name, bytes, sha256 } of manifest.files) {
    const path = join(wish.from, name);
    if (!existsSync(path)) {
      throw new BackupFault(`${path} is missing: the backup is not whole. Restore another.`);
    }
    const found = await hashFile(path, {
      to: draftOf(wish.data, name),
      signal: wish.signal,
      onBytes: (done) => wish.onProgress(`copying ${name}`, done, bytes),
    });
    if (found.bytes !== bytes) {
      throw new BackupFault(
        `${path} has ${found.bytes} bytes, and its manifest says ${bytes}: it was cut or grew. Restore another backup.`,
      );
    }
    if (found.sha256 !== sha256) {
      throw new BackupFault(
        `${path} is not what was backed up (its SHA-256 differs from the manifest's): restore another backup.`,
      );
    }
  }
  wish.signal.throwIfAborted();
}

/** From the mark to its removal no server starts here; what a power cut leaves in between, the next restore replaces. */
function exchange(
  { data, clock }: RestoreWish,
  { files }: Manifest,
  occupied: readonly string[],
): string | null {
  const mark = unfinishedMark(data);
  writeFileSync(mark, "A restore is exchanging the files here.\n");
  syncPath(mark);
  syncPath(data);
  const stamp = new Date(clock.now()).toISOString().replaceAll(":", "-");
  const aside = occupied.length === 0 ? null : join(data, `replaced-${stamp}`);
  if (aside !== null) {
    mkdirSync(aside, { mode: 0o700 });
    for (const name of occupied) renameSync(join(data, name), join(aside, name));
    syncPath(aside);
  }
  for (const { name } of files) renameSync(draftOf(data, name), join(data, name));
  const trees = join(data, treesName);
  if (existsSync(trees)) syncPath(trees);
  syncPath(data);
  rmSync(mark);
  syncPath(data);
  return aside;
}
