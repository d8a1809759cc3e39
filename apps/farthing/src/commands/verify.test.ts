import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  appendLeaf,
  checkpointBody,
  cosign,
  disclosedLeaf,
  type Disclosure,
  disclosureBytes,
  emptyRange,
  formatProofFile,
  rangeRoot,
  type Signer,
  signNote,
  verifierKey,
} from "@farthing/log";
import { makeKeys, sha256 } from "@farthing/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSettings } from "../config.ts";
import { verify } from "./verify.ts";

const seed = (byte: number) => new Uint8Array(32).fill(byte);
const seeds = { issuer: seed(1), field: seed(2), pairwise: seed(3), arrival: seed(4) };
const { log } = makeKeys({ ...seeds, log: seed(5) }, "pay.example/log");
const witness: Signer = {
  ...makeKeys({ ...seeds, log: seed(6) }, "w.example").log[1],
  name: "w.example/w",
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "farthing-verify-"));
  writeFileSync(at("policy"), [...logLines, "quorum none"].join("\n"));
  writeFileSync(at("witnessed"), [...logLines, witnessLine, "quorum w"].join("\n"));
  writeFileSync(at("bad-policy"), "quorum none\nquorum none\n");
  writeFileSync(at("receipt"), file);
  writeFileSync(at("changed"), file.replace(/extra .*/, `extra ${changed}`));
  writeFileSync(at("cosigned"), file + cosign(sha256, body, witness, 1_800_000_000));
});
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

const disclosure: Disclosure = {
  timestamp: 1_767_225_600_000_000_000n,
  groups: {
    shared: {
      salt: seed(7),
      fields: [
        ["amount", "50000"],
        ["asset", "PLAY/6"],
        ["payment", "pay_1"],
      ],
    },
    payer: { commitment: seed(8) },
    merchant: { commitment: seed(9) },
  },
};
const range = appendLeaf(sha256, emptyRange, disclosedLeaf(sha256, disclosure));
const body = checkpointBody("pay.example/log", 1, rangeRoot(sha256, range));
const checkpoint = signNote(sha256, body, log, 1_800_000_000);
const extra = disclosureBytes(disclosure);
const file = formatProofFile({ extra, index: 0, path: [], checkpoint });
const changed = Buffer.from(Buffer.from(extra).toString().replace("50000", "10000")).toString(
  "base64",
);
const logLines = log.map((key) => `log ${verifierKey(sha256, key)}`);
const witnessLine = `witness w ${verifierKey(sha256, witness)}`;

async function say(...words: string[]): Promise<{ code: unknown; said: string }> {
  const lines: string[] = [];
  const speech = { say: (text: string) => lines.push(text), complain: () => expect.fail() };
  const settings = readSettings({ FARTHING_DATA: folder });
  const code = await verify.run({ settings, speech, words });
  return { code, said: lines.join("\n") };
}

test("a true receipt says what was paid and where it stands in the log", async () => {
  const { code, said } = await say(at("receipt"), "--policy", at("policy"));
  expect(code).toBe(0);
  expect(said).toBe(
    [
      "True: pay_1, $0.05 of play money, 2026-01-01 00:00:00 UTC is leaf 0 of pay.example/log, under its signed head of 1 leaf (no witness asked for).",
      "  amount: 50000",
      "  asset: PLAY/6",
      "  payment: pay_1",
    ].join("\n"),
  );
});

test("--json says the same to programs", async () => {
  const { said } = await say(at("receipt"), "--policy", at("policy"), "--json");
  expect(JSON.parse(said)).toMatchObject({
    true: true,
    log: "pay.example/log",
    leaf: 0,
    facts: { payment: "pay_1" },
    signed: [{ type: "ed25519" }, { type: "ml-dsa-44" }],
  });
  const refused = await say(at("changed"), "--policy", at("policy"), "--json");
  expect(refused).toEqual({ code: 1, said: '{"true":false,"fault":"not-included"}' });
});

test.each([
  ["changed", "policy", 1, "what the file says was paid is not in it"],
  ["policy", "policy", 1, "this is no proof file"],
  ["receipt", "witnessed", 1, "not enough of the policy's witnesses"],
  ["cosigned", "witnessed", 0, "(witnesses: w)"],
])("%s by %s ends with %i", async (receipt, policy, code, words) => {
  const answer = await say(at(receipt), "--policy", at(policy));
  expect(answer.code).toBe(code);
  expect(answer.said).toContain(words);
});

test("what cannot be checked is said in one sentence", async () => {
  await expect(say(at("receipt"))).rejects.toThrow("Whom to believe is missing");
  await expect(say(at("none"), "--policy", at("policy"))).rejects.toThrow(
    "cannot be read (ENOENT).",
  );
  await expect(say(at("receipt"), "--policy", at("bad-policy"))).rejects.toThrow(
    "line 2: a second quorum",
  );
  await expect(say()).rejects.toThrow("A word is missing");
});
