import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { holdLock } from "./holdLock.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "farthing-lock-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("one holds it at a time, and whoever waits gets it after", async () => {
  const path = join(folder, "lock");
  let holders = 0;
  let most = 0;
  const hold = async () => {
    const letGo = await holdLock(path);
    holders += 1;
    most = Math.max(most, holders);
    await new Promise((resolve) => setTimeout(resolve, 5));
    holders -= 1;
    letGo();
  };
  await Promise.all([hold(), hold(), hold(), hold()]);
  expect([most, holders]).toEqual([1, 0]);
});

test("of one that nobody lets go of it says which it is, and another is free", async () => {
  const letGo = await holdLock(join(folder, "held"));
  await expect(holdLock(join(folder, "held"))).rejects.toThrow(
    /held is held by another process\.$/,
  );
  (await holdLock(join(folder, "other")))();
  letGo();
  (await holdLock(join(folder, "held")))();
});
