import { randomBytes } from "node:crypto";
import { hour, instant, minute } from "@farthing/core";
import {
  type Anchor,
  type Anchored,
  type AnchorHead,
  AnchorUnreached,
  type Publication,
} from "@farthing/log";
import { afterEach, beforeEach, expect, test } from "vitest";
import { signCheckpoint } from "../log/checkpoints.ts";
import { thinCheckpoints } from "../log/thinCheckpoints.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";
import { workAnchor } from "./workAnchor.ts";

const begun = 1_800_000_000_000;
let now: number;
let server: TestServer;
let lines: Record<string, unknown>[];
beforeEach(async () => {
  now = begun;
  lines = [];
  server = await openTestServer({ clock: { now: () => instant(now) }, lines });
  await server.server.stop();
});
afterEach(() => server.close());

let id = 0n;
/** The log grows by so many leaves, and its head is signed; answers with its size. */
async function grow(count: number): Promise<number> {
  const { ledger } = server.deps;
  for (let each = 0; each < count; each += 1) {
    id += 1n;
    const time = instant(now);
    const entry = { id: (BigInt(now) << 80n) + 64n * id, time, commitment: randomBytes(32) };
    expect((await ledger.submitEntry(entry)).status).toBe("created");
  }
  await signCheckpoint(server.deps);
  return ledger.head().leaves;
}

/** A place in memory that does one thing after the other as it is told: `next` names where a head is after a step. */
class Shelf implements Anchor {
  readonly place = "evm:0x00";
  there: Anchored | null = null;
  next: (Publication["state"] | Error)[] = [];
  readonly taken: string[] = [];

  newest(): Promise<Anchored | null> {
    return Promise.resolve(this.there);
  }

  async advance(head: AnchorHead, from: Publication): Promise<Publication> {
    // What it is told to do was written down before.
    const row = await rowOf(head.size);
    expect(row).toMatchObject({ state: from.state, detail: from.detail });
    const to = this.next.shift() ?? from.state;
    if (to instanceof Error) throw to;
    this.taken.push(`${from.state} ${to}`);
    if (to === "mined" || to === "final") this.there = head;
    return { state: to, detail: to === from.state ? from.detail : `${to} ${head.size}` };
  }
}

const rows = () => server.deps.store.selectFrom("anchorings").selectAll().orderBy("size").execute();
const rowOf = async (size: number) => (await rows()).find((row) => row.size === size);
const metric = async (name: string) => {
  const text = await server.deps.metrics.registry.metrics();
  return new RegExp(`^farthing_${name}\\{place="evm"\\} (.*)$`, "m").exec(text)?.[1];
};

test("an empty log anchors nothing; one head goes all the way, and the next waits its time", async () => {
  const shelf = new Shelf();
  const work = () => workAnchor(server.deps, shelf);
  await signCheckpoint(server.deps);
  await work();
  expect(await rows()).toEqual([]);
  const size = await grow(3);
  shelf.next = ["sent", "sent"];
  await work();
  expect(await rowOf(size)).toMatchObject({ state: "sent", next_look_at: begun + 12_000 });
  await grow(1);
  shelf.next = ["mined", "final"];
  await work();
  expect(shelf.next).toHaveLength(2);
  now += 12_000;
  await work();
  expect(await rowOf(size)).toMatchObject({ state: "final", next_look_at: null });
  expect(shelf.taken).toEqual(["intended sent", "sent sent", "sent mined", "mined final"]);
  expect(await metric("anchored_leaves")).toBe(String(size));
  await work();
  now = begun + 10 * minute - 1;
  await work();
  expect(await rows()).toHaveLength(1);
  now += 1;
  shelf.next = ["sent", "mined", "final"];
  await work();
  expect((await rows()).map((row) => [row.size, row.state])).toEqual([
    [size, "final"],
    [size + 1, "final"],
  ]);
  now += hour;
  await work();
  expect(await rows()).toHaveLength(2);
});

test("what fails is tried again, later each time, and goes on from where it was", async () => {
  const shelf = new Shelf();
  const size = await grow(1);
  shelf.next = ["sent", new AnchorUnreached("the RPC is down"), new AnchorUnreached("still")];
  await workAnchor(server.deps, shelf);
  expect(await rowOf(size)).toMatchObject({
    state: "sent",
    detail: `sent ${size}`,
    tries: 1,
    last_error: "the RPC is down",
    next_look_at: now + 12_000,
  });
  now += 12_000;
  await workAnchor(server.deps, shelf);
  expect(await rowOf(size)).toMatchObject({ tries: 2, next_look_at: now + 24_000 });
  expect(await metric("anchor_failures")).toBe("2");
  now += 24_000;
  for (let tries = 0; tries < 20; tries += 1) {
    shelf.next = [new AnchorUnreached("down")];
    await workAnchor(server.deps, shelf);
    now += 10 * minute;
  }
  expect(await rowOf(size)).toMatchObject({ tries: 22, next_look_at: now });
  shelf.next = ["mined", "final"];
  await workAnchor(server.deps, shelf);
  expect(await rowOf(size)).toMatchObject({ state: "final", tries: 0, last_error: null });
  expect(await metric("anchor_failures")).toBe("0");
});

