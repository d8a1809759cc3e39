import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@farthing/core";
import {
  appendLeaf,
  checkpointBody,
  consistencyProof,
  emptyRange,
  formatAddCheckpoint,
  openNote,
  rangeRoot,
  type Signer,
  signNote,
} from "@farthing/log";
import { logVerifiers, makeKeys, sha256 } from "@farthing/server";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newWitness, type Witness } from "./witness.ts";
import { witnessSigners } from "./witnessKeys.ts";

const seed = (byte: number) => new Uint8Array(32).fill(byte);
const origin = "pay.example/log";
const seeds = { issuer: seed(1), field: seed(2), pairwise: seed(3), arrival: seed(4) };
const { log } = makeKeys({ ...seeds, log: seed(5) }, origin);
const policy = {
  logs: log.map((key) => ({ key, url: null })),
  witnesses: new Map(),
  quorum: null,
};

let folder: string;
let signers: readonly Signer[];
let witness: Witness;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "farthing-witness-"));
  open();
});
afterEach(() => rmSync(folder, { recursive: true }));

/** As after a start. */
function open() {
  signers = witnessSigners(folder, "w.example/witness");
  witness = newWitness({ folder, policy, signers, clock: systemClock });
}

const nodes = new Map<string, Uint8Array>();
const roots = [rangeRoot(sha256, emptyRange)];
let range = emptyRange;
for (let at = 0; at < 40; at += 1) {
  range = appendLeaf(sha256, range, sha256(Uint8Array.of(at)), (level, index, hash) =>
    nodes.set(`${level}/${index}`, hash),
  );
  roots.push(rangeRoot(sha256, range));
}

const noteOf = (size: number, root = roots[size]!, by: readonly Signer[] = log) =>
  signNote(sha256, checkpointBody(origin, size, root), by, 1_800_000_000);

function requestOf(oldSize: number, size: number, note = noteOf(size)) {
  const nodeAt = (level: number, index: number) => nodes.get(`${level}/${index}`)!;
  const proof = consistencyProof(sha256, oldSize, size, nodeAt);
  return formatAddCheckpoint({ oldSize, proof, checkpoint: note });
}

/** Does `work` while the folder may be read, and written by nobody that we are. */
async function asStranger(work: () => Promise<void>): Promise<void> {
  const isRoot = process.getuid?.() === 0;
  chmodSync(folder, 0o555);
  if (isRoot) process.seteuid?.("nobody");
  try {
    await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
    chmodSync(folder, 0o755);
  }
}

async function ask(
  body: string | Uint8Array<ArrayBuffer>,
  path = "/add-checkpoint",
  asked = witness,
) {
  const request = new Request(`http://w.example${path}`, { method: "POST", body });
  const answer = await asked(request);
  return {
    status: answer.status,
    text: await answer.text(),
    type: answer.headers.get("content-type"),
  };
}

test("its lines make the note one that both its keys signed", async () => {
  const { status, text } = await ask(requestOf(0, 7));
  expect(status).toBe(200);
  const opened = await openNote(sha256, noteOf(7) + text, signers, logVerifiers);
  expect(opened?.signed.map(({ key }) => key.type)).toEqual(["ed25519-cosignature", "ml-dsa-44"]);
  expect(opened?.signed[0]?.time).toBeGreaterThan(1_700_000_000);
});

test("what it cosigned is remembered by the next start, and its keys are the same", async () => {
  const before = signers.map(({ publicKey }) => publicKey);
  expect((await ask(requestOf(0, 7))).status).toBe(200);
  open();
  expect(signers.map(({ publicKey }) => publicKey)).toEqual(before);
  expect(await ask(requestOf(0, 9))).toMatchObject({
    status: 409,
    text: "7\n",
    type: "text/x.tlog.size",
  });
  expect((await ask(requestOf(7, 9))).status).toBe(200);
  expect((await ask(requestOf(9, 9))).status).toBe(200);
});

test("of many at once that start at the same size, one is cosigned and none takes it back", async () => {
  await ask(requestOf(0, 7));
  const sizes = [8, 9, 20, 33, 12];
  const answers = await Promise.all(sizes.map((size) => ask(requestOf(7, size))));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(4);
  const stands = await ask(requestOf(0, 40));
  const cosigned = sizes[answers.findIndex(({ status }) => status === 200)];
  expect(stands.text).toBe(`${cosigned}\n`);
});

test("another history is refused, and stays refused", async () => {
  await ask(requestOf(0, 7));
  const fork = noteOf(9, seed(9));
  expect((await ask(requestOf(7, 9, fork))).status).toBe(422);
  expect((await ask(requestOf(7, 7, noteOf(7, seed(9))))).status).toBe(409);
  expect((await ask(requestOf(7, 9))).status).toBe(200);
});

test("where it cannot write down what it cosigns it signs nothing, and goes on from where it stood", async () => {
  expect((await ask(requestOf(0, 7))).status).toBe(200);
  await asStranger(async () => {
    expect(await ask(requestOf(7, 9))).toMatchObject({
      status: 500,
      text: "The witness could not keep that checkpoint.\n",
    });
  });
  expect(await ask(requestOf(9, 12))).toMatchObject({ status: 409, text: "7\n" });
  expect((await ask(requestOf(7, 9))).status).toBe(200);
});

test("of two over one folder that are asked at the same moment, one signs", async () => {
  expect((await ask(requestOf(0, 7))).status).toBe(200);
  const first = witness;
  open();
  const answers = await Promise.all([
    ask(requestOf(7, 8), "/add-checkpoint", first),
    ask(requestOf(7, 9)),
  ]);
  const signed = answers.flatMap(({ status }, at) => (status === 200 ? [8 + at] : []));
  expect(signed).toHaveLength(1);
  expect((await ask(requestOf(0, 12))).text).toBe(`${signed[0]}\n`);
});

test("what is no request, or of no log that it knows, is answered plainly", async () => {
  const stranger = makeKeys({ ...seeds, log: seed(6) }, origin).log;
  expect((await ask(requestOf(0, 7, noteOf(7, roots[7], stranger)))).status).toBe(403);
  for (const one of log)
    expect((await ask(requestOf(0, 7, noteOf(7, roots[7], [one])))).status).toBe(403);
  const other = makeKeys({ ...seeds, log: seed(6) }, "pay.other/log").log;
  const theirs = signNote(sha256, checkpointBody("pay.other/log", 7, roots[7]!), other, 1);
  expect((await ask(requestOf(0, 7, theirs))).status).toBe(404);
  expect((await ask("old 0\n\nnothing\n")).status).toBe(400);
  expect((await ask("x".repeat(1_000_001))).status).toBe(400);
  expect((await ask(Uint8Array.of(0xff))).status).toBe(400);
  expect((await ask(requestOf(0, 7), "/else")).status).toBe(404);
  expect((await witness(new Request("http://w.example/add-checkpoint"))).status).toBe(405);
});
