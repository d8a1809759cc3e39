import { assert, fromBase64url, instant, newId, toBase64url, utf8 } from "@farthing/core";
import {
  appendLeaf,
  checkpointBody,
  cosign,
  emptyRange,
  entryCommitment,
  type Field,
  type Group,
  groupCommitment,
  inclusionProof,
  leafData,
  leafHash,
  type NoteKey,
  parseNote,
  rangeRoot,
  type Sign,
  type Signer,
  signNote,
  type TrustPolicy,
} from "@farthing/log";
import { encodeJws, type PaymentDetail, type PaymentProof, receiptType } from "@farthing/protocol";
import { sha256 } from "@noble/hashes/sha2.js";
import { ml_dsa44 } from "@noble/post-quantum/ml-dsa.js";
import { describe, expect, test } from "vitest";
import { type CheckName, checkNames, type Evidence, verifyPayment } from "./verifyPayment.ts";

const now = instant(1_795_000_000_000);
const issuer = "https://pay.example";
const logName = "pay.example/log";
const bytes = (length: number, fill: number) => new Uint8Array(length).fill(fill);
const text = (length: number, fill: number) => toBase64url(bytes(length, fill));

/** An Ed25519 key pair of WebCrypto, and the raw public half. */
async function newKey() {
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  assert("privateKey" in pair, "Ed25519 keys come in pairs");
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  return { publicKey, privateKey: pair.privateKey };
}

const pair = ml_dsa44.keygen(bytes(32, 4));
const logPq: Signer = {
  name: logName,
  type: "ml-dsa-44",
  publicKey: pair.publicKey,
  sign: (message) => ml_dsa44.sign(message, pair.secretKey),
};

const witnessPair = ml_dsa44.keygen(bytes(32, 6));
const witness: Signer = {
  name: "w.example/w",
  type: "ml-dsa-44",
  publicKey: witnessPair.publicKey,
  sign: (message) => ml_dsa44.sign(message, witnessPair.secretKey),
};

/** WebCrypto signs later and `make` wants it now: the first run shows the message, the second has its signature. */
async function signed(privateKey: CryptoKey, make: (sign: Sign) => string): Promise<string> {
  let message = new Uint8Array(0);
  make((asked) => {
    message = new Uint8Array(asked);
    return bytes(64, 0);
  });
  const signature = new Uint8Array(await crypto.subtle.sign("Ed25519", privateKey, message));
  return make(() => signature);
}

const ids = { payment: newId("payment", now), merchant: newId("merchant", now) };
const resource = "https://news.example/bridges";
const fields: Record<Group, Field[]> = {
  shared: [
    ["payment", ids.payment],
    ["amount", "50000"],
    ["asset", "PLAY/6"],
    ["offer", text(32, 9)],
    ["time", String(now)],
  ],
  payer: [
    ["payer", newId("payer", now)],
    ["gesture", "click"],
  ],
  merchant: [
    ["merchant", ids.merchant],
    ["resource", resource],
  ],
};
const salts: Record<Group, Uint8Array> = {
  shared: bytes(32, 1),
  payer: bytes(32, 2),
  merchant: bytes(32, 3),
};
const commit = (group: Group) =>
  groupCommitment(sha256, { group, salt: salts[group], fields: fields[group] });
const opened = (group: Group) => ({
  salt: toBase64url(salts[group]),
  fields: fields[group].map(([name, value]): [string, string] => [name, value]),
});

