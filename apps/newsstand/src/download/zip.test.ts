import { crc32 } from "node:zlib";
import { expect, test } from "vitest";
import { articles } from "../articles/index.ts";
import { makePrints } from "./printsFile.ts";
import { zip } from "./zip.ts";

/** Reads an archive as a reader must: from the end record through the directory (APPNOTE 6.3 §4.3.16, §4.3.12). */
function unzip(bytes: Buffer): Record<string, string> {
  const end = bytes.length - 22;
  expect(bytes.readUInt32LE(end)).toBe(0x06054b50);
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  expect(at + bytes.readUInt32LE(end + 12)).toBe(end);
  const files: Record<string, string> = {};
  for (let index = 0; index < count; index += 1) {
    expect(bytes.readUInt32LE(at)).toBe(0x02014b50);
    const size = bytes.readUInt32LE(at + 24);
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString("ascii", at + 46, at + 46 + nameLength);
    const local = bytes.readUInt32LE(at + 42);
    expect(bytes.readUInt32LE(local)).toBe(0x04034b50);
    expect(bytes.readUInt16LE(local + 8), "stored").toBe(0);
    const data = bytes.subarray(local + 30 + nameLength, local + 30 + nameLength + size);
    expect(bytes.readUInt32LE(at + 16)).toBe(crc32(data));
    files[name] = data.toString("utf8");
    at += 46 + nameLength;
  }
  return files;
}

test("what goes in comes out, whatever its letters", () => {
  const entries = { "a.txt": "“ä”", "b.txt": "", "c.txt": "x".repeat(70_000) };
  expect(unzip(zip(Object.entries(entries).map(([name, text]) => ({ name, text }))))).toEqual(
    entries,
  );
  expect(unzip(zip([]))).toEqual({});
});

test("the prints: a sheet for each drawing and a page of all, the same bytes each time", () => {
  const file = makePrints(articles);
  expect(makePrints(articles).sha256).toBe(file.sha256);
  const files = unzip(file.bytes);
  expect(Object.keys(files)).toEqual(["index.html", ...articles.map(({ slug }) => `${slug}.svg`)]);
  for (const { slug, drawing } of articles) {
    expect(files[`${slug}.svg`]).toContain(drawing);
    expect(files["index.html"]).toContain(`src="${slug}.svg"`);
  }
});
