import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
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
  const line = cosign(sha256, body, witness, 1_800_000_000);
  writeFileSync(at("cosigned"), file + line);
  writeFileSync(at("bent-line"), file + line.slice(0, 60) + bent(line[60]) + line.slice(61));
  writeFileSync(at("other-log"), fileOf("pay.other/log"));
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
const bent = (letter = "") => (letter === "A" ? "B" : "A");
const range = appendLeaf(sha256, emptyRange, disclosedLeaf(sha256, disclosure));
const body = checkpointBody("pay.example/log", 1, rangeRoot(sha256, range));
const checkpoint = signNote(sha256, body, log, 1_800_000_000);
const extra = disclosureBytes(disclosure);
/** The same receipt in a log of another name, truly signed by it. */
function fileOf(origin: string): string {
  const keys = makeKeys({ ...seeds, log: seed(5) }, origin).log;
  const head = checkpointBody(origin, 1, rangeRoot(sha256, range));
  const note = signNote(sha256, head, keys, 1_800_000_000);
  return formatProofFile({ extra, index: 0, path: [], checkpoint: note });
}
const file = formatProofFile({ extra, index: 0, path: [], checkpoint });
const changed = Buffer.from(Buffer.from(extra).toString().replace("50000", "10000")).toString(
  "base64",
);
const logLines = log.map((key) => `log ${verifierKey(sha256, key)}`);
const witnessLine = `witness w ${verifierKey(sha256, witness)}`;

const say = (...words: string[]) => sayIn({}, ...words);

async function sayIn(
  environment: Record<string, string>,
  ...words: string[]
): Promise<{ code: unknown; said: string }> {
  const lines: string[] = [];
  const speech = { say: (text: string) => lines.push(text), complain: () => expect.fail() };
  const settings = readSettings({ FARTHING_DATA: folder, ...environment });
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
  ["bent-line", "witnessed", 1, "is not that witness's signature"],
  ["other-log", "policy", 2, "of the log pay.other/log, and the policy names pay.example/log."],
])("%s by %s ends with %i", async (receipt, policy, code, words) => {
  const answer = await say(at(receipt), "--policy", at(policy));
  expect(answer.code).toBe(code);
  expect(answer.said).toContain(words);
});

test("of another log's receipt a program is told that nothing is known", async () => {
  const told = await say(at("other-log"), "--policy", at("policy"), "--json");
  expect(told).toEqual({ code: 2, said: '{"true":null,"fault":"another-log"}' });
});

test("the policy may be named once, in a setting; --policy goes before it", async () => {
  const named = { FARTHING_TRUST_POLICY: at("witnessed") };
  expect((await sayIn(named, at("cosigned"))).code).toBe(0);
  expect((await sayIn(named, at("receipt"))).code).toBe(1);
  expect((await sayIn(named, at("receipt"), "--policy", at("policy"))).code).toBe(0);
});

test("an anchor that does not answer takes nothing from what is known of the receipt", async () => {
  const lines: string[] = [];
  const speech = { say: (text: string) => lines.push(text), complain: () => expect.fail() };
  const settings = readSettings({ FARTHING_DATA: folder });
  const words = [at("receipt"), "--policy", at("policy"), "--anchor", at("none")];
  await expect(verify.run({ settings, speech, words })).rejects.toThrow("There is no anchor file");
  await expect(verify.run({ settings, speech, words: [...words, "--json"] })).rejects.toThrow(
    "There is no anchor file",
  );
  expect(lines[0]).toMatch(/^True: pay_1/);
  expect(JSON.parse(lines[1] ?? "")).toMatchObject({
    true: true,
    anchor: { verdict: "not-checked" },
  });
});

test("not checked, wrong and true are told apart by the exit code of the process", async () => {
  const main = fileURLToPath(new URL("../main.ts", import.meta.url));
  const env = { PATH: process.env["PATH"], FARTHING_DATA: folder };
  const exit = (...words: string[]) =>
    new Promise((resolve) => {
      const done = execFile(process.execPath, [main, "verify", ...words], { env }, () =>
        resolve(done.exitCode),
      );
    });
  const policy = ["--policy", at("policy")];
  const codes = [
    exit(at("receipt"), ...policy),
    exit(at("changed"), ...policy),
    exit(at("receipt")),
    exit(at("none"), ...policy),
    exit(at("receipt"), ...policy, "--anchor", at("none")),
    exit(),
  ];
  expect(await Promise.all(codes)).toEqual([0, 1, 2, 2, 2, 2]);
}, 60_000);

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
