import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toHex } from "@farthing/core";
import { verifyLedger } from "@farthing/ledger";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  addLeaves,
  backupOf,
  type Place,
  published,
  restoreOf,
  withPlace,
} from "../folder.testing.ts";
import { sealFile } from "../sqlite/sealFile.ts";
import { BackupFault, Interrupted } from "./backupFault.ts";
import { readManifest } from "./manifest.ts";
import { RestoreUnfinished, unfinishedMark } from "./unfinished.ts";

const mode = (path: string) => statSync(path).mode & 0o777;

let made: string;

/** A data folder with three leaves and a backup of it, made once, the server stopped. */
beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), "farthing-made-"));
  await withPlace(async ({ path, start }) => {
    const wired = await start("data");
    await addLeaves(wired.deps.ledger, 3);
    await published(wired);
    await backupOf(path("data"), path("backup"));
    await wired.close();
    for (const name of ["data", "backup"])
      cpSync(path(name), join(made, name), { recursive: true });
  });
}, 60_000);
afterAll(() => rmSync(made, { recursive: true }));

function backedUp({ path }: Place): void {
  for (const name of ["data", "backup"]) cpSync(join(made, name), path(name), { recursive: true });
}

/** Every file of a folder by its name. */
function contents(folder: string): Record<string, string> {
  const files = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.name.startsWith("ledger.lock"),
  );
  return Object.fromEntries(
    files.map(({ name }) => [name, readFileSync(join(folder, name), "hex")]),
  );
}

test("a backup beside a server that goes on writing is of one moment, and starts elsewhere", () =>
  withPlace(async (place) => {
    const { path, start } = place;
    const wired = await start("data");
    await addLeaves(wired.deps.ledger, 20);
    const size = await published(wired);
    // Enough to be copied in many steps, so that the writing falls between them.
    const filler = new Database(path("data/store.db"));
    filler.exec("create table filler (bytes blob)");
    for (let row = 0; row < 12; row += 1) {
      filler.exec("insert into filler values (randomblob(1000000))");
    }
    filler.close();
    let steps = 0;
    const copied = new AbortController();
    const writing = (async () => {
      while (!copied.signal.aborted) await addLeaves(wired.deps.ledger, 1);
    })();
    const manifest = await backupOf(path("data"), path("backup"), {
      onProgress: () => (steps += 1),
    });
    copied.abort();
    await writing;
    expect(steps).toBeGreaterThan(20);
    const now = wired.deps.ledger.head();
    const { leaves } = manifest.head;
    expect(leaves).toBeGreaterThanOrEqual(20);
    expect(now.leaves).toBeGreaterThan(leaves);
    expect(toHex(wired.deps.ledger.rootAt(leaves))).toBe(manifest.head.root);
    expect(manifest.checkpoint).toMatchObject({ size });
    expect(readManifest(path("backup"))).toEqual(manifest);
    expect(readdirSync(path("backup")).sort()).toEqual([
      "keys.json",
      "ledger.db",
      "manifest.json",
      "store.db",
    ]);
    for (const name of readdirSync(path("backup"))) {
      expect(mode(join(path("backup"), name))).toBe(0o600);
    }
    expect(mode(path("backup"))).toBe(0o700);
    expect(await restoreOf(path("backup"), path("new"))).toMatchObject({ aside: null });
    const again = await start("new");
    expect(again.deps.ledger.head()).toMatchObject({
      leaves,
    });
    expect(toHex(again.deps.ledger.rootAt(leaves))).toBe(manifest.head.root);
    await addLeaves(again.deps.ledger, 1);
    expect((await verifyLedger({ folder: path("new") })).faults).toEqual([]);
    expect(again.deps.keys.issuer.kid).toBe(wired.deps.keys.issuer.kid);
  }));