test("a clock that was set back keeps no head waiting", async () => {
  const shelf = new Shelf();
  const size = await grow(1);
  shelf.next = ["sent"];
  await workAnchor(server.deps, shelf);
  now -= 24 * hour;
  shelf.next = ["mined", "final"];
  await workAnchor(server.deps, shelf);
  expect(await rowOf(size)).toMatchObject({ state: "final" });
});

test("a head that is on its way for days is not thinned out", async () => {
  const shelf = new Shelf();
  const size = await grow(1);
  shelf.next = ["sent"];
  await workAnchor(server.deps, shelf);
  await grow(1);
  await grow(1);
  now += 26 * hour;
  expect(await thinCheckpoints(server.deps)).toBeGreaterThan(0);
  shelf.next = ["mined", "final"];
  await workAnchor(server.deps, shelf);
  expect(await rowOf(size)).toMatchObject({ state: "final" });
});

test("a bigger head of the same log, by whoever, is fine", async () => {
  const shelf = new Shelf();
  const size = await grow(2);
  await grow(3);
  const { ledger, store } = server.deps;
  await store.deleteFrom("checkpoints").where("size", ">", size).execute();
  shelf.there = { size: size + 2, root: ledger.rootAt(size + 2) };
  shelf.next = ["overtaken"];
  await workAnchor(server.deps, shelf);
  expect(await rowOf(size)).toMatchObject({ state: "overtaken", next_look_at: null });
});

test.each([
  ["ahead of this ledger", 99, /holds a head of 99 leaves, but this ledger has/],
  ["another history", 1, /holds another history over the first 1 leaves/],
])("an anchor that is %s stops anchoring there, loudly, until it is not", async (_, at, why) => {
  const shelf = new Shelf();
  const size = await grow(2);
  shelf.there = { size: at, root: randomBytes(32) };
  shelf.next = ["sent"];
  await workAnchor(server.deps, shelf);
  now += 10 * minute;
  await workAnchor(server.deps, shelf);
  expect(shelf.taken).toEqual([]);
  expect(await rowOf(size)).toMatchObject({
    state: "intended",
    tries: 2,
    last_error: expect.stringMatching(why),
  });
  expect(await metric("anchor_conflict")).toBe("1");
  const loud = lines.filter(({ level }) => level === 60);
  expect(loud.map(({ msg }) => msg)).toEqual(
    Array(2).fill("an anchor holds another history: nothing is anchored"),
  );
  shelf.there = null;
  now += 10 * minute;
  shelf.next = ["sent", "mined", "final"];
  await workAnchor(server.deps, shelf);
  expect(await rowOf(size)).toMatchObject({ state: "final" });
  expect(await metric("anchor_conflict")).toBe("0");
});

test("a place that breaks its word is an error, and no other place hears of it", async () => {
  const [broken, whole] = [new Shelf(), Object.assign(new Shelf(), { place: "file:/x" })];
  const size = await grow(1);
  broken.next = [new Error("a secret")];
  await workAnchor(server.deps, broken);
  whole.next = ["final"];
  await workAnchor(server.deps, whole);
  const all = await rows();
  expect(all.map(({ place, state, last_error }) => [place, state, last_error])).toEqual([
    ["evm:0x00", "intended", "unexpected"],
    ["file:/x", "final", null],
  ]);
  expect(all.every((row) => row.size === size)).toBe(true);
});

test.each([
  ["empty, as a disk that is not mounted", null],
  ["behind, as another chain", 1],
])("a place that is %s takes no head in and is tried again", async (_, at) => {
  const shelf = new Shelf();
  await grow(1);
  const size = await grow(2);
  shelf.next = ["sent", "mined", "final"];
  await workAnchor(server.deps, shelf);
  const kept = shelf.there;
  const { ledger } = server.deps;
  shelf.there = at === null ? null : { size: at, root: ledger.rootAt(at) };
  now += hour;
  const next = await grow(1);
  shelf.next = ["final"];
  shelf.taken.length = 0;
  await workAnchor(server.deps, shelf);
  expect(shelf.taken).toEqual([]);
  expect(await rowOf(next)).toMatchObject({
    state: "intended",
    tries: 1,
    last_error: expect.stringMatching(
      `what was anchored is gone: a head of ${size} leaves was there for good`,
    ),
  });
  shelf.there = kept;
  now += minute;
  await workAnchor(server.deps, shelf);
  expect(await rowOf(next)).toMatchObject({ state: "final", tries: 0 });
});
