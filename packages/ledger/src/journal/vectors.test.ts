import { readFileSync } from "node:fs";
import { type Asset, fromHex, instant, toHex } from "@farthing/core";
import { expect, test } from "vitest";
import type { Entry } from "../entry.ts";
import { fullEntry } from "../fullEntry.ts";
import { encodeBody, readBody } from "./batchBody.ts";
import { decodeEntry } from "./decodeEntry.ts";
import { encodeEntry } from "./encodeEntry.ts";
import { vectorBatch, vectorEntries } from "./vectors.testing.ts";

interface Vectors {
  readonly entries: readonly { readonly name: string; readonly bytes: string }[];
  readonly batch: string;
}

const path = new URL("../../../../specs/vectors/journal.json", import.meta.url);
const vectors = JSON.parse(readFileSync(path, "utf8")) as Vectors;

test("every vector is one of the entries below, in order", () => {
  expect(vectors.entries.map(({ name }) => name)).toEqual(vectorEntries.map(({ name }) => name));
});

test.each(vectors.entries.map((vector, at) => [vector.name, vector.bytes, at] as const))(
  "an entry: %s",
  (_name, bytes, at) => {
    const entry = vectorEntries[at]?.entry;
    if (entry === undefined) throw new Error("there is an entry for each vector");
    expect(toHex(encodeEntry(fullEntry(entry)))).toBe(bytes);
    expect(decodeEntry(fromHex(bytes) ?? new Uint8Array())).toEqual(fullEntry(entry));
  },
);

test("a batch: a created entry, a refused one, one with a resolved transfer", () => {
  expect(toHex(encodeBody(vectorBatch))).toBe(vectors.batch);
  expect(readBody(fromHex(vectors.batch) ?? new Uint8Array())).toEqual(vectorBatch);
});

test.each([
  ["cut short", (bytes: Uint8Array) => bytes.subarray(0, -1)],
  ["with a byte more", (bytes: Uint8Array) => Uint8Array.of(...bytes, 0)],
])("an entry %s is no entry", (_name, damage) => {
  const bytes = encodeEntry(
    fullEntry({ id: 64n, time: instant(1), commitment: new Uint8Array(32), claims: [1n] }),
  );
  expect(() => decodeEntry(damage(bytes))).toThrow("must hold");
});

test("an unknown verb, asset or length is damage, never a guess", () => {
  const asset: Asset = "PLAY/6";
  const entry: Entry = { id: 64n, time: instant(1), commitment: new Uint8Array(32) };
  const change = (text: string, from: string, to: string) =>
    fromHex(text.replace(from, to)) ?? new Uint8Array();
  const opened = toHex(
    encodeEntry(fullEntry({ ...entry, accounts: [{ id: 1n, asset, code: 1 }] })),
  );
  expect(() => decodeEntry(change(opened, "504c41592f36", "504c41592f58"))).toThrow(
    "a journalled asset is one",
  );
  const used = toHex(encodeEntry(fullEntry({ ...entry, uses: [{ key: 1n, amount: 5n }] })));
  expect(() => decodeEntry(change(used, "0400000005", "0500000005"))).toThrow("4, 8 or 16 bytes");
  const closed = toHex(encodeEntry(fullEntry({ ...entry, limits: [{ key: 1n, close: true }] })));
  expect(() => decodeEntry(change(closed, "00000102", "00000109"))).toThrow("closed or reopened");
});
