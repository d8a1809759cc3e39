import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestServer, type TestServer } from "../server.testing.ts";
import { startDuty } from "./duty.ts";

let stage: TestServer;
const lines: Record<string, unknown>[] = [];
beforeAll(async () => {
  stage = await openTestServer({ lines });
});
afterAll(() => stage.close());

test("a duty that fails is logged by name and done again", async () => {
  let done = 0;
  const work = () => {
    done += 1;
    return done === 1 ? Promise.reject(new Error("locked")) : Promise.resolve();
  };
  const duty = startDuty(stage.deps, { name: "test", everyMs: 1, work });
  await expect.poll(() => done).toBeGreaterThan(2);
  await duty.stop();
  const failed = lines.filter(({ duty }) => duty === "test");
  expect(failed.map(({ msg }) => msg)).toEqual(["a duty was not done"]);
});

test("one at a time; stopping tells the one under way, waits for it and begins no other", async () => {
  let begun = 0;
  let ended = 0;
  const work = async (stopped: () => boolean) => {
    begun += 1;
    while (!stopped()) await setTimeout(1);
    ended += 1;
  };
  const duty = startDuty(stage.deps, { name: "long", everyMs: 1, work });
  await setTimeout(10);
  expect([begun, ended]).toEqual([1, 0]);
  await duty.stop();
  await setTimeout(10);
  expect([begun, ended]).toEqual([1, 1]);
});