/** A payment as leaf 4 of a log of 11, its receipt, and the keys that vouch for both. */
async function evidence(): Promise<Evidence> {
  const keys = { issuer: await newKey(), log: await newKey() };
  const groups = { shared: commit("shared"), payer: commit("payer"), merchant: commit("merchant") };
  const commitment = entryCommitment(sha256, groups);
  const timestamp = 1_795_000_000_123_456_789n;
  const tree = grow(leafData(sha256, { timestamp, commitment }));
  const note: NoteKey = { name: logName, type: "ed25519", publicKey: keys.log.publicKey };
  const body = checkpointBody(logName, 11, tree.root);
  const claims = receiptClaims(commitment);
  const payment: PaymentDetail = {
    id: ids.payment,
    kind: "payment",
    status: "captured",
    merchant: "The Newsstand",
    program: null,
    title: "Why bridges hum",
    resource,
    amount: { amount: "50000", asset: "PLAY/6" },
    givenBack: { amount: "0", asset: "PLAY/6" },
    at: now,
    reversedAt: null,
    heldUntil: null,
    released: null,
    fee: { amount: "2500", asset: "PLAY/6" },
    report: null,
    receipt: await signed(keys.issuer.privateKey, (sign) =>
      encodeJws({ typ: receiptType, kid: "k1" }, claims, sign),
    ),
  };
  const proof: PaymentProof = {
    shared: opened("shared"),
    payer: opened("payer"),
    merchant: { commitment: toBase64url(groups.merchant) },
    timestamp: String(timestamp),
    leafIndex: 4,
    path: tree.path.map(toBase64url),
    checkpoint: await signed(keys.log.privateKey, (sign) =>
      signNote(sha256, body, [{ ...note, sign }, logPq], 1_795_000_000),
    ),
  };
  return {
    payment,
    proof,
    issuer,
    keys: { issuers: new Map([["k1", keys.issuer.publicKey]]), policy: policyOf([note, logPq]) },
  };
}

function receiptClaims(commitment: Uint8Array) {
  const seconds = Math.floor(now / 1_000);
  return {
    iss: issuer,
    aud: ids.merchant,
    sub: text(16, 7),
    jti: newId("receipt", now),
    iat: seconds,
    exp: seconds + 600,
    payment: ids.payment,
    resource,
    amount: "50000",
    asset: "PLAY/6",
    access: "own",
    offer: text(32, 9),
    undoUntil: seconds + 10,
    commitment: toBase64url(commitment),
    includedBy: seconds + 2,
    mode: "sandbox",
  };
}

function grow(leaf: Uint8Array) {
  const nodes = new Map<string, Uint8Array>();
  let range = emptyRange;
  for (let at = 0; at < 11; at += 1) {
    const data = at === 4 ? leaf : bytes(32, 100 + at);
    range = appendLeaf(sha256, range, leafHash(sha256, data), (level, index, hash) =>
      nodes.set(`${level}/${index}`, hash),
    );
  }
  const nodeAt = (level: number, index: number) => nodes.get(`${level}/${index}`)!;
  return { root: rangeRoot(sha256, range), path: inclusionProof(sha256, 4, 11, nodeAt) };
}

/** The first check that does not pass, with its result. */
async function firstStop(given: Evidence): Promise<string> {
  const checks = await verifyPayment(given);
  const stop = checks.find(({ result }) => result !== "passed");
  return stop === undefined ? "none" : `${stop.name} ${stop.result}`;
}

async function withProof(change: Partial<PaymentProof>): Promise<Evidence> {
  const given = await evidence();
  return { ...given, proof: { ...given.proof, ...change } };
}

async function withPayment(change: Partial<PaymentDetail>): Promise<Evidence> {
  const given = await evidence();
  return { ...given, payment: { ...given.payment, ...change } };
}

function changedGroup(group: "shared" | "payer", name: string, value: string) {
  const changed = opened(group).fields.map(([at, old]): [string, string] => [
    at,
    at === name ? value : old,
  ]);
  return { ...opened(group), fields: changed };
}

