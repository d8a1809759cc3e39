import { openPerson, type Person } from "@farthing/lab";
import type { Checkup } from "@farthing/protocol";
import type { CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBooks } from "./books.ts";
import { expectAxeClean, shoot } from "./look.ts";
import {
  approveOn,
  articleText,
  askWallet,
  frameAt,
  payByClick,
  payFirst,
  readMe,
} from "./reader.ts";
import {
  buttonOf,
  frameOf,
  openArticle,
  openStage,
  pressAndGetWallet,
  type Stage,
} from "./stage.ts";

let stage: Stage;
let reader: Person;
let phone: Person;
let key: SecurityKey;
let keyAtPhone: SecurityKey;

beforeAll(async () => {
  stage = await openStage();
  reader = await openPerson({ storage: "allowed" });
  await payFirst(stage, reader, { slug: "the-smallest-coin" });
  key = await plugIn(reader.page);
});
afterAll(async () => {
  await phone?.close();
  await reader.close();
  await stage.close();
});

interface SecurityKey {
  readonly cdp: CDPSession;
  readonly authenticatorId: string;
}

/** A second authenticator in a page, as a security key is: the one built in already holds a passkey of this wallet. */
async function plugIn(page: Page): Promise<SecurityKey> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "usb",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { cdp, authenticatorId };
}

/** The same key at another browser. */
async function carryTo(page: Page, from = key): Promise<SecurityKey> {
  const { authenticatorId } = from;
  const { credentials } = await from.cdp.send("WebAuthn.getCredentials", { authenticatorId });
  const [credential] = credentials;
  if (credential === undefined) throw new Error("the key holds a passkey");
  const there = await plugIn(page);
  const to = there.authenticatorId;
  await there.cdp.send("WebAuthn.addCredential", { authenticatorId: to, credential });
  return there;
}

const score = (page: Page, points: number) => page.getByText(`${points} of 100`).waitFor();
const press = (person: Person, name: string | RegExp) =>
  person.press(person.page.getByRole("button", { name }));

test("after the first payment with an allowance the frame says that it can be taken back, and where", async () => {
  const frame = frameOf(reader.page);
  await frame.getByText("One click pays here now. Take that back in your wallet.").waitFor();
  await frame.getByRole("link", { name: "Your wallet" }).waitFor();
  await shoot(reader.page, "newsstand-take-back");
  // A later payment does not say so again.
  await payByClick(stage, reader, "a-penny-to-anywhere");
  await frame.getByText("The receipt is in your wallet.").waitFor();
});

test("a new wallet sees its score and the first advice; what can wait is put off", async () => {
  const { page } = reader;
  await page.goto(stage.wallet);
  await score(page, 14);
  await page.getByRole("heading", { name: "Add a second passkey" }).waitFor();
  expect(await page.getByRole("heading", { name: "Turn on alerts by mail" }).count()).toBe(0);
  await shoot(page, "wallet-checkup-home");
  await expectAxeClean(page);

  await page.getByRole("link", { name: "See the whole check-up" }).click();
  await page.getByRole("heading", { name: "Turn on alerts by mail" }).waitFor();
  await shoot(page, "wallet-checkup");
  await expectAxeClean(page);
  await page.getByRole("link", { name: "Make recovery codes" }).click();
  await page.locator("#codes:focus").waitFor();
  await page.goBack();
  await press(reader, "Not now: Save recovery codes");
  await page.getByText("Put off for 30 days.").waitFor();
  await press(reader, "Not now: Turn on alerts by mail");
  await page.locator("#advices:focus").waitFor();
  await page.getByRole("heading", { name: "Put off" }).waitFor();
  // What was put off is not done: the score stays.
  await score(page, 14);
});

test("a passkey that is turned down changes nothing and says so", async () => {
  const { page } = reader;
  await page.evaluate(() => {
    navigator.credentials.create = () =>
      Promise.reject(new DOMException("cancelled", "NotAllowedError"));
  });
  await press(reader, "Add a passkey");
  await page.getByText("Nothing was changed: the passkey was not used.").waitFor();
  await page.reload();
  await score(page, 14);
});