test("without keys: the copy holds none, the target keeps its own, and without any nothing starts", () =>
  withPlace(async ({ path, start }) => {
    const wired = await start("data");
    await addLeaves(wired.deps.ledger, 1);
    const { files } = await backupOf(path("data"), path("backup"), { withKeys: false });
    expect(files.map(({ name }) => name)).toEqual(["store.db", "ledger.db"]);
    expect(existsSync(path("backup/keys.json"))).toBe(false);
    await restoreOf(path("backup"), path("new"));
    await expect(start("new")).rejects.toThrow(/keys\.json is missing/);
    mkdirSync(path("other"));
    cpSync(path("data/keys.json"), path("other/keys.json"));
    await restoreOf(path("backup"), path("other"));
    expect((await start("other")).deps.ledger.head().leaves).toBe(1);
  }));

test("a backup is written nowhere but into a folder of its own", () =>
  withPlace(async (place) => {
    const { path } = place;
    backedUp(place);
    const before = readFileSync(path("backup/manifest.json"), "utf8");
    await expect(backupOf(path("data"), path("backup"))).rejects.toThrow(
      /backup holds another backup, which is left as it is/,
    );
    expect(readFileSync(path("backup/manifest.json"), "utf8")).toBe(before);
    await expect(backupOf(path("data"), path("data"))).rejects.toThrow(
      /data is not empty, which is left as it is/,
    );
    writeFileSync(path("file"), "");
    await expect(backupOf(path("data"), path("file"))).rejects.toThrow(
      /file cannot be a backup's folder/,
    );
    await expect(backupOf(path("data"), path("file/below"))).rejects.toThrow(
      /cannot be a backup's folder/,
    );
    await expect(backupOf(path("nowhere"), path("new"))).rejects.toThrow(
      /There is no ledger\.db in .*nowhere: name the data folder with FARTHING_DATA/,
    );
    expect(existsSync(path("new"))).toBe(false);
    mkdirSync(path("empty"));
    expect(await backupOf(path("data"), path("empty"))).toMatchObject({ head: { leaves: 3 } });
  }));

test("interrupted or failing, a backup leaves nothing, in whatever step", () =>
  withPlace(async (place) => {
    const { path } = place;
    backedUp(place);
    const seen = new Set<string>();
    await backupOf(path("data"), path("count"), { onProgress: (step) => seen.add(step) });
    expect([...seen]).toEqual([
      "copying store.db",
      "hashing store.db",
      "copying ledger.db",
      "hashing ledger.db",
      "copying keys.json",
    ]);
    mkdirSync(path("mine"));
    for (const to of ["stopped", "mine"]) {
      for (const when of seen) {
        const abort = new AbortController();
        const stopping = backupOf(path("data"), path(to), {
          signal: abort.signal,
          onProgress: (step) => step === when && abort.abort(new Interrupted("Stopped.")),
        });
        await expect(stopping).rejects.toBeInstanceOf(Interrupted);
        expect(existsSync(path(to)) ? readdirSync(path(to)) : null).toEqual(
          to === "mine" ? [] : null,
        );
      }
    }
  }));

