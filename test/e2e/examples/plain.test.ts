import { openPerson, type Person } from "@farthing/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBooks } from "../books.ts";
import { frameAt } from "../reader.ts";
import { buttonOf, openStage, type Stage } from "../stage.ts";
import { type Example, openExample, payFirst, present, undo } from "./openExample.ts";

let stage: Stage;
let site: Example;
let reader: Person;

beforeAll(async () => {
  stage = await openStage();
  site = await openExample(stage, "plain");
  reader = await openPerson({ storage: "allowed" });
});
afterAll(async () => {
  await reader.close();
  await site.close();
  await stage.close();
});

const story = () => reader.page.getByRole("heading", { name: "Why not a hundred" });

test("the plain example shows, pays and opens; its server believes only a signed receipt", async () => {
  await reader.page.goto(site.origin);
  expect(await story().count()).toBe(0);
  const sent = reader.page.waitForRequest(/\/unlock$/);
  await payFirst(reader);
  await story().waitFor();
  const { receipt } = (await sent).postDataJSON() as { receipt: string };
  await reader.page.reload();
  await story().waitFor();
  // The merchant that `merchant add` made was paid, less the operator's five percent.
  expect(readBooks(stage).merchants).toBe(47_500n);

  const friend = await openPerson({ storage: "allowed" });
  try {
    await friend.page.goto(site.origin);
    for (const text of [receipt, `${receipt.slice(0, -4)}AAAA`, "paid, honestly"]) {
      expect(await present(friend, "/unlock", text)).toBe(403);
    }
  } finally {
    await friend.close();
  }
});

test("in a new session what is owned opens without paying", async () => {
  await reader.context.clearCookies({ domain: "127.0.0.1" });
  await reader.page.reload();
  await frameAt(reader, "owned");
  await reader.press(buttonOf(reader, /^Open$/));
  await story().waitFor();
  expect(readBooks(stage).merchants).toBe(47_500n);
});

test("one more reader pays and takes it back", async () => {
  const other = await openPerson({ storage: "allowed" });
  try {
    await other.page.goto(site.origin);
    await payFirst(other);
    await other.page.getByRole("heading", { name: "Why not a hundred" }).waitFor();
    await undo(other);
    expect(await other.page.locator("#rest h2").count()).toBe(0);
    await other.page.reload();
    await frameAt(other, "ready");
    expect(readBooks(stage).merchants).toBe(47_500n);
  } finally {
    await other.close();
  }
});