test("offline, the page says so, and nothing is lost", async () => {
  const { page, context } = reader;
  await context.setOffline(true);
  await press(reader, "Add a passkey");
  await page.getByText("The wallet cannot be reached.").waitFor();
  await shoot(page, "wallet-checkup-offline");
  await context.setOffline(false);
});

test("the second passkey is added by the one button, the score rises, and nothing is left to do now", async () => {
  const { page } = reader;
  await press(reader, "Add a passkey");
  await page.getByText("Added: your wallet has a second passkey.").waitFor();
  await score(page, 50);
  await page.getByText("Nothing to do now.").waitFor();
  await page.getByText("Looked at: passkeys and prices.").waitFor();
  await shoot(page, "wallet-checkup-done");
  await expectAxeClean(page);
});

test("the second passkey signs in at another browser, and removes the first, which is signed out", async () => {
  phone = await openPerson({ storage: "allowed" });
  const { page } = phone;
  await page.goto(stage.wallet);
  keyAtPhone = await carryTo(page);
  await press(phone, "Sign in with your passkey");
  await score(page, 50);
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("heading", { name: "Your passkeys" }).waitFor();
  const removals = page.getByRole("button", { name: /^Remove: / });
  await removals.first().waitFor();
  expect(await removals.count()).toBe(2);
  await page.locator("#passkeys").evaluate((heading) => heading.scrollIntoView());
  await shoot(page, "wallet-passkeys");
  await expectAxeClean(page);

  // The newest first: the first one made is the last.
  await phone.press(removals.last());
  await page.getByText("Remove this passkey?").waitFor();
  await shoot(page, "wallet-passkey-remove");
  await press(phone, "Yes, remove it");
  await page.getByText("The only one: it can be removed once there is another.").waitFor();
  expect(await page.locator("#passkeys:focus").count()).toBe(1);

  // The browser of the first passkey was signed out, and that passkey signs in no more.
  await reader.page.goto(stage.wallet);
  await reader.page.getByRole("button", { name: "Sign in with your passkey" }).waitFor();
  await key.cdp.send("WebAuthn.removeVirtualAuthenticator", {
    authenticatorId: key.authenticatorId,
  });
  await press(reader, "Sign in with your passkey");
  await reader.page.getByText("The passkey could not be checked.").waitFor();
});

test("a browser that nobody had signed in with is reviewed; not me stops its next click", async () => {
  const thief = await openPerson({ storage: "allowed" });
  try {
    // The phone's passkey, in a browser of somebody else's.
    const wallet = await askWallet(stage, thief, "a-penny-to-anywhere");
    await carryTo(wallet, keyAtPhone);
    await thief.press(wallet.getByRole("button", { name: "I already have a wallet" }));
    await approveOn(wallet, thief);
    await articleText(thief).waitFor();

    const { page } = phone;
    await page.goto(`${stage.wallet}/check-up`);
    await page.getByRole("heading", { name: "A new browser pays at The Newsstand" }).waitFor();
    await page.getByText(/^Chrome, Linux, since /).waitFor();
    await press(phone, "Review it");
    await page.getByText("Is this browser yours?").waitFor();
    await page.getByRole("button", { name: "Not me: stop it" }).scrollIntoViewIfNeeded();
    await shoot(page, "wallet-new-browser");
    await expectAxeClean(page);

    await openArticle(stage, thief, "the-loaf-that-shrank");
    await frameAt(thief, "ready");
    const before = readBooks(stage);
    await press(phone, "Not me: stop it");
    await page.getByText(/^Stopped\. Look through your activity/).waitFor();
    await thief.press(buttonOf(thief, /^Read for/));
    await frameOf(thief.page)
      .getByText(/Nothing was charged/)
      .waitFor();
    expect(readBooks(stage).payers).toBe(before.payers);
    await page.reload();
    await score(page, 14);
  } finally {
    await thief.close();
  }
});

