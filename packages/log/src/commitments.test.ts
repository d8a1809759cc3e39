import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { lengthPrefixed, utf8 } from "@farthing/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  entryCommitment,
  type Field,
  groupCommitment,
  groupSalt,
  leafData,
  parseFields,
} from "./commitments.ts";
import { framed } from "./framed.ts";

const sha256 = (data: Uint8Array) => new Uint8Array(createHash("sha256").update(data).digest());
const salt = new Uint8Array(32).fill(5);
const commit = (fields: readonly Field[]) =>
  groupCommitment(sha256, { group: "payer", salt, fields });
const name = fc.stringMatching(/^[a-z][A-Za-z0-9.-]{0,20}$/);
const group = fc
  .uniqueArray(fc.tuple(name, fc.string({ unit: "grapheme" })), { selector: ([key]) => key })
  .map((fields): Field[] => fields);

describe("framing", () => {
  test("is core's length prefix", () => {
    const parts = fc.array(fc.oneof(fc.string({ unit: "grapheme" }), fc.uint8Array()));
    fc.assert(
      fc.property(parts, (list) => {
        const plain = list.map((part) => (typeof part === "string" ? utf8(part) : part));
        expect(framed(...list)).toEqual(lengthPrefixed(...plain));
      }),
    );
  });

  test("refuses a text that no UTF-8 stands for", () => {
    expect(() => framed("\ud800")).toThrow("well-formed");
  });
});

describe("a group's commitment", () => {
  test("does not depend on the order, and on nothing else less than everything", () => {
    fc.assert(
      fc.property(group, group, (some, others) => {
        expect(commit(some.toReversed())).toEqual(commit(some));
        const same = isDeepStrictEqual(Object.fromEntries(some), Object.fromEntries(others));
        expect(Buffer.from(commit(some)).equals(commit(others))).toBe(same);
      }),
    );
  });

  test("is another for another group, salt, or border between name and value", () => {
    const fields: Field[] = [["ab", "c"]];
    const seen = new Set(
      [
        commit(fields),
        commit([["a", "bc"]]),
        groupCommitment(sha256, { group: "shared", salt, fields }),
        groupCommitment(sha256, { group: "payer", salt: salt.map((byte) => byte ^ 1), fields }),
      ].map((commitment) => Buffer.from(commitment).toString("hex")),
    );
    expect(seen.size).toBe(4);
  });

  test("is not made of what a verifier would refuse", () => {
    expect(() => commit([["Upper", ""]])).toThrow("within its limits");
    expect(() => commit([["a", "x".repeat(1_025)]])).toThrow("within its limits");
    expect(() =>
      commit([
        ["a", "1"],
        ["b", "2"],
        ["a", "3"],
      ]),
    ).toThrow("appears once");
    expect(() =>
      groupCommitment(sha256, { group: "payer", salt: salt.subarray(1), fields: [] }),
    ).toThrow("32 bytes");
  });
});

describe("a disclosed group", () => {
  test("is read back to the fields that were committed", () => {
    fc.assert(
      fc.property(group, (fields) => {
        const read = parseFields(JSON.parse(JSON.stringify(Object.fromEntries(fields))));
        expect(commit(read ?? expect.fail("fields"))).toEqual(commit(fields));
      }),
    );
  });

  test.each([
    null,
    undefined,
    1,
    "amount",
    ["amount"],
    { amount: 1 },
    { amount: null },
    { amount: "\udc00" },
    { "": "x" },
    { "a b": "x" },
    { ["a".repeat(65)]: "x" },
    { a: "x".repeat(1_025) },
    Object.fromEntries(Array.from({ length: 65 }, (_, at) => [`f${at}`, ""])),
  ])("is refused: %j", (hostile) => {
    expect(parseFields(hostile)).toBe(null);
  });

  test("of any JSON is read or refused, never an error", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (hostile) => {
        const fields = parseFields(hostile);
        if (fields !== null) expect(commit(fields)).toHaveLength(32);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("an entry", () => {
  const [shared, payer, merchant] = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte));

  test("commits to each group in its own place", () => {
    if (!shared || !payer || !merchant) return expect.fail("three groups");
    const commitment = entryCommitment(sha256, { shared, payer, merchant });
    expect(commitment).not.toEqual(
      entryCommitment(sha256, { shared: payer, payer: shared, merchant }),
    );
    expect(() =>
      entryCommitment(sha256, { shared, payer, merchant: merchant.subarray(1) }),
    ).toThrow("32 bytes");
  });

  test("has another leaf at another time", () => {
    const at = (timestamp: bigint) => leafData(sha256, { timestamp, commitment: salt });
    expect(at(1n)).not.toEqual(at(2n));
    expect(at(1n)).toEqual(at(1n));
    expect(() => at(-1n)).toThrow("fits 8 bytes");
    expect(() => at(1n << 64n)).toThrow("fits 8 bytes");
    expect(() => leafData(sha256, { timestamp: 1n, commitment: salt.subarray(1) })).toThrow(
      "32 bytes",
    );
  });

  test("has its own salt in each group and payment", () => {
    const of = (part: "shared" | "payer", fill: number) =>
      groupSalt(sha256, { group: part, key: salt, payment: new Uint8Array(16).fill(fill) });
    expect(of("shared", 1)).not.toEqual(of("payer", 1));
    expect(of("shared", 1)).not.toEqual(of("shared", 2));
    expect(() => groupSalt(sha256, { group: "payer", key: salt, payment: salt })).toThrow(
      "16 bytes",
    );
  });
});
