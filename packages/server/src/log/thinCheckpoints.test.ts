import { day, hour, instant, minute } from "@farthing/core";
import { cosign } from "@farthing/log";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { newTurnedClock } from "../grants/grantStage.testing.ts";
import { makeKeys } from "../keys.ts";
import { openTestServer, randomSeeds, type TestServer } from "../server.testing.ts";
import { sha256 } from "../sha256.ts";
import { latestCheckpoint } from "./checkpoints.ts";
import { headsOver, startThinning, thinCheckpoints } from "./thinCheckpoints.ts";

const clock = newTurnedClock();
let stage: TestServer;
let note: string;
/** The beginning of an hour, a little over two days ago. */
let start: number;
beforeAll(async () => {
  stage = await openTestServer({ clock });
  await stage.server.stop();
  note = (await latestCheckpoint(stage.deps))?.note ?? expect.fail("a head was signed");
  start = clock.now() - 2 * day;
  start -= start % hour;
});
afterAll(() => stage.close());

/** A head for every minute of `minutes` from `start` on, the first over `size` leaves. */
async function put(size: number, minutes: number[], text = note): Promise<void> {
  const rows = minutes.map((at, place) => ({
    size: size + place,
    root: new Uint8Array(32),
    note: text,
    created_at: instant(start + at * minute),
    witnessed: 0,
  }));
  await stage.deps.store.insertInto("checkpoints").values(rows).execute();
}

const sizes = async () =>
  (await stage.deps.store.selectFrom("checkpoints").select("size").orderBy("size").execute()).map(
    ({ size }) => size,
  );

test("of a day that is over one head an hour stays, and each that somebody else signed or an anchor names; all of the last day", async () => {
  await stage.deps.store.deleteFrom("checkpoints").execute();
  const { log } = makeKeys(randomSeeds(), "witness.example/w");
  const body = note.slice(0, note.indexOf("\n\n") + 1);
  const witness = { ...log[1], name: "witness.example/w" };
  const witnessed = note + cosign(sha256, body, witness, 1_800_000_000);
  const lastDay = Math.floor((clock.now() - start) / minute) - 60;
  await put(100, [0, 1, 30, 59]);
  await put(110, [60, 61]);
  await put(120, [62], witnessed);
  await put(130, [70]);
  await put(140, [71]);
  await put(150, [72]);
  const anchored = { place: "file:/a", size: 140, root: new Uint8Array(32), begun_at: 0 };
  const way = {
    state: "final",
    detail: null,
    next_look_at: null,
    tries: 0,
    last_error: null,
  } as const;
  await stage.deps.store
    .insertInto("anchorings")
    .values({ ...anchored, ...way })
    .execute();
  await put(200, [lastDay, lastDay + 1, lastDay + 2]);
  expect(await thinCheckpoints(stage.deps)).toBe(6);
  expect(await sizes()).toEqual([103, 120, 140, 150, 200, 201, 202]);
  expect(await thinCheckpoints(stage.deps)).toBe(0);
});

test("the newest stays, however old it is; more than one go at a time, and it ends when it is told to", async () => {
  await stage.deps.store.deleteFrom("checkpoints").execute();
  const seconds = Array.from({ length: 1_200 }, (_, at) => at / 60);
  await put(1_000, seconds);
  expect(await thinCheckpoints(stage.deps, { stopped: () => true })).toBe(0);
  expect(await thinCheckpoints(stage.deps)).toBe(1_199);
  expect(await sizes()).toEqual([2_199]);
  clock.turned += 30 * day;
  expect(await thinCheckpoints(stage.deps)).toBe(0);
  expect(await sizes()).toEqual([2_199]);
});

test("what a server that stood for weeks left behind goes too, from the oldest on, with its next start", async () => {
  await stage.deps.store.deleteFrom("checkpoints").execute();
  const minutesOfWeek = 7 * 24 * 60;
  await put(10_000, [0, 1, 2, 61, 62, minutesOfWeek, minutesOfWeek + 1]);
  clock.turned += 40 * day;
  const duty = startThinning(stage.deps);
  await vi.waitFor(async () => expect(await sizes()).toEqual([10_002, 10_004, 10_006]));
  await duty.stop();
});

test("each step looks at the heads of its hour alone, by their times", async () => {
  const span = { start, end: start + hour };
  const { sql: text, parameters } = headsOver(stage.deps, span).compile();
  const { rows } = await sql<{ detail: string }>`explain query plan ${sql.raw(
    text.replaceAll("?", () => "1"),
  )}`.execute(stage.deps.store);
  expect(parameters.length).toBeGreaterThan(3);
  const looks = rows.map(({ detail }) => detail).filter((detail) => /checkpoints/.test(detail));
  expect(looks.length).toBeGreaterThan(1);
  for (const look of looks)
    expect(look).toMatch(
      /checkpoints_by_time \(created_at>\? AND created_at<\?\)|^SEARCH checkpoints$/,
    );
});
