import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import vectors from "../../specs/vectors/receipt-file.json" with { type: "json" };
import { buildGo } from "./buildGo.ts";

// The same files that our own reader is tested with, judged by Go: golang.org/x/mod, unmodified, and the commitments of
// specs/log.md written a second time.

let folder: string;
let said: { files: Record<string, string>; tiles: string[]; accepted: string[] };

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "farthing-go-"));
  const program = buildGo("govectors/main.go", folder);
  const path = join(import.meta.dirname, "../../specs/vectors/receipt-file.json");
  said = JSON.parse(execFileSync(program, [path], { encoding: "utf8" })) as typeof said;
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(vectors.files)("$name: in the tree by Go, $sumdb", ({ name, sumdb }) => {
  const answer = said.files[name] ?? "";
  if (sumdb) expect(answer).toBe(vectors.leafHash);
  else expect(answer).toMatch(/^refused: /);
});

test("nothing that we call true is refused by Go", () => {
  const ours = vectors.files.filter(({ result }) => result === "true");
  expect(ours.map(({ name }) => said.files[name])).toEqual(ours.map(() => vectors.leafHash));
});

test("tiles are named alike, and what is no tile to us is none to Go", () => {
  expect(said.tiles).toEqual(vectors.tiles.map(({ path }) => path));
  // c2sp.org/tlog-tiles ends at level 63, which Go does not bound.
  expect(said.accepted).toEqual(["tile/64/000"]);
});
