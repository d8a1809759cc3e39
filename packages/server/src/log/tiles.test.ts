import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { toHex } from "@farthing/core";
import {
  consistencyProof,
  inclusionProof,
  leafHash,
  nodesOfTiles,
  openCheckpoint,
  isPolicy,
  parseEntryBundle,
  parseTrustPolicy,
  type Tile,
  tilePath,
  tilesBetween,
  verifyConsistency,
  verifyInclusion,
} from "@farthing/log";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestServer, type TestServer } from "../server.testing.ts";
import { sha256 } from "../sha256.ts";
import { signCheckpoint } from "./checkpoints.ts";
import { verifiers } from "./verifiers.ts";

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
  // Its clockwork stands still: each checkpoint is signed when a test says so.
  await server.server.stop();
  await server.deps.store.deleteFrom("checkpoints").execute();
  rmSync(server.deps.logFolder, { recursive: true, force: true });
});
afterAll(() => server.close());

let id = 0n;
async function append(count: number): Promise<void> {
  const submit = () => {
    id += 1n;
    const time = server.deps.clock.now();
    const entry = { id: (BigInt(time) << 80n) + 64n * id, time, commitment: randomBytes(32) };
    return server.deps.ledger.submitEntry(entry);
  };
  await Promise.all(Array.from({ length: count }, submit));
}

async function grow(count: number): Promise<number> {
  await append(count);
  await signCheckpoint(server.deps);
  return server.deps.ledger.head().leaves;
}

const fileOf = (tile: Tile) => join(server.deps.logFolder, tilePath(tile));

/** A head that anybody may read, believed by the policy that anybody may read. */
async function readHead() {
  const text = async (path: string) => (await server.fetch(path)).text();
  const policy = parseTrustPolicy(sha256, await text("/log/policy"));
  if (!isPolicy(policy)) throw new Error(policy.fault);
  const head = await openCheckpoint(sha256, await text("/log/checkpoint"), policy, verifiers);
  return typeof head === "string" ? expect.fail(head) : head;
}

/** All tiles of a size, over HTTP. */
async function fetchTiles(size: number): Promise<(tile: Tile) => Uint8Array> {
  const tiles = new Map<string, Uint8Array>();
  for (const tile of tilesBetween(0, size)) {
    const response = await server.fetch(`/log/${tilePath(tile)}`);
    expect(response.status).toBe(200);
    tiles.set(tilePath(tile), new Uint8Array(await response.arrayBuffer()));
  }
  return (tile) => tiles.get(tilePath(tile)) ?? expect.fail(`no ${tilePath(tile)}`);
}

test("from the tiles alone anybody proves a leaf, and that the log only grew", async () => {
  await grow(300);
  const old = await readHead();
  await grow(441);
  const head = await readHead();
  const tileAt = await fetchTiles(head.size);
  const nodeAt = nodesOfTiles(sha256, head.size, tileAt);
  for (const index of [0, 255, 256, 511, head.size - 1]) {
    const proof = inclusionProof(sha256, index, head.size, nodeAt);
    expect(verifyInclusion(sha256, { ...head, leaf: nodeAt(0, index), index, proof })).toBe(true);
  }
  const proof = consistencyProof(sha256, old.size, head.size, nodeAt);
  const grown = { oldSize: old.size, oldRoot: old.root, newSize: head.size, newRoot: head.root };
  expect(verifyConsistency(sha256, { ...grown, proof })).toBe(true);
  const bundle = parseEntryBundle(tileAt({ level: "entries", index: 1, width: 256 }), 256)!;
  expect(toHex(leafHash(sha256, bundle[5]!))).toBe(toHex(nodeAt(0, 261)));
});

test("the files are what is served, and a full tile takes the place of its partial ones", async () => {
  const size = (await readHead()).size;
  for (const tile of tilesBetween(0, size)) {
    const response = await server.fetch(`/log/${tilePath(tile)}`);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(readFileSync(fileOf(tile)));
    expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(response.headers.get("content-type")).toBe("application/octet-stream");
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
  }
  const names = readdirSync(join(server.deps.logFolder, "tile/0"));
  expect(names.toSorted()).toEqual(["000", "001", "002.p"]);
  const note = await (await server.fetch("/log/checkpoint")).text();
  expect(readFileSync(join(server.deps.logFolder, "checkpoint"), "utf8")).toBe(note);
  // One that a reader of an older head still asks for.
  const outgrown = await server.fetch("/log/tile/0/001.p/44");
  expect((await outgrown.arrayBuffer()).byteLength).toBe(44 * 32);
});

test("what a power cut took is made anew: at the next checkpoint, and until then out of the ledger", async () => {
  const full: Tile = { level: 0, index: 0, width: 256 };
  const kept = readFileSync(fileOf(full));
  truncateSync(fileOf(full));
  const served = await server.fetch(`/log/${tilePath(full)}`);
  expect(Buffer.from(await served.arrayBuffer())).toEqual(kept);
  rmSync(server.deps.logFolder, { recursive: true });
  expect((await server.fetch(`/log/${tilePath(full)}`)).status).toBe(200);
  // Cut off half-way, the next one begins anew.
  mkdirSync(join(server.deps.logFolder, "tile"), { recursive: true });
  const size = await grow(1);
  for (const tile of tilesBetween(0, size)) expect(existsSync(fileOf(tile))).toBe(true);
  expect(readFileSync(fileOf(full))).toEqual(kept);
});

test.each([
  "tile/0/003",
  "tile/0/000.p/256",
  "tile/0/000.p/0",
  "tile/1/000",
  "tile/1/000.p/3",
  "tile/2/000.p/1",
  "tile/63/000",
  "tile/64/000",
  "tile/0/0",
  "tile/0/x000/000",
  "tile/0/..%2f000",
  "tile/entries/000.p/1/",
  "tile/checkpoint",
])("%s is nothing that was published", async (path) => {
  expect((await server.fetch(`/log/${path}`)).status).toBe(404);
});

test("leaves beyond the published head are not served", async () => {
  const { size } = await readHead();
  const width = (size % 256) + 1;
  const signed = server.deps.ledger.head().leaves;
  expect(signed).toBe(size);
  await append(1);
  const index = String(Math.floor(size / 256)).padStart(3, "0");
  const path = `/log/tile/0/${index}.p/${width}`;
  expect((await server.fetch(path)).status).toBe(404);
  await signCheckpoint(server.deps);
  expect((await server.fetch(path)).status).toBe(200);
});