test("a damaged ledger is not called a backup", () =>
  withPlace(async (place) => {
    const { path } = place;
    backedUp(place);
    cpSync(path("data"), path("broken"), { recursive: true });
    sealFile(path("broken/ledger.db"));
    const file = readFileSync(path("broken/ledger.db"));
    // Every second page but the first, overwritten.
    for (let page = 1; page < file.length / 4_096; page += 2)
      file.fill(7, page * 4_096, page * 4_096 + 64);
    writeFileSync(path("broken/ledger.db"), file);
    await expect(backupOf(path("broken"), path("copy"))).rejects.toThrow(
      /ledger\.db (is damaged|does not pass SQLite's check)/,
    );
    expect(existsSync(path("copy"))).toBe(false);
  }));

/** What may have become of a backup, and what a restore says to it. */
const spoiled: [string, (path: (name: string) => string) => void, RegExp][] = [
  [
    "a flipped bit in the ledger",
    (path) => flip(path("backup/ledger.db"), 5_000),
    /ledger\.db is not what was backed up \(its SHA-256 differs/,
  ],
  [
    "a flipped bit in the store",
    (path) => flip(path("backup/store.db"), 100),
    /store\.db is not what was backed up/,
  ],
  [
    "a flipped bit in the keys",
    (path) => flip(path("backup/keys.json"), 20),
    /keys\.json is not what/,
  ],
  [
    "a truncated ledger",
    (path) => truncateSync(path("backup/ledger.db"), 8_192),
    /ledger\.db has 8192 bytes, and its manifest says \d+: it was cut or grew/,
  ],
  [
    "a missing store",
    (path) => rmSync(path("backup/store.db")),
    /store\.db is missing: the backup is not whole/,
  ],
  [
    "a missing manifest",
    (path) => rmSync(path("backup/manifest.json")),
    /backup holds no manifest\.json: it is no backup, or one that was cut off/,
  ],
  ["no folder", (path) => rmSync(path("backup"), { recursive: true }), /holds no manifest\.json/],
  [
    "a folder in the manifest's place",
    (path) => {
      rmSync(path("backup/manifest.json"));
      mkdirSync(path("backup/manifest.json"));
    },
    /manifest\.json cannot be read \(EISDIR\)/,
  ],
  [
    "a manifest of a newer version",
    (path) => edit(path, (manifest) => ({ ...manifest, version: 3 })),
    /written by a newer Farthing \(manifest version 3, this one knows 2\)/,
  ],
  [
    "a manifest that is no JSON",
    (path) => writeFileSync(path("backup/manifest.json"), "{"),
    /is not the manifest/,
  ],
  [
    "a manifest that names a file outside",
    (path) =>
      edit(path, (manifest) => ({
        ...manifest,
        files: [{ name: "../keys.json", bytes: 1, sha256: "0".repeat(64) }],
      })),
    /is not the manifest of a backup/,
  ],
  [
    "a manifest without a ledger",
    (path) =>
      edit(path, ({ files, ...rest }) => ({ ...rest, files: (files as object[]).slice(0, 1) })),
    /is not the manifest of a backup/,
  ],
  [
    "a manifest of another moment",
    (path) =>
      edit(path, ({ head, ...rest }) => ({ ...rest, head: { ...(head as object), seq: "2" } })),
    /ends elsewhere than its manifest says/,
  ],
  [
    "a checkpoint that the ledger does not reach",
    (path) =>
      edit(path, ({ checkpoint, ...rest }) => ({
        ...rest,
        checkpoint: { ...(checkpoint as object), size: 8 },
      })),
    /it is 5 behind/,
  ],
];

function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

function edit(
  path: (name: string) => string,
  change: (manifest: Record<string, unknown>) => object,
): void {
  const file = path("backup/manifest.json");
  writeFileSync(file, JSON.stringify(change(JSON.parse(readFileSync(file, "utf8")))));
}

test.each(spoiled)(
  "%s is refused in a sentence, and the folder is as it was",
  (_, spoil, sentence) =>
    withPlace(async (place) => {
      const { path } = place;
      backedUp(place);
      spoil(path);
      const before = contents(path("data"));
      const replacing = restoreOf(path("backup"), path("data"), { replace: true });
      await expect(replacing).rejects.toThrow(sentence);
      expect(contents(path("data"))).toEqual(before);
      await expect(restoreOf(path("backup"), path("new"))).rejects.toThrow(sentence);
      expect(existsSync(path("new/ledger.db"))).toBe(false);
    }),
);

test("a restore refuses a folder in use, and one with data; --replace keeps every old file", () =>
  withPlace(async (place) => {
    const { path, start } = place;
    backedUp(place);
    const wired = await start("data");
    await addLeaves(wired.deps.ledger, 1);
    await expect(restoreOf(path("backup"), path("data"), { replace: true })).rejects.toThrow(
      new RegExp(`in use by process ${process.pid} `),
    );
    await wired.close();
    await expect(restoreOf(path("backup"), path("data"))).rejects.toThrow(
      /data holds ledger\.db, .*store\.db: name an empty folder with FARTHING_DATA, or say --replace/,
    );
    // As after a kill: part of the ledger is still in its log, which must not be applied to another.
    writeFileSync(path("data/ledger.db-wal"), "not a log");
    const old = Object.fromEntries(
      ["ledger.db", "ledger.db-wal", "store.db"].map((name) => [
        name,
        readFileSync(path(`data/${name}`)),
      ]),
    );
    const checkpoint = readFileSync(path("data/checkpoint"));
    const { aside } = await restoreOf(path("backup"), path("data"), { replace: true });
    expect(aside).toMatch(/replaced-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d/);
    for (const [name, bytes] of Object.entries(old)) {
      expect(readFileSync(join(aside!, name)).equals(bytes)).toBe(true);
    }
    expect(readFileSync(path("data/checkpoint")).equals(checkpoint)).toBe(true);
    expect(existsSync(path("data/ledger.db-wal"))).toBe(false);
  }));

test("a restore that was cut off while it exchanged files starts nothing; done again, it does", () =>
  withPlace(async (place) => {
    const { path, start } = place;
    backedUp(place);
    mkdirSync(path("half"));
    cpSync(path("backup/ledger.db"), path("half/ledger.db"));
    cpSync(path("backup/keys.json"), path("half/keys.json"));
    cpSync(path("backup/store.db"), path("half/store.db.restoring"));
    writeFileSync(unfinishedMark(path("half")), "");
    await expect(start("half")).rejects.toBeInstanceOf(RestoreUnfinished);
    await expect(start("half")).rejects.toThrow(/cut off .* run it again with --replace/);
    await expect(restoreOf(path("backup"), path("half"))).rejects.toBeInstanceOf(BackupFault);
    await restoreOf(path("backup"), path("half"), { replace: true });
    expect(readdirSync(path("half")).filter((name) => name.includes("rest"))).toEqual([]);
    expect((await start("half")).deps.ledger.head().leaves).toBe(3);
  }));

const tree = "liabilities/2026-11-26-0123456789abcdef.sums";

test("the trees behind sealed totals come along and back, and nothing else of their folder", () =>
  withPlace(async (place) => {
    const { path } = place;
    backedUp(place);
    mkdirSync(path("data/liabilities"), { recursive: true });
    writeFileSync(path(`data/${tree}`), "salts and sums");
    writeFileSync(path(`data/${tree}.0123456789ab`), "a draft");
    const { files } = await backupOf(path("data"), path("more"));
    expect(files.map(({ name }) => name)).toEqual(["store.db", "ledger.db", "keys.json", tree]);
    expect(readdirSync(path("more/liabilities"))).toEqual([tree.split("/")[1]]);
    expect(mode(path(`more/${tree}`))).toBe(0o600);
    await restoreOf(path("more"), path("back"));
    expect(readFileSync(path(`back/${tree}`), "utf8")).toBe("salts and sums");
    // Over a folder that has the tree already, it is that tree.
    await restoreOf(path("more"), path("back"), { replace: true });
    expect(readdirSync(path("back/liabilities"))).toEqual([tree.split("/")[1]]);

    writeFileSync(path(`more/${tree}`), "salts and sumS");
    await expect(restoreOf(path("more"), path("other"))).rejects.toThrow(
      "is not what was backed up",
    );
    expect(readdirSync(path("other/liabilities"))).toEqual([]);
    const manifest = readFileSync(path("more/manifest.json"), "utf8");
    writeFileSync(path("more/manifest.json"), manifest.replace(tree, `liabilities/../../x.sums`));
    expect(() => readManifest(path("more"))).toThrow(BackupFault);
    // A backup of before trees is one still.
    const old = readFileSync(path("backup/manifest.json"), "utf8");
    writeFileSync(path("backup/manifest.json"), old.replace('"version": 2', '"version": 1'));
    expect(readManifest(path("backup")).version).toBe(1);
    const stopped = AbortSignal.abort(new Interrupted());
    await expect(backupOf(path("data"), path("cut"), { signal: stopped })).rejects.toBeInstanceOf(
      Interrupted,
    );
    expect(existsSync(path("cut"))).toBe(false);
  }));
