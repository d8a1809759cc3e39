import { utf8 } from "@farthing/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkpointBody } from "./checkpoint.ts";
import { checkReceiptFile } from "./checkReceiptFile.ts";
import {
  disclosedFields,
  disclosedLeaf,
  type Disclosure,
  disclosureBytes,
  parseDisclosure,
} from "./disclosure.ts";
import { inclusionProof } from "./inclusion.ts";
import { noteKeyId, parseNote, signatureLine } from "./note.ts";
import { opensslSigner, opensslVerifiers, sha256 } from "./notes.testing.ts";
import { isPolicy, parseTrustPolicy, type TrustPolicy } from "./policy.ts";
import type { ReceiptLanguage } from "./disbeliefWords.ts";
import { formatProofFile, parseProofFile } from "./proofFile.ts";
import { faultSentence } from "./receiptWords.ts";
import { appendLeaf, emptyRange, rangeRoot } from "./range.ts";
import { cosign, type Signer, signNote } from "./signNote.ts";
import { verifierKey } from "./verifierKey.ts";

const seed = (byte: number) => new Uint8Array(32).fill(byte);
const origin = "pay.example/log";
const log = opensslSigner(origin, "ed25519", seed(1));
const logPq = opensslSigner(origin, "ml-dsa-44", seed(1));
const first = opensslSigner("w.example/1", "ml-dsa-44", seed(2));
const second = opensslSigner("w.example/2", "ed25519-cosignature", seed(3));
const stranger = opensslSigner(origin, "ed25519", seed(4));
const time = 1_800_000_000;

const disclosure: Disclosure = {
  timestamp: 1_767_225_600_000_000_001n,
  groups: {
    shared: {
      salt: seed(5),
      fields: [
        ["amount", "50000"],
        ["asset", "PLAY/6"],
        ["title", "Über Geld"],
      ],
    },
    payer: { salt: seed(6), fields: [["gesture", "click"]] },
    merchant: { commitment: seed(7) },
  },
};

const size = 11;
const index = 6;
const nodes = new Map<string, Uint8Array>();
let range = emptyRange;
for (let at = 0; at < size; at += 1) {
  const leaf = at === index ? disclosedLeaf(sha256, disclosure) : sha256(Uint8Array.of(at));
  range = appendLeaf(sha256, range, leaf, (level, place, hash) =>
    nodes.set(`${level}/${place}`, hash),
  );
}
const root = rangeRoot(sha256, range);
const path = inclusionProof(sha256, index, size, (level, at) => nodes.get(`${level}/${at}`)!);
const body = checkpointBody(origin, size, root);
const checkpoint = signNote(sha256, body, [log, logPq, first, second], time);
const extra = disclosureBytes(disclosure);
const file = formatProofFile({ extra, index, path, checkpoint });

function policyOf(...lines: string[]): TrustPolicy {
  const read = parseTrustPolicy(sha256, lines.join("\n"));
  return isPolicy(read) ? read : expect.fail(`line ${read.line}: ${read.fault}`);
}
/** A head that log and witnesses truly signed, of whatever tree. */
const signedHead = (leaves: number, over: Uint8Array) =>
  signNote(sha256, checkpointBody(origin, leaves, over), [log, logPq, first, second], time);
const otherBody = checkpointBody("pay.other/log", size, root);
const others = [
  opensslSigner("pay.other/log", "ed25519", seed(9)),
  opensslSigner("pay.other/log", "ml-dsa-44", seed(9)),
];
const logLines = [log, logPq].map((key) => `log ${verifierKey(sha256, key)}`);
const witnessLines = [
  `witness one ${verifierKey(sha256, first)}`,
  `witness two ${verifierKey(sha256, second)}`,
];
const policy = policyOf(...logLines, ...witnessLines, "group both all one two", "quorum both");
const check = (text: string, by = policy) => checkReceiptFile(sha256, text, by, opensslVerifiers);

function signatureLines(...signers: Signer[]): string {
  return signers.map((signer) => cosign(sha256, body, signer, time)).join("");
}

