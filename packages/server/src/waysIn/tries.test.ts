import { hour, minute } from "@farthing/core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { newTurnedClock } from "../grants/grantStage.testing.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";
import { countTry, forgive, networkOf, type Try } from "./tries.ts";

const clock = newTurnedClock();
const network = networkOf("192.0.2.7");
let stage: TestServer;
beforeAll(async () => {
  stage = await openTestServer({ clock });
});
beforeEach(() => stage.deps.store.deleteFrom("tries").execute());
afterAll(() => stage.close());

const one = () => countTry(stage.deps, network);

async function many(count: number): Promise<Try> {
  let last = await one();
  for (let done = 1; done < count; done += 1) last = await one();
  return last;
}

test("a network's count goes down by one an hour, also where one is tried every half hour", async () => {
  expect((await many(10)).failed).toBe(10);
  clock.turned += 3 * hour + minute;
  expect((await one()).failed).toBe(8);
  for (const failed of [9, 9, 10, 10]) {
    clock.turned += 30 * minute;
    expect((await one()).failed).toBe(failed);
  }
  clock.turned += 30 * hour;
  expect((await one()).failed).toBe(1);
});

test("a clock that is set back forgets nothing, and adds nothing", async () => {
  await many(10);
  clock.turned -= 5 * hour;
  expect((await one()).failed).toBe(11);
  clock.turned += 5 * hour;
});

test("however often one tries in vain, a network waits 15 minutes and is forgotten in two days", async () => {
  await many(20);
  for (let count = 0; count < 60; count += 1) {
    await expect(one()).rejects.toMatchObject({ code: "too-many-tries" });
    clock.turned += 15 * minute + 1;
    await one();
  }
  clock.turned += 48 * hour;
  expect((await one()).failed).toBe(1);
});

test("a right try leaves the count, its hour and the wait as they were", async () => {
  await many(19);
  clock.turned += 30 * minute;
  // The twentieth begins a wait; it was right, so there is none.
  await forgive(stage.deps, await one());
  await forgive(stage.deps, await one());
  clock.turned += 31 * minute;
  expect((await one()).failed).toBe(19);
});

test("a right try does not end the wait that another one began", async () => {
  await many(18);
  const right = await one();
  await one();
  await forgive(stage.deps, right);
  await expect(one()).rejects.toMatchObject({ code: "too-many-tries" });
  clock.turned += 15 * minute + 1;
  expect((await one()).failed).toBe(20);
});
