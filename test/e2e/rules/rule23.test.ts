import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { openPerson, type Person } from "@farthing/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBooks } from "../books.ts";
import { openSite, type Site } from "../openSite.ts";
import { frameOf, openArticle, openStage, type Stage } from "../stage.ts";

let stage: Stage;
let reader: Person;
/** Somebody who copied the two lines of HTML and registered nothing. */
let newcomer: Site;
let html = "";
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "farthing-rule23-"));
  stage = await openStage();
  newcomer = await openSite(() => html);
  reader = await openPerson({ storage: "allowed" });
  await openArticle(stage, reader, "the-loaf-that-shrank");
  const offer = await reader.page.locator("farthing-button").getAttribute("offer");
  html = `<script src="${stage.wallet}/farthing.js" async></script>
    <farthing-button offer="${offer}"></farthing-button>`;
});
afterAll(async () => {
  await reader.close();
  await newcomer.close();
  await stage.close();
  rmSync(folder, { recursive: true, force: true });
});

const link = () => reader.page.getByRole("link", { name: "Pay $0.02 in the wallet" });

test("rule 23: an address that is not registered: after 3 s a link that pays in the wallet, and what its maker can do", async () => {
  const before = readBooks(stage);
  await reader.page.goto(newcomer.origin);
  await reader.page.waitForTimeout(1_500);
  expect(await link().count()).toBe(0);
  await link().waitFor({ timeout: 4_000 });
  const note = reader.page.getByText(`This address (${newcomer.origin}) is not registered.`);
  await note.waitFor();
  const add = reader.page.getByRole("link", { name: "Add it" });
  expect(await add.getAttribute("href")).toBe(`${stage.wallet}/reference#post-v1-merchant-origins`);
  expect(await frameOf(reader.page).getByRole("button").count()).toBe(0);
  expect((await link().boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await reader.press(link());
  await reader.page.getByRole("heading", { name: "Pay $0.02 to The Newsstand" }).waitFor();
  expect(readBooks(stage)).toEqual(before);
});

test("rule 23: a file that was opened by itself: the link, and how to serve it", async () => {
  const file = join(folder, "page.html");
  writeFileSync(file, `<!doctype html><html lang="en"><title>Page</title>${html}`);
  await reader.page.goto(pathToFileURL(file).href);
  await link().waitFor();
  await reader.page.getByText("Open this file through a web server: npx serve").waitFor();
  expect(await frameOf(reader.page).getByRole("button").count()).toBe(0);
});

test("rule 23: registered, the button comes in time and says nothing of it", async () => {
  await openArticle(stage, reader, "the-loaf-that-shrank");
  await frameOf(reader.page)
    .getByRole("button", { name: /^Read for/ })
    .waitFor();
  await reader.page.waitForTimeout(3_200);
  expect(await link().count()).toBe(0);
  expect(await reader.page.getByText("is not registered").count()).toBe(0);
});