describe("verifyPayment", () => {
  test("passes all six checks of a log without witnesses for an untouched payment", async () => {
    const checks = await verifyPayment(await evidence());
    expect(checks.map(({ result }) => result)).toEqual(Array(6).fill("passed"));
  });

  test("a payment that was given back was paid all the same", async () => {
    for (const status of ["reversed", "partly-refunded", "refunded"] as const) {
      const given = await withPayment({ status, reversedAt: now + 60_000 });
      expect(await firstStop(given)).toBe("none");
    }
  });

  test("opens the merchant's group as well as it takes its commitment", async () => {
    expect(await firstStop(await withProof({ merchant: opened("merchant") }))).toBe("none");
  });

  const tampered: [string, () => Promise<Evidence>, CheckName][] = [
    [
      "shown amount",
      () => withPayment({ amount: { amount: "1", asset: "PLAY/6" } }),
      "receipt-facts",
    ],
    [
      "shown asset",
      () => withPayment({ amount: { amount: "50000", asset: "USD/6" } }),
      "receipt-facts",
    ],
    ["shown page", () => withPayment({ resource: "https://news.example/x" }), "receipt-facts"],
    ["shown id", () => withPayment({ id: newId("payment", now) }), "receipt-facts"],
    [
      "issuer",
      async () => ({ ...(await evidence()), issuer: "https://other.example" }),
      "receipt-facts",
    ],
    ["receipt text", async () => tamperedReceipt(await evidence()), "receipt-signature"],
    ["receipt that is none", () => withPayment({ receipt: "a.b.c" }), "receipt-signature"],
    ["issuer's key", async () => otherKeys(await evidence()), "receipt-signature"],
    [
      "disclosed amount",
      () => withProof({ shared: changedGroup("shared", "amount", "1") }),
      "disclosed-facts",
    ],
    [
      "disclosed payment",
      () => withProof({ shared: changedGroup("shared", "payment", "pay_x") }),
      "disclosed-facts",
    ],
    [
      "disclosed offer",
      () => withProof({ shared: changedGroup("shared", "offer", text(32, 8)) }),
      "disclosed-facts",
    ],
    [
      "shared group closed",
      () => withProof({ shared: { commitment: toBase64url(commit("shared")) } }),
      "disclosed-facts",
    ],
    [
      "disclosed time",
      () => withProof({ shared: changedGroup("shared", "time", "1") }),
      "commitment",
    ],
    [
      "disclosed gesture",
      () => withProof({ payer: changedGroup("payer", "gesture", "none") }),
      "commitment",
    ],
    [
      "payer's salt",
      () => withProof({ payer: { ...opened("payer"), salt: text(32, 5) } }),
      "commitment",
    ],
    [
      "name twice",
      () =>
        withProof({
          payer: {
            ...opened("payer"),
            fields: [
              ["payer", "a"],
              ["payer", "b"],
            ],
          },
        }),
      "commitment",
    ],
    [
      "merchant's commitment",
      () => withProof({ merchant: { commitment: text(32, 5) } }),
      "commitment",
    ],
    ["timestamp", () => withProof({ timestamp: "1795000000123456788" }), "inclusion"],
    ["timestamp that is none", () => withProof({ timestamp: "-1" }), "commitment"],
    [
      "timestamp above 8 bytes",
      () => withProof({ timestamp: "99999999999999999999" }),
      "commitment",
    ],
    ["leaf index", () => withProof({ leafIndex: 5 }), "inclusion"],
    [
      "path",
      async () => withProof({ path: (await evidence()).proof.path.toReversed() }),
      "inclusion",
    ],
    ["path too short", () => withProof({ path: [] }), "inclusion"],
    ["checkpoint that is none", () => withProof({ checkpoint: "hello" }), "checkpoint"],
    ["checkpoint's signature", async () => swappedCheckpoint(await evidence()), "checkpoint"],
    ["checkpoint's second signature", async () => signedOnce(await evidence()), "checkpoint"],
    ["log's name", async () => renamedLog(await evidence()), "checkpoint"],
  ];

  test.each(tampered)("a changed %s fails", async (_, make, name) => {
    expect(await firstStop(await make())).toBe(`${name} failed`);
  });

  test("nothing is checked after the first failure", async () => {
    const checks = await verifyPayment(await withPayment({ resource: "https://news.example/x" }));
    const later = checks.slice(2).map(({ result }) => result);
    expect(later).toEqual(Array(4).fill("skipped"));
  });

  test("a payment without receipt is checked against the log alone", async () => {
    const given = await withPayment({ receipt: null });
    const results = (await verifyPayment(given)).map(({ result }) => result);
    expect(results).toEqual(["skipped", "skipped", "passed", "passed", "passed", "passed"]);
  });

  test("a proof of another shape fails and does not throw", async () => {
    const given = await withProof({ leafIndex: 0.5 });
    expect(await firstStop(given)).toBe("receipt-signature failed");
  });
});

