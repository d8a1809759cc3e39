import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Bug, bytesEqual, minute, second } from "@farthing/core";
import {
  checkpointBody,
  leafData,
  leafHash,
  openNote,
  parseCheckpoint,
  signNote,
  verifyInclusion,
} from "@farthing/log";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openTestServer, type TestServer } from "../server.testing.ts";
import { sha256 } from "../sha256.ts";
import { verifiers } from "./verifiers.ts";
import { keepCheckpoint, readCheckpointFile } from "./checkpointFile.ts";
import { latestCheckpoint, signCheckpoint, startCheckpoints } from "./checkpoints.ts";

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
  await server.server.stop();
  await server.deps.store.deleteFrom("checkpoints").execute();
});
afterAll(() => server.close());

let id = 0n;
async function appendEntries(count: number): Promise<void> {
  for (let each = 0; each < count; each += 1) {
    id += 1n;
    const time = server.deps.clock.now();
    const { status } = await server.deps.ledger.submitEntry({
      id: (BigInt(time) << 80n) + 64n * id,
      time,
      commitment: randomBytes(32),
    });
    expect(status).toBe("created");
  }
}

async function publishedSize(): Promise<number> {
  const answer = await server.fetch("/log/checkpoint");
  // A cache that kept it would show an old head.
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const note = await answer.text();
  const opened = await openNote(sha256, note, server.deps.keys.log, verifiers);
  expect(opened?.signed.map(({ key }) => key.type)).toEqual(["ed25519", "ml-dsa-44"]);
  const checkpoint = parseCheckpoint(opened?.body ?? "");
  expect(checkpoint?.origin).toBe("localhost:4020/log");
  expect(bytesEqual(checkpoint!.root, server.deps.ledger.rootAt(checkpoint!.size))).toBe(true);
  return checkpoint!.size;
}

test("a checkpoint is signed when the tree grew, kept, and only then published", async () => {
  expect((await server.fetch("/log/checkpoint")).status).toBe(503);
  await signCheckpoint(server.deps);
  expect(await publishedSize()).toBe(0);
  await appendEntries(3);
  expect(await publishedSize()).toBe(0);
  await signCheckpoint(server.deps);
  await signCheckpoint(server.deps);
  expect(await publishedSize()).toBe(3);
  const rows = await server.deps.store.selectFrom("checkpoints").select("size").execute();
  expect(rows.map((row) => row.size)).toEqual([0, 3]);
});

test("what is published is in its file first; where it cannot be kept, nothing is published", async () => {
  const { deps } = server;
  const file = deps.checkpointFiles[0]!;
  const before = (await latestCheckpoint(deps))!;
  expect((await readCheckpointFile(file))?.note).toBe(before.note);
  await appendEntries(1);
  const checkpointFiles = [file, `${file}/no-folder/checkpoint`];
  await expect(signCheckpoint({ ...deps, checkpointFiles })).rejects.toThrow(
    "the directory does not exist",
  );
  expect(await latestCheckpoint(deps)).toEqual(before);
  // The first place has it already: a start would see that it was about to be published.
  expect(await readCheckpointFile(file)).toMatchObject({ size: before.size + 1 });
  await signCheckpoint(deps);
  expect((await readCheckpointFile(file))?.note).toBe((await latestCheckpoint(deps))?.note);
});

test("a leaf is proved under the published checkpoint", async () => {
  await appendEntries(4);
  await signCheckpoint(server.deps);
  const response = await server.fetch("/v1/log/proof?leaf=5");
  const body = (await response.json()) as { size: number; path: string[] };
  const stored = server.deps.ledger.entryAtLeaf(5)!;
  const { timestamp, commitment } = stored;
  const isIncluded = verifyInclusion(sha256, {
    leaf: leafHash(sha256, leafData(sha256, { timestamp, commitment })),
    index: 5,
    size: body.size,
    proof: body.path.map((hash) => new Uint8Array(Buffer.from(hash, "base64url"))),
    root: (await latestCheckpoint(server.deps))!.root,
  });
  expect(isIncluded).toBe(true);
});

test.each([
  ["leaf=8", 404],
  ["leaf=-1", 400],
  ["leaf=1e3", 400],
  ["", 400],
  ["leaf=1&size=3", 400],
])("GET /v1/log/proof?%s is %d", async (query, status) => {
  expect((await server.fetch(`/v1/log/proof?${query}`)).status).toBe(status);
});

