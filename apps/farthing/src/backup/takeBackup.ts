import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmdirSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { type Clock, toHex } from "@farthing/core";
import { ledgerFacts, makeFolder } from "@farthing/ledger";
import { storeFacts } from "@farthing/server";
import { type PublishedAt, readPublished } from "../published.ts";
import {
  type CopyTold,
  namingDamage,
  openSnapshot,
  type Snapshot,
} from "../sqlite/openSnapshot.ts";
import { sealFile } from "../sqlite/sealFile.ts";
import { versions } from "../versions.ts";
import { BackupFault, diskFault } from "./backupFault.ts";
import { checkFiles } from "./checkFiles.ts";
import { syncPath, writeDurably } from "./durable.ts";
import { hashFile } from "./hashFile.ts";
import { requireRoom } from "./requireRoom.ts";
import {
  backupNames,
  isTree,
  type Manifest,
  manifestHead,
  manifestName,
  treesName,
} from "./manifest.ts";

/** What a backup is taken of, where to, and who is told. */
export interface BackupWish {
  /** The data folder. A server may run in it. */
  readonly data: string;
  /** Missing or empty. */
  readonly to: string;
  readonly withKeys: boolean;
  /** Open and check the copy before it counts. */
  readonly verify: boolean;
  readonly checkpointFiles: readonly string[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onProgress: (step: string, done: number, all: number) => void;
}

/**
 * Copies the data folder as it is at one moment, beside a running server, and answers with the copy's manifest. The
 * folder is a backup only once its manifest is there, which is written last; whatever fails before leaves nothing.
 * Rejects with `BackupFault`, `Interrupted`, or with what is wrong with the data.
 */
export async function takeBackup(wish: BackupWish): Promise<Manifest> {
  const { data, to } = wish;
  for (const name of ["ledger.db", "store.db"]) {
    if (!existsSync(join(data, name))) {
      throw new BackupFault(
        `There is no ${name} in ${data}: name the data folder with FARTHING_DATA.`,
      );
    }
  }
  const made = makePlace(to);
  try {
    const manifest = await copyAll(wish);
    writeDurably(join(to, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
    if (made) syncPath(dirname(to));
    return manifest;
  } catch (error) {
    for (const name of [...backupNames, manifestName]) {
      for (const side of ["", "-journal", "-wal", "-shm"]) {
        rmSync(join(to, `${name}${side}`), { force: true });
      }
    }
    rmSync(join(to, treesName), { recursive: true, force: true });
    if (made) rmdirSync(to);
    throw diskFault(error, to);
  }
}

/** Makes the folder when it is missing, and says so; refuses one that holds anything. */
function makePlace(to: string): boolean {
  try {
    if (!existsSync(to)) {
      makeFolder(to);
      return true;
    }
    const names = readdirSync(to);
    if (names.length === 0) return false;
    const what = names.includes(manifestName) ? "holds another backup" : "is not empty";
    throw new BackupFault(`${to} ${what}, which is left as it is: name a folder of its own.`);
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new BackupFault(
      `${to} cannot be a backup's folder (${error.message}): name one that can be made and written.`,
    );
  }
}

async function copyAll(wish: BackupWish): Promise<Manifest> {
  const { data, to } = wish;
  // The checkpoint first, the ledger last: each is within what comes after it, so that the store of a backup never
  // speaks of entries that its ledger lacks. A ledger that is ahead is what every crash leaves, and is caught up with.
  const published = await readPublished(wish.checkpointFiles, data);
  const store = openSnapshot(join(data, "store.db"));
  try {
    const ledger = openSnapshot(join(data, "ledger.db"));
    try {
      requireRoom(to, store.bytes + ledger.bytes);
      const about = aboutOf(wish, { store, ledger }, published);
      const manifest = { ...about, files: await copyFiles(wish, { store, ledger }) };
      wish.signal.throwIfAborted();
      if (wish.verify) checkFiles(manifest, (name) => join(to, name));
      return manifest;
    } finally {
      ledger.close();
    }
  } finally {
    store.close();
  }
}

/** What the manifest says besides its files, of the same moment. */
function aboutOf(
  { data, clock }: BackupWish,
  { store, ledger }: { store: Snapshot; ledger: Snapshot },
  published: readonly PublishedAt[],
): Omit<Manifest, "files"> {
  const newest = published.toSorted((a, b) => b.size - a.size)[0];
  const ofLedger = namingDamage(join(data, "ledger.db"), () => {
    const facts = ledgerFacts(ledger.driver);
    return { ledgerSchema: facts.schema, head: manifestHead(facts.head()) };
  });
  const { migration } = namingDamage(join(data, "store.db"), () => storeFacts(store.driver));
  return {
    kind: "farthing-backup",
    version: 2,
    takenAt: new Date(clock.now()).toISOString(),
    ...versions(),
    ...ofLedger,
    storeMigration: migration ?? "",
    checkpoint:
      newest === undefined
        ? null
        : { size: newest.size, root: toHex(newest.root), note: newest.note },
  };
}

async function copyFiles(
  wish: BackupWish,
  { store, ledger }: { store: Snapshot; ledger: Snapshot },
): Promise<Manifest["files"]> {
  const files = [
    await copyDatabase(wish, "store.db", store),
    await copyDatabase(wish, "ledger.db", ledger),
  ];
  const keys = join(wish.data, "keys.json");
  if (wish.withKeys && existsSync(keys)) {
    const told = toldOf(wish, "copying keys.json", statSync(keys).size);
    const hash = await hashFile(keys, { ...told, to: join(wish.to, "keys.json") });
    files.push({ name: "keys.json", ...hash });
  }
  files.push(...(await copyTrees(wish)));
  syncPath(wish.to);
  return files;
}

/** A tree is on disk before its total is in the ledger, so each that the copied ledger speaks of is there, or too old. */
async function copyTrees(wish: BackupWish): Promise<Manifest["files"]> {
  const files: Manifest["files"] = [];
  const trees = treesIn(wish.data);
  if (trees.length === 0) return files;
  mkdirSync(join(wish.to, treesName), { mode: 0o700 });
  for (const tree of trees) {
    const name = `${treesName}/${tree}`;
    const from = join(wish.data, name);
    const size = statSync(from, { throwIfNoEntry: false })?.size;
    // Its day was thirty days ago: the server removes it meanwhile.
    if (size === undefined) continue;
    const told = toldOf(wish, `copying ${name}`, size);
    files.push({ name, ...(await hashFile(from, { ...told, to: join(wish.to, name) })) });
  }
  syncPath(join(wish.to, treesName));
  return files;
}

function treesIn(data: string): string[] {
  const folder = join(data, treesName);
  return existsSync(folder) ? readdirSync(folder).filter(isTree).toSorted() : [];
}

async function copyDatabase(
  wish: BackupWish,
  name: "ledger.db" | "store.db",
  snapshot: Snapshot,
): Promise<Manifest["files"][number]> {
  const path = join(wish.to, name);
  await snapshot.copyTo(path, toldOf(wish, `copying ${name}`, snapshot.bytes));
  sealFile(path);
  chmodSync(path, 0o600);
  syncPath(path);
  const hash = await hashFile(path, toldOf(wish, `hashing ${name}`, snapshot.bytes));
  return { name, ...hash };
}

function toldOf({ onProgress, signal }: BackupWish, step: string, all: number): CopyTold {
  onProgress(step, 0, all);
  return { signal, onBytes: (bytes) => onProgress(step, bytes, all) };
}
