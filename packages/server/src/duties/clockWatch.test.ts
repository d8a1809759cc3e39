import { hour, instant, minute, systemClock } from "@farthing/core";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { newOffer, newPerson, payOnPage } from "../payments/person.testing.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";
import { startClockWatch } from "./clockWatch.ts";

let stage: TestServer;
const lines: Record<string, unknown>[] = [];
const clock = { turned: 0, now: () => instant(systemClock.now() + clock.turned) };
beforeAll(async () => {
  stage = await openTestServer({ clock, lines });
});
afterAll(() => stage.close());
afterEach(() => vi.useRealTimers());

const behind = "the clock stands behind the journal";
const warnings = () => lines.filter(({ msg }) => msg === behind).length;

test("a clock that jumped an hour ahead and back is named until it has caught up", async () => {
  const ready = async () => {
    const response = await stage.fetch("/readyz");
    return `${response.status} ${(await response.text()).trim()}`;
  };
  expect(await ready()).toBe("200 ok");
  clock.turned = hour;
  await payOnPage(stage, newPerson(), { offer: await newOffer(stage) });
  await expect.poll(ready).toBe("200 ok");
  clock.turned = 0;
  expect(await ready()).toBe(`503 ${behind}`);
  clock.turned = hour - minute / 2;
  expect(await ready()).toBe("200 ok");
});

test("the log says so at once and then once a minute, and is silent when it is over", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  clock.turned = 0;
  const before = warnings();
  const watch = startClockWatch(stage.deps);
  await vi.advanceTimersByTimeAsync(1);
  expect(warnings() - before).toBe(1);
  await vi.advanceTimersByTimeAsync(3 * minute);
  expect(warnings() - before).toBe(4);
  clock.turned = hour;
  await vi.advanceTimersByTimeAsync(3 * minute);
  expect(warnings() - before).toBe(4);
  await watch.stop();
});
