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
  site = await openExample(stage, "react");
  reader = await openPerson({ storage: "allowed" });
});
afterAll(async () => {
  await reader.close();
  await site.close();
  await stage.close();
});

const story = () => reader.page.getByRole("heading", { name: "A penny a yard" });

test("the React example, built by Vite: its handlers hear the element, its server checks the receipt", async () => {
  const complaints: string[] = [];
  reader.page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await reader.page.goto(site.origin);
  await payFirst(reader);
  await story().waitFor();
  expect(readBooks(stage).merchants).toBe(28_500n);
  expect(complaints).toEqual([]);
});

test("undo closes it again, and one click pays again", async () => {
  await undo(reader);
  expect(await story().count()).toBe(0);
  expect(readBooks(stage).merchants).toBe(0n);
  await frameAt(reader, "ready");
  await reader.press(buttonOf(reader, /^Read for/));
  await story().waitFor();
  await reader.page.reload();
  await story().waitFor();
  expect(await present(reader, "/api/unlock", "paid, honestly")).toBe(403);
  expect(reader.popups()).toBe(1);
});
