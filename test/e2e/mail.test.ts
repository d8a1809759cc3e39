import { openPerson, type Person } from "@farthing/lab";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBooks } from "./books.ts";
import { expectAxeClean, shoot } from "./look.ts";
import { approveOn, articleText, askWallet, frameAt, payFirst, readMe } from "./reader.ts";
import { buttonOf, frameOf, openArticle, openStage, type Stage } from "./stage.ts";

let stage: Stage;
let reader: Person;
let other: Person;

beforeAll(async () => {
  stage = await openStage();
  reader = await openPerson({ storage: "allowed" });
  await payFirst(stage, reader, { slug: "the-smallest-coin" });
  other = await openPerson({ storage: "allowed", passkeysOf: reader });
});
afterAll(async () => {
  await other.close();
  await reader.close();
  await stage.close();
});

const heading = (page: Page, name: string) => page.getByRole("heading", { name }).waitFor();

/** The newest mail's link, opened where its reader has no session. */
async function openNewestLink(person: Person): Promise<Page> {
  const page = await person.context.newPage();
  await page.goto(`${stage.wallet}/outbox`);
  await page
    .getByRole("link", { name: /\/mail\// })
    .first()
    .click();
  return page;
}

test("an address given in the wallet is confirmed by the button behind the link in its mail", async () => {
  const { page } = reader;
  await page.goto(`${stage.wallet}/settings`);
  await page.getByLabel("Your e-mail address").fill("anna@example.org");
  await reader.press(page.getByRole("button", { name: "Send a link to confirm it" }));
  await page.getByText("A mail is on its way to anna@example.org.").waitFor();
  await shoot(page, "wallet-mail-pending");
  await expectAxeClean(page);
  await page.getByRole("link", { name: /^This demo sends no mail/ }).click();
  await heading(page, "Outbox");
  await shoot(page, "outbox");
  await expectAxeClean(page);

  const link = await openNewestLink(reader);
  await heading(link, "Send alerts here?");
  await expectAxeClean(link);
  expect((await readMe(stage, reader)).mail?.address).toBeNull();
  const used = link.url();
  await link.getByRole("button", { name: "Yes, send them here" }).click();
  await heading(link, "Alerts come to you now.");
  await expectAxeClean(link);
  // The link was good for once, and the page says what to do.
  await link.goto(used);
  await heading(link, "This link does nothing any more.");
  await shoot(link, "mail-over");
  await expectAxeClean(link);
  await link.close();
  await page.goto(`${stage.wallet}/settings`);
  await page.getByText("Alerts go to anna@example.org.").waitFor();
  await shoot(page, "wallet-mail");
});

test("a new browser is told of by mail; its link freezes the wallet without a session, and the next click is refused", async () => {
  const wallet = await askWallet(stage, other, "a-penny-to-anywhere");
  await other.press(wallet.getByRole("button", { name: "I already have a wallet" }));
  await approveOn(wallet, other);
  await articleText(other).waitFor();

  // Somebody who is signed in nowhere: the mail is read at a third browser.
  const stranger = await openPerson({ storage: "allowed" });
  try {
    const link = await openNewestLink(stranger);
    await heading(link, "Freeze this wallet?");
    await link
      .getByText("No site can take money from it until you let it go on with your passkey.")
      .waitFor();
    await shoot(link, "mail-freeze");
    await expectAxeClean(link);
    expect((await readMe(stage, reader)).frozen).toBe(false);

    await openArticle(stage, other, "the-loaf-that-shrank");
    await frameAt(other, "ready");
    const before = readBooks(stage);
    await link.getByRole("button", { name: "Freeze it now" }).click();
    await heading(link, "Frozen.");
    await other.press(buttonOf(other, /^Read for/));
    await frameOf(other.page)
      .getByText("Nothing was charged. Your wallet is frozen. Unfreeze it in your wallet.")
      .waitFor();
    expect(readBooks(stage).payers).toBe(before.payers);

    await shoot(link, "mail-frozen");
    await expectAxeClean(link);
    // Pressed again, as people do: the same.
    await link.reload();
    await heading(link, "Frozen.");
  } finally {
    await stranger.close();
  }
  expect((await readMe(stage, reader)).frozen).toBe(true);
});
