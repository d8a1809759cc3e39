import { minute } from "@farthing/core";
import { openPerson, type Person } from "@farthing/lab";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countGrants, readBooks, readGrant } from "../books.ts";
import { allow, approveOn, articleText, askWallet, frameAt, once, payFirst } from "../reader.ts";
import { buttonOf, frameOf, openArticle, openStage, type Place, type Stage } from "../stage.ts";
import { openStageHere, type StageHere } from "../stageHere.ts";

const burnt =
  "This page opens only from the button on a site. Go back and press it again. Nothing was charged.";
const used = /This request was already answered/;

let stage: Stage;
/** Has a wallet, is signed in, and may be lured. */
let victim: Person;
/** Has pressed the button in another browser and knows the id of that grant. */
let thief: Person;

beforeAll(async () => {
  stage = await openStage();
  victim = await openPerson({ storage: "allowed" });
  thief = await openPerson({ storage: "allowed" });
  await payFirst(stage, victim, { slug: "the-smallest-coin" });
  await thief.context.route(/\/pay\?grant=/, (route) => route.abort());
});
afterAll(async () => {
  await victim.close();
  await thief.close();
  await stage.close();
});

/** The thief presses the button; the window that it opens never arrives, so the grant waits. Answers with its address. */
async function waitingGrant(): Promise<string> {
  const asked = thief.context.waitForEvent("request", (request) => /\/pay\?/.test(request.url()));
  const opening = thief.context.waitForEvent("page");
  const stored = thief.page.waitForResponse(/\/v1\/frame\/grants$/);
  await openArticle(stage, thief, "the-loaf-that-shrank");
  await frameAt(thief, "needs-wallet");
  await thief.press(buttonOf(thief, /^Read for/));
  expect((await stored).status()).toBe(200);
  const address = (await asked).url();
  // Chromium tries a page that did not load again by itself.
  await (await opening).close();
  return address;
}

function grantIn(address: string): string {
  return new URL(address).searchParams.get("grant") ?? "";
}

function choices(page: Page) {
  return page.getByRole("button", { name: new RegExp(`${allow}|${once}`) });
}

/** Ways to bring a person to an address, as a page of another site or a mail has them. */
const lures: Record<string, (address: string) => Promise<Page>> = {
  "a link on a merchant's page": async (address) => {
    await victim.page.goto(stage.newsstand);
    await victim.page.evaluate((href) => {
      document.body.innerHTML = `<a href="${href}">Read on</a>`;
    }, address);
    await victim.page.getByRole("link", { name: "Read on" }).click();
    return victim.page;
  },
  "a window that a merchant's page opens": async (address) => {
    await victim.page.goto(stage.newsstand);
    await victim.page.evaluate((href) => {
      document.body.innerHTML = "<button>Win a prize</button>";
      document.body.addEventListener("click", () => window.open(href, "_blank"));
    }, address);
    const opening = victim.context.waitForEvent("page");
    await victim.page.getByRole("button").click();
    return opening;
  },
  "a merchant's page that goes there by itself": async (address) => {
    await victim.page.goto(stage.newsstand);
    await victim.page.evaluate((href) => window.location.assign(href), address);
    return victim.page;
  },
  "a typed or mailed address": async (address) => {
    await victim.page.goto(address);
    return victim.page;
  },
};

describe("another browser's grant, with the right id", () => {
  test.each(Object.entries(lures))("rule 4: reached by %s, it is burnt", async (_, lure) => {
    const address = await waitingGrant();
    expect(readGrant(stage, grantIn(address))?.status).toBe("waiting");
    const before = readBooks(stage);
    const page = await lure(address);
    await page.getByText(burnt).waitFor();
    expect(await choices(page).count()).toBe(0);
    expect(readGrant(stage, grantIn(address))).toEqual({ status: "closed", terms: null });
    await frameOf(thief.page).getByText("Not paid. Nothing was charged.").waitFor();
    // Burnt is burnt: not even the way from the wallet's own page opens it now.
    await page.evaluate((href) => window.location.assign(href), address);
    await page.getByText(used).waitFor();
    expect(readBooks(stage)).toEqual(before);
    if (page !== victim.page) await page.close();
  });
});

