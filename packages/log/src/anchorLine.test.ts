import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { AnchorHead } from "./anchor.ts";
import { anchorLine, lastWholeLine, parseAnchorLine } from "./anchorLine.ts";
import { checkpointBody } from "./checkpoint.ts";

const root = createHash("sha256").update("root").digest();
const note = `${checkpointBody("pay.example/log", 7, root)}\n— pay.example/log AAAAAAAA\n`;
const head: AnchorHead = { size: 7, root, note };

test("a line says its head again, and no other spelling does", () => {
  const line = anchorLine(head).slice(0, -1);
  expect(parseAnchorLine(line)).toEqual({ size: 7, root: new Uint8Array(root), note });
  const [size, hash, text] = line.split(" ");
  const other = createHash("sha256").update("other").digest("base64");
  for (const bent of [
    "",
    "# a comment",
    `8 ${hash} ${text}`,
    `07 ${hash} ${text}`,
    `${size} ${other} ${text}`,
    `${size} ${hash} ${text?.slice(0, -4)}`,
    `${size} ${hash} ${text} `,
    `${line}\r`,
    note,
  ])
    expect([bent, parseAnchorLine(bent)]).toEqual([bent, null]);
});

test("the last whole line is what counts, whatever a power cut left behind it", () => {
  expect(lastWholeLine("one\ntwo\nthr")).toEqual({ line: "two", end: 8 });
  expect(lastWholeLine("one\n")).toEqual({ line: "one", end: 4 });
  expect(lastWholeLine("\n")).toEqual({ line: "", end: 1 });
  for (const text of ["", "on"]) expect(lastWholeLine(text)).toEqual({ line: null, end: 0 });
});
