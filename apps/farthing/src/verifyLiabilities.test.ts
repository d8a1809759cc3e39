import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toBase64url } from "@farthing/core";
import {
  appendLeaf,
  checkpointBody,
  disclosedLeaf,
  type Disclosure,
  emptyRange,
  formatProofFile,
  liabilitiesBytes,
  type Liability,
  liabilityLeaf,
  parseProofFile,
  rangeRoot,
  signNote,
  sumNode,
  verifierKey,
} from "@farthing/log";
import { makeKeys, sha256 } from "@farthing/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verify } from "./commands/verify.ts";
import { readSettings } from "./config.ts";

const seed = (byte: number) => new Uint8Array(32).fill(byte);
const seeds = { issuer: seed(1), field: seed(2), pairwise: seed(3), arrival: seed(4) };
const { log } = makeKeys({ ...seeds, log: seed(5) }, "pay.example/log");
const { log: otherLog } = makeKeys({ ...seeds, log: seed(6) }, "evil.example/log");
const { log: namesake } = makeKeys({ ...seeds, log: seed(6) }, "pay.example/log");

const mine: Liability = { account: 0xabcn, salt: seed(11), balance: 420_000n };
const others: Liability = { account: 0xdefn, salt: seed(12), balance: 580_000n };
const [leaf, sibling] = [liabilityLeaf(sha256, mine), liabilityLeaf(sha256, others)];
const total = sumNode(sha256, leaf, sibling);

function entrySaying(sum: bigint): Disclosure {
  return {
    timestamp: 1_767_225_600_000_000_000n,
    groups: {
      shared: {
        salt: seed(7),
        fields: [
          ["asset", "PLAY/6"],
          ["at", "41"],
          ["day", "2026-11-26"],
          ["liabilities", "liab_1"],
          ["receivable", "0"],
          ["root", toBase64url(total.hash)],
          ["size", "2"],
          ["sum", sum.toString()],
        ],
      },
      payer: { commitment: seed(8) },
      merchant: { commitment: seed(9) },
    },
  };
}

/** A file whose total says `sum`, in the tree of a log that signs it, whatever it says. */
function fileOf({ signers = log, sum = total.sum } = {}): string {
  const disclosure = entrySaying(sum);
  const range = appendLeaf(sha256, emptyRange, disclosedLeaf(sha256, disclosure));
  const [{ name }] = signers;
  const checkpoint = signNote(
    sha256,
    checkpointBody(name, 1, rangeRoot(sha256, range)),
    signers,
    1_800_000_000,
  );
  const proof = { liability: mine, index: 0, path: [sibling] };
  const extra = liabilitiesBytes({ proof, disclosure });
  return formatProofFile({ extra, index: 0, path: [], checkpoint });
}

function changed(file: string, from: string, to: string): string {
  const parts = parseProofFile(file);
  if (parts?.extra === null || parts === null) throw new Error("a proof file");
  const text = Buffer.from(parts.extra).toString();
  if (!text.includes(from)) throw new Error(`${from} is in the file`);
  return formatProofFile({ ...parts, extra: Buffer.from(text.replace(from, to)) });
}

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "farthing-liabilities-"));
  const lines = log.map((key) => `log ${verifierKey(sha256, key)}`);
  writeFileSync(at("policy"), [...lines, "quorum none"].join("\n"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function say(file: string, ...more: string[]) {
  writeFileSync(at("file"), file);
  const lines: string[] = [];
  const speech = { say: (text: string) => lines.push(text), complain: () => expect.fail() };
  const settings = readSettings({ FARTHING_DATA: folder });
  const words = [at("file"), "--policy", at("policy"), ...more];
  return { code: await verify.run({ settings, speech, words }), said: lines.join("\n") };
}

test("a balance that is in a sealed total is true, in words and as JSON", async () => {
  const { code, said } = await say(fileOf());
  expect(code).toBe(0);
  expect(said).toBe(
    [
      "True: $0.42 of play money on the account 00000000000000000000000000000abc are in the total of $1.00 of play money that pay.example/log sealed for 2026-11-26.",
      "The tree has 2 leaves, some of which may stand for nobody. The total says what is owed, not what there is to pay it with.",
    ].join("\n"),
  );
  const json = await say(fileOf(), "--json");
  expect([json.code, JSON.parse(json.said)]).toEqual([
    0,
    {
      true: true,
      log: "pay.example/log",
      account: "00000000000000000000000000000abc",
      balance: "420000",
      sum: "1000000",
      asset: "PLAY/6",
      day: "2026-11-26",
      size: 2,
      index: 0,
    },
  ]);
});

test.each([
  ["another balance", () => changed(fileOf(), "420000", "920000"), "not-in-the-total"],
  ["another sum, sealed as such", () => fileOf({ sum: 999_999n }), "not-in-the-total"],
  ["another day", () => changed(fileOf(), "2026-11-26", "2026-11-27"), "not-included"],
  ["another key of this name", () => fileOf({ signers: namesake }), "not-signed"],
])("%s is refused", async (_name, file, fault) => {
  const { code, said } = await say(file());
  expect([code, said]).toEqual([1, expect.stringMatching(/^Not true: /)]);
  expect(await say(file(), "--json")).toEqual({
    code: 1,
    said: JSON.stringify({ true: false, fault }),
  });
});

test("a total of another log is not checked, and not called untrue", async () => {
  const file = fileOf({ signers: otherLog });
  expect(await say(file)).toEqual({ code: 2, said: expect.stringMatching(/^Not checked: /) });
  const said = JSON.stringify({ true: null, fault: "another-log" });
  expect(await say(file, "--json")).toEqual({ code: 2, said });
});

test("a total is not held against an anchor: only receipts are", async () => {
  await expect(say(fileOf(), "--anchor", at("policy"))).rejects.toThrow("Only receipts are held");
});