/** All kinds of advice at once, which no test has the weeks for, about an allowance that there is. */
function allAdvice(allowance: string): Checkup {
  const money = (amount: number) => ({ amount: String(amount), asset: "PLAY/6" as const });
  const site = { allowance, merchant: "The Newsstand" };
  const can = { canWait: true };
  const advices: Checkup["advices"] = [
    { kind: "recovery-codes", id: "recovery-codes", ...can, state: "used-up" },
    { kind: "alerts", id: "alerts", ...can, state: "unconfirmed" },
    { kind: "second-factor", id: "second-factor", ...can },
    { kind: "stronger-password", id: "stronger-password", ...can, score: 3 },
    {
      kind: "price-rise",
      id: "price-rise/mer",
      canWait: false,
      ...site,
      from: money(10_000),
      to: money(50_000),
    },
    {
      kind: "idle-site",
      id: "idle-site/a",
      ...can,
      ...site,
      since: 1_790_000_000_000,
      left: money(1_900_000),
    },
    {
      kind: "wide-site",
      id: "wide-site/a",
      ...can,
      ...site,
      used: money(60_000),
      total: money(2_000_000),
      lines: { perClick: "50000", per24h: "120000", total: "120000" },
      newTotal: money(120_000),
    },
    {
      kind: "lower-preset",
      id: "lower-preset",
      ...can,
      from: "convenient",
      to: "careful",
      paid: money(60_000),
      per24h: money(5_000_000),
    },
    { kind: "digest", id: "digest", ...can },
  ];
  return { score: 35, advices, waiting: [], inOrder: ["second-passkey"] };
}

test("every kind of advice in German, and its one button does it", async () => {
  const german = await openPerson({ storage: "allowed", locale: "de-DE" });
  const { page } = german;
  try {
    await openArticle(stage, german, "the-smallest-coin");
    await frameAt(german, "needs-wallet");
    const wallet = await pressAndGetWallet(german, /^(Read for|Für)/);
    await approveOn(wallet, german, "Mit Fingerabdruck, Gesicht oder Bildschirmsperre zahlen");
    await articleText(german).waitFor();
    const first = await readMe(stage, german);
    const allowance = first.allowances[0]?.id ?? "";
    await german.context.request.post(`${stage.wallet}/v1/wallet/mail-address`, {
      data: { address: "gerda@example.org" },
      headers: { "sec-fetch-site": "same-origin", origin: stage.wallet },
    });
    const checkup = allAdvice(allowance);
    await page.route("**/v1/wallet/checkup", (route) => route.fulfill({ json: checkup }));
    await page.route("**/v1/wallet/checkup/reviewed", (route) =>
      route.fulfill({ json: { ...checkup, advices: [] } }),
    );
    await page.goto(`${stage.wallet}/check-up`);
    await page.getByText("35 von 100").waitFor();
    await page.getByRole("heading", { name: "The Newsstand verlangt mehr als zuvor" }).waitFor();
    await shoot(page, "wallet-checkup-all-de");
    await page.getByRole("heading", { name: "In Ordnung", exact: true }).scrollIntoViewIfNeeded();
    await shoot(page, "wallet-checkup-end-de");
    await expectAxeClean(page);

    await press(german, "Link noch einmal senden");
    await page.getByText(/^Noch einmal gesendet/).waitFor();
    await press(german, "Auf 0,12 $ senken");
    await page.getByText("Gesenkt, vom nächsten Klick an.").waitFor();
    await press(german, "Auf Vorsichtig senken");
    await page.getByText("Gesenkt.", { exact: true }).waitFor();
    const after = await readMe(stage, german);
    expect(after.allowances[0]?.total.amount).toBe("120000");
    expect(after.limits.preset).toBe("careful");

    // The price leads to the site's card, where it is found right, lowered or taken back.
    await page.getByRole("link", { name: "Diese Seite ansehen" }).click();
    await page.locator(`#site-${allowance}:focus`).waitFor();
    await page.getByText("Meist 0,05 $ statt 0,01 $.").first().waitFor();
    await shoot(page, "wallet-price-rise-de");
    await expectAxeClean(page);
    await press(german, "Preis in Ordnung");
    await page.getByText(/^Notiert\. Sie hören wieder davon/).waitFor();
    expect(await page.getByText("Meist 0,05 $ statt 0,01 $.").count()).toBe(0);
  } finally {
    await german.close();
  }
});