describe("where the log asks witnesses", () => {
  const lineOf = ({ proof }: Evidence) =>
    cosign(sha256, parseNote(proof.checkpoint)!.body, witness, 1_795_000_001);

  test("their signatures are a check of its own, and it passes", async () => {
    const given = await evidence();
    const checks = await verifyPayment(witnessed(given, lineOf(given)));
    expect(checks.map(({ name }) => name)).toEqual([...checkNames]);
    expect(checks.map(({ result }) => result)).toEqual(Array(7).fill("passed"));
  });

  test("a head without their lines, or with a wrong one, does not pass, and the log's own signature does", async () => {
    const given = await evidence();
    const line = lineOf(given);
    const bent = line.slice(0, 60) + (line[60] === "A" ? "B" : "A") + line.slice(61);
    for (const below of ["", bent]) {
      expect(await firstStop(witnessed(given, below))).toBe("witnesses failed");
    }
  });
});

function tamperedReceipt(given: Evidence): Evidence {
  const [head = "", body = "", tail = ""] = (given.payment.receipt ?? "").split(".");
  const claims = JSON.parse(new TextDecoder().decode(fromBase64url(body) ?? bytes(0, 0)));
  const changed = toBase64url(utf8(JSON.stringify({ ...claims, amount: "1" })));
  return { ...given, payment: { ...given.payment, receipt: `${head}.${changed}.${tail}` } };
}

async function otherKeys(given: Evidence): Promise<Evidence> {
  const issuers = new Map([["k1", (await newKey()).publicKey]]);
  return { ...given, keys: { ...given.keys, issuers } };
}

/** The same tree, signed by somebody else under the log's name. */
async function swappedCheckpoint(given: Evidence): Promise<Evidence> {
  const [first, ...rest] = logKeys(given);
  const other = { ...first!, publicKey: (await newKey()).publicKey };
  return withPolicy(given, policyOf([other, ...rest]));
}

/** Signed with the key that quantum computers would break, and not with the other. */
function signedOnce(given: Evidence): Evidence {
  const { body, signatures } = parseNote(given.proof.checkpoint)!;
  const [line] = given.proof.checkpoint.slice(body.length + 1).split("\n");
  expect(signatures).toHaveLength(2);
  return { ...given, proof: { ...given.proof, checkpoint: `${body}\n${line}\n` } };
}

function renamedLog(given: Evidence): Evidence {
  const keys = logKeys(given).map((key) => ({ ...key, name: "other.example/log" }));
  return withPolicy(given, policyOf(keys));
}

const logKeys = (given: Evidence) => given.keys.policy.logs.map(({ key }) => key);

function withPolicy(given: Evidence, policy: TrustPolicy): Evidence {
  return { ...given, keys: { ...given.keys, policy } };
}

function policyOf(keys: readonly NoteKey[]): TrustPolicy {
  return { logs: keys.map((key) => ({ key, url: null })), witnesses: new Map(), quorum: null };
}

/** The same, of a log that asks one witness; `line`: what stands below its head. */
function witnessed(given: Evidence, line: string): Evidence {
  const witnesses = new Map([["w", { key: witness, url: null }]]);
  const policy = { ...given.keys.policy, witnesses, quorum: "w" };
  const checkpoint = given.proof.checkpoint + line;
  return withPolicy({ ...given, proof: { ...given.proof, checkpoint } }, policy);
}
