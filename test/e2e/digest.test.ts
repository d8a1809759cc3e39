import { day, hour } from "@farthing/core";
import { openPerson, type Person } from "@farthing/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectAxeClean } from "./look.ts";
import { type MailServer, openMailServer } from "./openMailServer.ts";
import { payByClick, payFirst } from "./reader.ts";
import { openStageHere, type StageHere } from "./stageHere.ts";

let post: MailServer;
let stage: StageHere;
let reader: Person;

beforeAll(async () => {
  post = await openMailServer();
  const mail = { smtp: `smtp://127.0.0.1:${post.port}`, from: "Farthing <alerts@pay.example>" };
  stage = await openStageHere({ mail });
  reader = await openPerson({ storage: "allowed" });
});
afterAll(async () => {
  await reader.close();
  await stage.close();
  await post.close();
});

const linkIn = (text: string, start: string) =>
  text.split("\n").find((line) => line.startsWith(start)) ?? "";

test("a week later a mail tells what was paid, to whom, and nothing more often; its link opens the wallet", async () => {
  await payFirst(stage, reader, { slug: "the-smallest-coin" });
  await payByClick(stage, reader, "a-penny-to-anywhere");
  const { page } = reader;
  await page.goto(`${stage.wallet}/settings`);
  await page.getByLabel("Your e-mail address").fill("anna@example.org");
  await reader.press(page.getByRole("button", { name: "Send a link to confirm it" }));
  const confirm = await post.wait("/mail/confirm/");
  await page.goto(linkIn(confirm, `${stage.wallet}/mail/confirm/`));
  await page.getByRole("button", { name: "Yes, send them here" }).click();
  await page.getByRole("heading", { name: "Alerts come to you now." }).waitFor();

  // The next Monday, half past nine in the morning (UTC): 1970 began on a Thursday.
  const now = stage.clock.now();
  const monday = 4 * day + 9.5 * hour;
  stage.clock.pass((((monday - now) % (7 * day)) + 7 * day) % (7 * day));
  await stage.restart();
  const text = await post.wait("In the last seven days");
  expect(text).toContain("To: anna@example.org");
  expect(text).toContain("Subject: Your week: $0.06");
  expect(text).toMatch(/In the last seven days \$0\.06 was paid from Wallet /);
  expect(text).toContain("The Newsstand: $0.06 in 2 payments");
  expect(text).toContain("Nothing unusual.");

  const home = linkIn(text, "http://");
  expect(new URL(home).origin).toBe(new URL(stage.wallet).origin);
  await page.goto(home);
  await page.getByRole("heading", { name: "The last 7 days" }).waitFor();
  await expectAxeClean(page);

  // Started once more in the same week: told once.
  const before = post.count();
  await stage.restart();
  await page.goto(`${stage.wallet}/settings`);
  await page.getByText("Alerts go to anna@example.org.").waitFor();
  expect(post.count()).toBe(before);
});
