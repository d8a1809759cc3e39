import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toHex } from "@farthing/core";
import type { LedgerHead } from "@farthing/ledger";
import { z } from "zod";
import { BackupFault } from "./backupFault.ts";

/** The file whose presence makes a folder a backup: it is written last. */
export const manifestName = "manifest.json";

/** Every file that a backup may hold, in the order in which they are copied. */
export const backupNames = ["store.db", "ledger.db", "keys.json"] as const;

/** The folder of the trees behind the sealed totals, in the data folder and in a backup. */
export const treesName = "liabilities";

/** Of a tree's file: the day, and the beginning of the root. */
const treeName = /^\d{4}-\d\d-\d\d-[0-9a-f]{16}\.sums$/;

/** Whether a name in the folder of trees is that of a tree. */
export function isTree(name: string): boolean {
  return treeName.test(name);
}

/** Most files of a manifest: of trees there is one for each day of a month, and what crashes left. */
const filesMax = 1_000;

/** 2: with trees. */
const manifestVersion = 2;
const count = z.int().min(0);
const decimal = z.string().regex(/^\d{1,20}$/);
const hex32 = z.string().regex(/^[0-9a-f]{64}$/);

const Head = z.object({ seq: decimal, leaves: count, root: hex32, timestamp: decimal });

const FileName = z.union([
  z.enum(backupNames),
  z
    .string()
    .refine((name) => name.startsWith(`${treesName}/`) && isTree(name.slice(treesName.length + 1))),
]);

export const Manifest = z
  .object({
    kind: z.literal("farthing-backup"),
    version: z.int().min(1).max(manifestVersion),
    takenAt: z.string().max(40),
    farthing: z.string().max(40),
    sqlite: z.string().max(40),
    ledgerSchema: count,
    storeMigration: z.string().max(40),
    head: Head,
    /** The newest that was published when the copy was begun. */
    checkpoint: z.object({ size: count, root: hex32, note: z.string().max(1_000_000) }).nullable(),
    files: z.array(z.object({ name: FileName, bytes: count, sha256: hex32 })).max(filesMax),
  })
  .refine(({ files }) => {
    const names = files.map(({ name }) => name);
    const twice = new Set(names).size < names.length;
    return !twice && names.includes("ledger.db") && names.includes("store.db");
  }, "names both databases once");

/** What a backup says of itself. Numbers over 53 bits are decimal text, bytes are lower-case hex. */
export type Manifest = z.infer<typeof Manifest>;

const Any = z.object({ kind: z.literal("farthing-backup"), version: z.int() });

/** A ledger's head as a manifest spells it. */
export function manifestHead({ seq, leaves, root, timestamp }: LedgerHead): Manifest["head"] {
  return { seq: String(seq), leaves, root: toHex(root), timestamp: String(timestamp) };
}

/** The manifest of the backup in `folder`. Throws `BackupFault` when there is none that this version can read. */
export function readManifest(folder: string): Manifest {
  const path = join(folder, manifestName);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const missing = code === "ENOENT" || code === "ENOTDIR";
    throw new BackupFault(
      missing
        ? `${folder} holds no ${manifestName}: it is no backup, or one that was cut off before it was whole. Name another.`
        : `${path} cannot be read (${code}): give this account the right to, or copy the backup to where it may read.`,
    );
  }
  const value = jsonOf(text);
  const any = Any.safeParse(value);
  if (any.success && any.data.version > manifestVersion) {
    throw new BackupFault(
      `The backup in ${folder} was written by a newer Farthing (manifest version ${any.data.version}, this one knows ${manifestVersion}): restore it with that one.`,
    );
  }
  const parsed = Manifest.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new BackupFault(
    `${path} is not the manifest of a backup, or it is damaged: take another backup.`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
