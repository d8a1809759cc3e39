import {
  chmodSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { instant, systemClock } from "@farthing/core";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { unfinishedMark } from "../backup/unfinished.ts";
import { readSettings } from "../config.ts";
import { addLeaves, published, withPlace } from "../folder.testing.ts";
import { sealFile } from "../sqlite/sealFile.ts";
import { checkSqlite } from "./checkSqlite.ts";
import { type Examination, examine, redacted } from "./examine.ts";

let made: string;
let beside: Examination;

/** A data folder with three leaves, made once; and what the doctor said while its server ran. */
beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), "farthing-doctor-"));
  await withPlace(async ({ path, start }) => {
    const wired = await start("data");
    await addLeaves(wired.deps.ledger, 3);
    await published(wired);
    beside = await look(path("data"));
    // The server was not disturbed.
    await addLeaves(wired.deps.ledger, 1);
    await published(wired);
    await wired.close();
    cpSync(path("data"), join(made, "data"), { recursive: true });
  });
  for (const name of ["ledger.db", "store.db"]) sealFile(join(made, "data", name));
}, 60_000);
afterAll(() => rmSync(made, { recursive: true }));

function look(data: string, deep = false): Promise<Examination> {
  const settings = readSettings({ FARTHING_DATA: data, FARTHING_KEY_FIELD: "A".repeat(43) });
  return examine(settings, { deep, clock: systemClock });
}

const linesOf = ({ findings }: Examination, check: string) =>
  findings.filter((finding) => finding.check === check).map(({ status, found }) => [status, found]);

test("beside a running server: everything is well, and its owner is named", () => {
  expect(beside.findings.filter(({ status }) => status === "wrong")).toEqual([]);
  expect(beside.ok).toBe(true);
  expect(linesOf(beside, "lock")).toEqual([
    ["ok", expect.stringMatching(new RegExp(`^held by process ${process.pid} on `))],
  ]);
  expect(linesOf(beside, "ledger")).toEqual([
    ["ok", expect.stringMatching(/^schema \d+, 3 entries, 3 leaves, the last at 20\d\d-/)],
  ]);
  expect(linesOf(beside, "integrity")).toEqual([
    ["ok", "store.db passes SQLite's quick_check"],
    ["ok", "ledger.db passes SQLite's quick_check"],
  ]);
  expect(linesOf(beside, "projection")[0]?.[0]).toBe("ok");
  expect(linesOf(beside, "checkpoint")[0]?.[1]).toMatch(/^3 leaves in .*checkpoint, 3 leaves in /);
  expect(linesOf(beside, "disk")[0]?.[1]).toMatch(/\(median of 200\), [\d.]+ ms \(p99\)$/);
  expect(linesOf(beside, "keys")).toEqual([["ok", expect.stringContaining("mode 0600")]]);
});

test("with the server stopped, --deep; the folder is as it was", async () => {
  const before = readdirSync(join(made, "data"));
  const found = await look(join(made, "data"), true);
  expect(found.ok).toBe(true);
  expect(linesOf(found, "lock")).toEqual([["ok", "free: no server runs here"]]);
  expect(linesOf(found, "integrity").map(([, words]) => words)).toEqual([
    "store.db passes SQLite's integrity_check",
    "ledger.db passes SQLite's integrity_check",
  ]);
  expect(readdirSync(join(made, "data"))).toEqual(before);
});

test("settings are shown as they are in force, and no secret among them", async () => {
  const secret = "A".repeat(43);
  const settings = readSettings({ FARTHING_KEY_LOG: secret, FARTHING_PORT: "5000" });
  expect(redacted(settings)).toMatchObject({
    FARTHING_PORT: "5000",
    FARTHING_DATA: "./data",
    FARTHING_KEY_LOG: "(secret)",
  });
  const text = JSON.stringify([beside, await look(join(made, "data"))]);
  expect(text).not.toContain(secret);
  const keys = JSON.parse(readFileSync(join(made, "data", "keys.json"), "utf8"));
  for (const seed of Object.values<string>(keys)) expect(text).not.toContain(seed);
});

function sql(folder: string, name: string, statement: string): void {
  const db = new Database(join(folder, name));
  db.exec(statement);
  db.close();
}