test("a log that shrank or changed is never signed", async () => {
  const { deps } = server;
  const count = async () =>
    (await deps.store.selectFrom("checkpoints").select("size").execute()).length;
  const before = await count();
  const { size, root } = (await latestCheckpoint(deps))!;
  const head = deps.ledger.head();
  const shrunk = { ...deps.ledger, head: () => ({ ...head, leaves: size - 1 }) };
  await expect(signCheckpoint({ ...deps, ledger: shrunk })).rejects.toBeInstanceOf(Bug);
  const forked = { ...deps.ledger, head: () => ({ ...head, root: sha256(root) }) };
  await expect(signCheckpoint({ ...deps, ledger: forked })).rejects.toBeInstanceOf(Bug);
  const rewritten = {
    ...deps.ledger,
    head: () => ({ ...head, leaves: size + 1 }),
    rootAt: () => sha256(root),
  };
  await expect(signCheckpoint({ ...deps, ledger: rewritten })).rejects.toBeInstanceOf(Bug);
  expect(await count()).toBe(before);
});

test("a longer head of another history is never signed over what a shared file keeps", async () => {
  const { deps } = server;
  await signCheckpoint(deps);
  const before = (await latestCheckpoint(deps))!;
  // Another server on an older copy of the ledger was there first.
  const path = join(server.folder, "shared");
  const theirs = { size: before.size + 4, root: randomBytes(32) };
  const body = checkpointBody("localhost:4020/log", theirs.size, theirs.root);
  const note = signNote(sha256, body, deps.keys.log, 1_800_000_000);
  await keepCheckpoint(path, { ...theirs, note }, () => true);
  await appendEntries(6);
  const shared = { ...deps, checkpointFiles: [...deps.checkpointFiles, path] };
  await expect(signCheckpoint(shared)).rejects.toBeInstanceOf(Bug);
  expect(readFileSync(path, "utf8")).toBe(note);
  expect((await latestCheckpoint(deps))?.size).toBe(before.size);
  expect(await publishedSize()).toBe(before.size);
  expect(readFileSync(join(deps.logFolder, "checkpoint"), "utf8")).toBe(before.note);
});

test("the loop signs again and again, each time that the log grew, and says so", async () => {
  const { deps } = server;
  await signCheckpoint(deps);
  let told = 0;
  const config = { ...deps.config, checkpointEveryMs: 20 };
  const loop = startCheckpoints({ ...deps, config }, () => (told += 1));
  for (const times of [1, 2, 3]) {
    await appendEntries(1);
    await expect.poll(publishedSize).toBe(deps.ledger.head().leaves);
    await expect.poll(() => told).toBe(times);
  }
  await loop.stop();
  await appendEntries(1);
  expect(await publishedSize()).toBe(deps.ledger.head().leaves - 1);
});

test.each([
  [second, 61],
  [5 * second, 13],
])("with a head each %d ms it looks %d times in a minute", async (checkpointEveryMs, looks) => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  try {
    const { deps } = server;
    let asked = 0;
    const head = () => {
      asked += 1;
      throw new Error("database is locked");
    };
    const config = { ...deps.config, checkpointEveryMs };
    const loop = startCheckpoints({ ...deps, config, ledger: { ...deps.ledger, head } });
    for (let at = 0; at < minute; at += second) {
      await expect.poll(() => asked).toBe(1 + Math.floor(at / checkpointEveryMs));
      await vi.advanceTimersByTimeAsync(second);
    }
    await expect.poll(() => asked).toBe(looks);
    await loop.stop();
  } finally {
    vi.useRealTimers();
  }
});

test.each([
  ["a disk that was busy for a moment signing goes on", new Error("database is locked"), true],
  ["a broken assertion it ends", new Bug("must hold: the log never shrinks"), false],
])("after %s", async (_, failure, healthy) => {
  const { deps } = server;
  let asked = 0;
  const head = () => {
    asked += 1;
    throw failure;
  };
  const loop = startCheckpoints({ ...deps, ledger: { ...deps.ledger, head } });
  await expect.poll(() => asked).toBe(1);
  await loop.stop();
  expect(loop.healthy()).toBe(healthy);
});

test("two that sign at once sign one head", async () => {
  await appendEntries(1);
  const signed = await Promise.all([signCheckpoint(server.deps), signCheckpoint(server.deps)]);
  expect(signed).toEqual([true, false]);
});
