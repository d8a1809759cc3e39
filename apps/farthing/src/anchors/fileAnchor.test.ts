import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AnchorConflict,
  type AnchorHead,
  AnchorUnreached,
  checkpointBody,
  signNote,
} from "@farthing/log";
import { makeKeys, sha256 } from "@farthing/server";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fileAnchor } from "./fileAnchor.ts";

const seed = new Uint8Array(32).fill(1);
const seeds = { issuer: seed, log: seed, field: seed, pairwise: seed, arrival: seed };
const { log } = makeKeys(seeds, "pay.example/log");

const made = new Map<string, AnchorHead>();

/** One note for each head: ML-DSA signs differently each time. */
function headOf(size: number, byte = size): AnchorHead {
  const known = made.get(`${size} ${byte}`) ?? signedHead(size, byte);
  made.set(`${size} ${byte}`, known);
  return known;
}

function signedHead(size: number, byte: number): AnchorHead {
  const root = new Uint8Array(32).fill(byte);
  return { size, root, note: signNote(sha256, checkpointBody(log[0].name, size, root), log, 1) };
}

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "farthing-anchor-"));
  path = join(folder, "anchors");
});
afterEach(() => rmSync(folder, { recursive: true }));

const sizes = () =>
  readFileSync(path, "utf8")
    .split("\n")
    .map((line) => Number(line.split(" ")[0]));
const intended = { state: "intended", detail: null } as const;
const advance = (head: AnchorHead) => fileAnchor(path).advance(head, intended);

test("heads are lines, each with what the log signed; the last one is the newest", async () => {
  expect(await fileAnchor(path).newest()).toBe(null);
  for (const size of [3, 5, 9])
    expect(await advance(headOf(size))).toMatchObject({ state: "final" });
  expect(sizes()).toEqual([3, 5, 9, 0]);
  expect(await fileAnchor(path).newest()).toEqual(headOf(9));
});

test("what is there is not written twice, and a smaller head is covered", async () => {
  await advance(headOf(5));
  const before = readFileSync(path, "utf8");
  expect(await advance(headOf(5))).toMatchObject({ state: "final" });
  expect(await advance(headOf(4))).toMatchObject({ state: "overtaken" });
  expect(readFileSync(path, "utf8")).toBe(before);
});

test("another history of the same size is refused", async () => {
  await advance(headOf(5));
  await expect(advance(headOf(5, 7))).rejects.toBeInstanceOf(AnchorConflict);
});

test("a line that a power cut left unfinished is none, and goes when the next comes", async () => {
  await advance(headOf(3));
  const whole = readFileSync(path, "utf8");
  for (const rest of ["5", "5 AAAA AAA", whole.slice(0, -1), "5 AA\0\0", "\0\0\0"]) {
    writeFileSync(path, whole);
    appendFileSync(path, rest);
    expect(await fileAnchor(path).newest()).toEqual(headOf(3));
    await advance(headOf(6));
    expect(sizes()).toEqual([3, 6, 0]);
  }
});

test.each([
  ["a line that is none", (text: string) => `${text}scribble\n`],
  ["a size that is not the note's", (text: string) => text.replace(/^3/, "4")],
  ["an empty line", (text: string) => `${text}\n`],
])("%s stops anchoring there", async (_, change) => {
  await advance(headOf(3));
  const changed = change(readFileSync(path, "utf8"));
  writeFileSync(path, changed);
  await expect(fileAnchor(path).newest()).rejects.toThrow(`last line of ${path} is no head`);
  await expect(advance(headOf(9))).rejects.toBeInstanceOf(AnchorConflict);
  expect(readFileSync(path, "utf8")).toBe(changed);
});

test.each([
  ["a line without its end", "FARTHING_KEY=aaaa"],
  ["words behind a number", "5 of us were there"],
  ["a JSON file", '{"size":5}'],
  ["more than any line is long", "5 ".padEnd(3 * 1_048_576, "A")],
])("another file (%s) is no place, and is left as it is", async (_, text) => {
  writeFileSync(path, text);
  await expect(fileAnchor(path).newest()).rejects.toBeInstanceOf(AnchorConflict);
  await expect(advance(headOf(3))).rejects.toThrow(`${path} does not end as a file of heads does`);
  expect(readFileSync(path, "utf8")).toBe(text);
});

test("a folder that is not there is a disk that is not there", async () => {
  const gone = fileAnchor(join(folder, "none", "anchors"));
  expect(await gone.newest()).toBe(null);
  await expect(gone.advance(headOf(1), intended)).rejects.toBeInstanceOf(AnchorUnreached);
  await expect(fileAnchor(folder).newest()).rejects.toThrow(/\(EISDIR\): see that its disk/);
});