/** What may be wrong with a folder, and the line that says so. */
const broken: [string, (folder: string) => void, string, RegExp][] = [
  ["no folder", (folder) => rmSync(folder, { recursive: true }), "folder", /does not exist/],
  [
    "a file in its place",
    (folder) => {
      rmSync(folder, { recursive: true });
      writeFileSync(folder, "");
    },
    "disk",
    /ENOTDIR/,
  ],
  [
    "a ledger that is no database",
    (folder) => writeFileSync(join(folder, "ledger.db"), "x".repeat(8_192)),
    "ledger",
    /ledger\.db is damaged \(file is not a database\)/,
  ],
  [
    "a page overwritten",
    (folder) => {
      const path = join(folder, "ledger.db");
      const bytes = readFileSync(path);
      // The root page of `batches`.
      bytes.fill(7, 4_096, 4_200);
      writeFileSync(path, bytes);
    },
    "ledger",
    /ledger\.db is damaged \(database disk image is malformed\)/,
  ],
  [
    "a ledger gone",
    (folder) => rmSync(join(folder, "ledger.db")),
    "ledger",
    /missing beside store/,
  ],
  ["a store gone", (folder) => rmSync(join(folder, "store.db")), "store", /missing beside ledger/],
  ["keys gone", (folder) => rmSync(join(folder, "keys.json")), "keys", /only its keys open/],
  [
    "keys that others read",
    (folder) => chmodSync(join(folder, "keys.json"), 0o644),
    "keys",
    /can be read by others \(mode 0644\)/,
  ],
  ["keys cut", (folder) => writeFileSync(join(folder, "keys.json"), "{"), "keys", /is damaged/],
  [
    "money made",
    (folder) =>
      sql(
        folder,
        "ledger.db",
        `INSERT INTO accounts VALUES (1, x'00000000000000000000000000000001', 'PLAY/6', 1, 0, 0, 0, 0, 0);
         INSERT INTO balances VALUES (1, 0, 0, 0, 0, 5, 0)`,
      ),
    "sums",
    /PLAY\/6, 1 accounts: debits 0 and credits 5 posted/,
  ],
  [
    "an account changed by hand",
    (folder) =>
      sql(
        folder,
        "ledger.db",
        `INSERT INTO accounts VALUES (1, x'00000000000000000000000000000001', 'PLAY/6', 1, 0, 0, 0, 0, 0);
         INSERT INTO balances VALUES (1, 0, 0, 5, 0, 5, 0)`,
      ),
    "sums",
    /debits 5 and credits 5 posted, .*; 1 accounts are not what was written/,
  ],
  [
    "a newer ledger",
    (folder) => sql(folder, "ledger.db", "PRAGMA user_version = 99"),
    "ledger",
    /schema 99; this Farthing knows up to \d+/,
  ],
  [
    "a newer store",
    (folder) =>
      sql(
        folder,
        "store.db",
        "insert into kysely_migration (name, timestamp) values ('9999', 'x')",
      ),
    "store",
    /migration 9999/,
  ],
  [
    "a store ahead of the ledger",
    (folder) => sql(folder, "store.db", "update cursors set seq = 99"),
    "projection",
    /shows entry 99, the journal ends at 4/,
  ],
  [
    "a ledger behind its checkpoint",
    (folder) => sql(folder, "store.db", "update checkpoints set size = 9 where size = 4"),
    "checkpoint",
    /has 4 leaves, but a checkpoint over 9 was published \(.*store\.db\): it is 5 behind/,
  ],
  [
    "a checkpoint scribbled over",
    (folder) => writeFileSync(join(folder, "checkpoint"), "scribble"),
    "checkpoint",
    /is not a checkpoint/,
  ],
  [
    "a restore cut off",
    (folder) => writeFileSync(unfinishedMark(folder), ""),
    "restore",
    /cut off while it exchanged/,
  ],
];

test.each(broken)(
  "%s is one line that is wrong, with the next step",
  async (_, spoil, check, words) => {
    const folder = join(mkdtempSync(join(made, "broken-")), "data");
    cpSync(join(made, "data"), folder, { recursive: true });
    spoil(folder);
    const found = await look(folder);
    expect(found.ok).toBe(false);
    const lines = found.findings.filter((each) => each.check === check && each.status === "wrong");
    expect(lines.length).toBe(1);
    expect(lines[0]?.found).toMatch(words);
    expect(lines[0]?.next).toMatch(/\w/);
  },
);

test("a clock behind the journal is wrong", async () => {
  const settings = readSettings({ FARTHING_DATA: join(made, "data") });
  const early = { now: () => instant(1_600_000_000_000) };
  const found = await examine(settings, { deep: false, clock: early });
  expect(found.ok).toBe(false);
  expect(linesOf(found, "ledger")[0]?.[1]).toMatch(/this machine's clock is behind/);
});

test.each([
  ["3.51.3", "ok"],
  ["3.54.1", "ok"],
  ["4.0.0", "ok"],
  ["3.51.2", "wrong"],
  ["3.50.9", "wrong"],
  ["2.99.99", "wrong"],
])("SQLite %s is %s", (version, status) => {
  expect(checkSqlite(version).status).toBe(status);
});