describe("the payer's own grant", () => {
  let reader: Person;
  beforeAll(async () => {
    reader = await openPerson({ storage: "allowed" });
  });
  afterAll(() => reader.close());

  test("rule 4: a reload of the page pays nothing, and the button on the site asks anew", async () => {
    const before = readBooks(stage);
    const wallet = await askWallet(stage, reader, "the-loaf-that-shrank");
    await wallet.reload();
    await wallet.getByText(/This page was reloaded\..* Nothing was charged\./).waitFor();
    expect(await choices(wallet).count()).toBe(0);
    expect(readBooks(stage)).toEqual(before);
    await wallet.close();
    await frameOf(reader.page).getByText("Not paid. Nothing was charged.").waitFor();
    await frameAt(reader, "needs-wallet");
  });

  test("rule 4: a second use of a grant that was answered is refused and charges nothing", async () => {
    const wallet = await askWallet(stage, reader, "the-loaf-that-shrank");
    const address = wallet.url();
    await approveOn(wallet, reader);
    await articleText(reader).waitFor();
    const before = readBooks(stage);
    await reader.page.goto(stage.wallet);
    await reader.page.evaluate((href) => window.location.assign(href), address);
    await reader.page.getByText(used).waitFor();
    expect(await choices(reader.page).count()).toBe(0);
    expect(readBooks(stage)).toEqual(before);
    expect(readGrant(stage, grantIn(address))?.status).toBe("approved");
  });
});

describe("frames blocked", () => {
  let reader: Person;
  beforeAll(async () => {
    reader = await openPerson({ storage: "allowed" });
    await reader.context.route("**/embed/**", (route) => route.abort());
  });
  afterAll(() => reader.close());

  test("rule 4: a page reached with an offer pays once, enrols nothing, and the article opens on return", async () => {
    await openArticle(stage, reader, "the-smallest-coin");
    const { page } = reader;
    const before = readBooks(stage);
    await reader.press(page.getByRole("link", { name: "Pay $0.01 in the wallet" }));
    await page.getByText(/You came here by a link/).waitFor();
    expect(await choices(page).count()).toBe(1);
    await reader.press(choices(page));
    await page.waitForURL(/\/articles\/the-smallest-coin/);
    await articleText(reader).waitFor();
    expect(page.url()).not.toContain("farthing=");
    const after = readBooks(stage);
    expect(before.payers - after.payers).toBe(10_000n - 10_000_000n);
    expect(after.entries - before.entries).toBe(2n);
    expect(after.devices).toBe(before.devices);
    expect(after.allowances).toBe(before.allowances);
  });

  test("rule 4: the same address, typed, opens nothing", async () => {
    await openArticle(stage, reader, "the-loaf-that-shrank");
    const link = reader.page.getByRole("link", { name: /in the wallet$/ });
    const address = await link.evaluate((a: HTMLAnchorElement) => a.href);
    const [before, grants] = [readBooks(stage), countGrants(stage)];
    await reader.page.goto(address);
    await reader.page.getByText(burnt).waitFor();
    expect(countGrants(stage)).toBe(grants);
    expect(readBooks(stage)).toEqual(before);
  });
});

describe("five minutes later", () => {
  let here: StageHere;
  let reader: Person;
  beforeAll(async () => {
    here = await openStageHere();
    reader = await openPerson({ storage: "allowed" });
  });
  afterAll(async () => {
    await reader.close();
    await here.close();
  });

  test("rule 4: a grant that nobody answered is over: the passkey pays nothing", async () => {
    const place: Place = here;
    const wallet = await askWallet(place, reader, "the-smallest-coin");
    const before = readBooks(here);
    here.clock.pass(5 * minute);
    await reader.press(wallet.getByRole("button", { name: allow }));
    await wallet
      .getByText(
        "This request is too old. Go back and press the button again. Nothing was charged.",
      )
      .waitFor();
    expect(readBooks(here)).toEqual(before);
    expect(readGrant(here, grantIn(wallet.url()))?.terms).toBeNull();
  });
});