describe("a receipt file", () => {
  test("is true by its log's and its witnesses' keys", async () => {
    const checked = await check(file);
    if (typeof checked === "string") throw new Error(checked);
    expect(checked.disclosure).toEqual(disclosure);
    expect(disclosedFields(checked.disclosure).map(([name]) => name)).toEqual([
      "amount",
      "asset",
      "title",
      "gesture",
    ]);
    expect(checked.index).toBe(index);
    expect(checked.checkpoint).toMatchObject({ origin, size, root });
    expect(checked.checkpoint.signed).toHaveLength(4);
  });

  test.each<[fault: string, text: string]>([
    ["not-a-proof-file", ""],
    ["not-a-proof-file", file.slice(1)],
    ["not-a-proof-file", file.slice(0, file.indexOf("\n\n"))],
    ["not-a-proof-file", file.replace(`index ${index}`, `index 0${index}`)],
    ["not-a-proof-file", file.replace(`index ${index}`, "index -1")],
    ["not-a-receipt", formatProofFile({ extra: null, index, path, checkpoint })],
    ["not-a-receipt", formatProofFile({ extra: utf8("{}"), index, path, checkpoint })],
    ["not-a-note", file.slice(0, file.length / 2)],
    ["not-a-note", file.slice(0, file.indexOf(origin))],
    ["not-signed", file.replace(`\n${size}\n`, "\n12\n")],
    ["not-signed", file.replace(origin, "pay.other/log")],
    ["not-signed", fileWith({ checkpoint: signNote(sha256, body, [stranger], time) })],
    ["not-signed", fileWith({ checkpoint: signNote(sha256, body, [log], time) })],
    ["not-signed", fileWith({ checkpoint: signNote(sha256, body, [logPq], time) })],
    ["another-log", fileWith({ checkpoint: signNote(sha256, otherBody, others, time) })],
    [
      "another-log",
      fileWith({ checkpoint: signNote(sha256, otherBody, [...others, first], time) }),
    ],
    ["not-signed", fileWith({ checkpoint: signNote(sha256, body, others.slice(0, 1), time) })],
    ["not-witnessed", fileWith({ checkpoint: signNote(sha256, body, [log, logPq], time) })],
    ["not-witnessed", fileWith({ checkpoint: signNote(sha256, body, [log, logPq, first], time) })],
    ["not-included", fileWith({ index: index + 1 })],
    ["not-included", fileWith({ index: size })],
    ["not-included", fileWith({ index: Number.MAX_SAFE_INTEGER })],
    ["not-included", fileWith({ path: path.toReversed() })],
    ["not-included", fileWith({ path: path.slice(1) })],
    ["not-included", fileWith({ path: [...path, seed(0)] })],
    ["not-included", fileWith({ path: [] })],
    ["not-included", fileWith({ checkpoint: signedHead(size + 1, seed(8)) })],
    ["not-included", fileWith({ checkpoint: signedHead(size, seed(8)) })],
  ])("%s: case %#", async (fault, text) => {
    expect(await check(text)).toBe(fault);
  });

  test("of another log is refused, though that log's key has this one's name", async () => {
    const other = policyOf(`log ${verifierKey(sha256, stranger)}`, "quorum none");
    expect(await check(file, other)).toBe("not-signed");
  });

  test("whose checkpoint names another log than the key that signed it is refused", async () => {
    const renamed = checkpointBody("pay.other/log", size, root);
    const text = fileWith({ checkpoint: signNote(sha256, renamed, [log], time) });
    const one = policyOf(logLines[0]!, "quorum none");
    expect(await check(text, one)).toBe("not-signed");
  });

  test("with any byte changed says the same or is refused", async () => {
    const places = fc.nat({ max: file.length - 1 });
    await fc.assert(
      fc.asyncProperty(places, fc.integer({ min: 1, max: 127 }), async (at, by) => {
        const bent = String.fromCharCode(file.charCodeAt(at) ^ by);
        const checked = await check(file.slice(0, at) + bent + file.slice(at + 1));
        if (typeof checked !== "string") expect(checked.disclosure).toEqual(disclosure);
      }),
      { numRuns: 600 },
    );
  });

  /** What is found of `text` with the character at each place made another one of its kind, by place. */
  async function bentEverywhere(text: string, by: TrustPolicy): Promise<unknown[]> {
    const found: unknown[] = [];
    for (let at = 0; at < text.length; at += 1) {
      const other = text[at] === "A" ? "B" : "A";
      found.push(await check(text.slice(0, at) + other + text.slice(at + 1), by));
    }
    return found;
  }

  test("of a log without witnesses has no byte that could be another", async () => {
    const plain = fileWith({ checkpoint: signNote(sha256, body, [log, logPq], time) });
    const byLog = policyOf(...logLines, "quorum none");
    expect(typeof (await check(plain, byLog))).toBe("object");
    const found = new Set(await bentEverywhere(plain, byLog));
    const faults = ["not-a-proof-file", "not-a-receipt", "not-a-note", "not-included"];
    expect(found).toEqual(new Set([...faults, "not-signed"]));
  });

  test("that witnesses signed has none either, and a witness's line is never called the log's", async () => {
    const found = await bentEverywhere(file, policy);
    const lines = file.length - signatureLines(first, second).length;
    const faults = ["not-a-proof-file", "not-a-receipt", "not-a-note", "not-included"];
    expect(new Set(found.slice(0, lines))).toEqual(new Set([...faults, "not-signed"]));
    const ofWitnesses = ["not-a-note", "bad-witness-line", "not-witnessed"];
    expect(new Set(found.slice(lines))).toEqual(new Set(ofWitnesses));
  });

  test("that is hostile is answered, never an error", async () => {
    const parts = fc.oneof(
      fc.constantFrom("c2sp.org/tlog-proof@v1\n", "extra ", "index ", "\n\n", "\n", "6", "— "),
      fc.constantFrom(file, checkpoint, body, "AAAA", "=", "\u0000", "\ud800", " "),
      fc.string({ unit: "binary" }),
    );
    const text = fc.array(parts, { maxLength: 16 }).map((each) => each.join(""));
    await fc.assert(
      fc.asyncProperty(text, async (hostile) => {
        const checked = await check(hostile);
        if (typeof checked !== "string") expect(checked.disclosure).toEqual(disclosure);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each(["\n", "A", "=", "extra ", "index 0\n", "— a AAAA\n", `${"A".repeat(43)}=\n`])(
    "of two million characters, %j over and over, is refused",
    async (unit) => {
      const many = unit.repeat(2_000_000 / unit.length);
      expect(typeof (await check(many))).toBe("string");
      const headed = `c2sp.org/tlog-proof@v1\nextra ${many}`;
      expect(typeof (await check(headed))).toBe("string");
      expect(typeof (await check(`c2sp.org/tlog-proof@v1\nindex 0\n${many}`))).toBe("string");
    },
  );

  test("reads as it was written", () => {
    const bytes = fc.uint8Array({ maxLength: 100 });
    const hash = fc
      .uint8Array({ minLength: 32, maxLength: 32 })
      .map((each) => new Uint8Array(each));
    const paths = fc.array(hash, { maxLength: 63 });
    fc.assert(
      fc.property(fc.option(bytes), fc.maxSafeNat(), paths, (more, at, up) => {
        const made = { extra: more && new Uint8Array(more), index: at, path: up, checkpoint };
        if (made.extra?.length === 0) return;
        expect(parseProofFile(formatProofFile(made))).toEqual(made);
      }),
    );
  });
});

describe("in words", () => {
  const said = (text: string, by: TrustPolicy, language: ReceiptLanguage = "en") =>
    check(text, by).then((fault) =>
      typeof fault === "string" ? faultSentence(fault, { text, policy: by }, language) : "true",
    );

  test("a receipt of another log is not called untrue, and both logs are named", async () => {
    const text = fileWith({ checkpoint: signNote(sha256, otherBody, others, time) });
    expect(await said(text, policy)).toMatch(
      /^Not checked: .* the log pay\.other\/log, and the policy names pay\.example\/log\. /,
    );
    expect(await said(text, policy, "de")).toMatch(
      /^Nicht geprüft: .* Verzeichnis pay\.other\/log ist, .* nennt pay\.example\/log\. /,
    );
    expect(await said(text, policyOf("quorum none"))).toContain("the policy names no log.");
  });

  test("a name that a stranger chose is cut, and quoted where it could not be a name", async () => {
    const named = (name: string) =>
      fileWith({ checkpoint: `${name}\n1\n${zeros}\n\n— a AAAAAAA=\n` });
    const zeros = Buffer.alloc(32).toString("base64");
    expect(await said(named("x".repeat(9_000)), policy)).toContain(
      `the log ${"x".repeat(100)}…, and`,
    );
    expect(await said(named("True: paid"), policy)).toContain('the log "True: paid", and');
  });

  test("a bent line of a witness is said to be the witness's", async () => {
    const bent = file.slice(0, -10) + (file.at(-10) === "A" ? "B" : "A") + file.slice(-9);
    expect(await said(bent, policy)).toContain("the log signed this head, but a line below it");
    expect(await said(bent, policy, "de")).toContain("ist nicht dessen Signatur");
  });
});

describe("a disclosure", () => {
  const json = (text: string) => parseDisclosure(utf8(text));
  const salt = "BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU";
  const closed = `{"commitment":"${salt}"}`;
  const open = `{"salt":"${salt}","fields":{"a":"1"}}`;
  const of = (shared: string, rest = "", at = '"1"') =>
    `{"timestamp":${at},"shared":${shared},"payer":${closed},"merchant":${closed}${rest}}`;

  test("reads as it was written", () => {
    expect(parseDisclosure(extra)).toEqual(disclosure);
    expect(json(of(closed, "", '"9223372036854775807"'))?.timestamp).toBe(2n ** 63n - 1n);
    expect(json(of(open))?.groups.shared).toEqual({ salt: seed(5), fields: [["a", "1"]] });
  });

  test.each([
    "",
    "null",
    "[]",
    "{}",
    of("null"),
    of("[]"),
    of("{}"),
    of(closed, ',"more":1'),
    of(closed, "", "1"),
    of(closed, "", '"-1"'),
    of(closed, "", '"01"'),
    of(closed, "", '"99999999999999999999"'),
    of(closed, "", '"9999999999999999999"'),
    of(closed, "", '"9223372036854775808"'),
    of(`{"commitment":"${salt}","salt":"${salt}"}`),
    of(`{"commitment":"AAAA"}`),
    of(`{"salt":"${salt}"}`),
    of(`{"salt":"${salt}","fields":{"a":1}}`),
    of(`{"salt":"${salt}","fields":{"A":"1"}}`),
    of(`{"salt":"${salt}","fields":[["a","1"]]}`),
    of(`{"salt":"${salt}","fields":{},"x":1}`),
    of(`{"salt":"${salt}=","fields":{}}`),
  ])("%s is refused", (text) => {
    expect(json(text)).toBe(null);
  });

  test("that is not UTF-8, or too long, is refused", () => {
    expect(parseDisclosure(Uint8Array.of(0xff, 0xfe))).toBe(null);
    expect(parseDisclosure(new Uint8Array(1_000_001).fill(0x20))).toBe(null);
  });
});

/** The file with something else in it. */
function fileWith(other: Partial<Parameters<typeof formatProofFile>[0]>): string {
  return formatProofFile({ extra, index, path, checkpoint, ...other });
}

test("a line whose key id collides with the log's is checked, and refused", async () => {
  const forged = signatureLine({
    name: origin,
    keyId: noteKeyId(sha256, log),
    signature: stranger.sign(utf8(body)),
  });
  expect(parseNote(checkpoint + forged)).not.toBe(null);
  expect(await check(file + forged)).toBe("not-signed");
});
