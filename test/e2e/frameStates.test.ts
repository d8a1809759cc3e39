import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import type { HelloResponse, PaymentOutcome } from "@farthing/protocol";
import { openPerson, type Person } from "@farthing/lab";
import type { Frame, Page, Route } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectAxeClean } from "./look.ts";
import { openStage, type Stage } from "./stage.ts";

/** Every state of the frame on one sheet, in a real browser, over the server's answers as the test gives them. */
const play = (amount: number) => ({ amount: String(amount), asset: "PLAY/6" as const });
const allowance = {
  id: "alw_00000000000000000000000001",
  perClick: play(50_000),
  left24h: play(450_000),
  leftTotal: play(1_950_000),
  per24h: play(500_000),
  total: play(2_000_000),
  expiresAt: 4_000_000_000_000,
  moreAt: 1_795_012_800_000,
} as const;
const hello: HelloResponse = {
  merchant: { id: "mer_00000000000000000000000001", name: "The Newsstand" },
  title: "The man who weighed the post by hand",
  kind: "article",
  access: "own",
  price: play(50_000),
  mode: "sandbox",
  state: "ready",
  why: null,
  allowance,
  bill: null,
  confirm: "none",
  stepUp: false,
  mayEnrol: false,
  serverTime: 1_795_000_000_000,
};
const dear: HelloResponse = { ...hello, price: play(600_000) };
const firstTime: HelloResponse = { ...hello, state: "needs-wallet", allowance: null };
const payment = "pay_00000000000000000000000001";

const captured = (undoMs: number): PaymentOutcome => ({
  kind: "captured",
  payment,
  receipt: "r.e.c",
  undoUntil: hello.serverTime + undoMs,
  allowance,
});
const [kept, short] = [captured(36_000_000), captured(1_500)];
const declined = { kind: "declined", reason: "insufficient-balance" } as const;

type Answer = object | "never" | "gone" | { status: number; code: string };

interface Case {
  readonly name: string;
  readonly hello: Answer;
  /** The answer to the second question. */
  readonly again?: Answer;
  readonly payments?: Answer;
  readonly week?: object | null;
  readonly press?: "action" | "action second" | "action undo";
  /** The state it comes to rest in. */
  readonly at: string;
  readonly note?: string;
}

const cases: readonly Case[] = [
  { name: "asking", hello: "never", at: "starting" },
  { name: "no answer", hello: "gone", at: "unreached", note: "offline" },
  { name: "ready", hello, at: "ready" },
  { name: "ready, held", hello: { ...dear, confirm: "hold" }, at: "ready" },
  { name: "ready, never held", hello: { ...dear, confirm: "press" }, at: "ready" },
  { name: "first time", hello: { ...firstTime, why: "first-time" }, at: "needs-wallet" },
  { name: "key not kept", hello: { ...firstTime, why: "key-not-kept" }, at: "needs-wallet" },
  { name: "ended", hello: { ...firstTime, why: "allowance-ended" }, at: "needs-wallet" },
  {
    name: "over the line",
    hello: { ...dear, state: "needs-wallet", why: "over-per-click" },
    at: "over-line",
  },
  {
    name: "over 24 hours",
    hello: { ...dear, state: "needs-wallet", why: "over-24h" },
    at: "over-line",
  },
  { name: "owned", hello: { ...hello, state: "owned" }, at: "owned" },
  {
    name: "not registered",
    hello: { status: 403, code: "origin-not-registered" },
    at: "stopped",
  },
  { name: "price expired", hello: { status: 409, code: "offer-expired" }, at: "stopped" },
  { name: "waiting for the wallet", hello: firstTime, press: "action", at: "waiting" },
  { name: "paying", hello, payments: "never", press: "action", at: "paying" },
  {
    name: "a check is due",
    hello,
    payments: { kind: "step-up", level: 2, reason: "check-due" },
    press: "action",
    at: "over-line",
  },
  { name: "too little", hello, payments: declined, press: "action", at: "ready" },
  {
    name: "limits taken back",
    hello,
    payments: { kind: "declined", reason: "allowance-revoked" },
    again: firstTime,
    press: "action",
    at: "needs-wallet",
  },
  {
    name: "wallet erased",
    hello,
    payments: { kind: "declined", reason: "wallet-erased" },
    again: firstTime,
    press: "action",
    at: "needs-wallet",
  },
  { name: "not known yet", hello, payments: { kind: "unknown" }, press: "action", at: "unsettled" },
  { name: "paid", hello, payments: kept, press: "action", at: "paid" },
  { name: "undoing", hello, payments: kept, press: "action undo", at: "undoing" },
  { name: "paid and over", hello, payments: short, press: "action", at: "done" },
  {
    name: "this week",
    hello,
    payments: short,
    week: { spent: play(600_000), sites: 3 },
    press: "action",
    at: "done",
    note: "week",
  },
  {
    name: "bought before",
    hello,
    payments: { kind: "owned", payment, receipt: "r.e.c" },
    press: "action",
    at: "done",
  },
  // The last: it stands for ten seconds.
  { name: "a second yes", hello: { ...dear, confirm: "hold" }, press: "action", at: "confirming" },
];

const folder = fileURLToPath(new URL("screenshots/", import.meta.url));

let stage: Stage;
let reader: Person;
let merchant: string;

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  stage = await openStage();
  reader = await openPerson({ storage: "allowed" });
  // Each button is a case of its own here: they share no keys.
  await reader.context.addInitScript(() => Reflect.deleteProperty(window, "BroadcastChannel"));
  reader.context.on("page", (wallet) => void wallet.close());
  await reader.page.goto(`${stage.newsstand}/articles/a-penny-to-anywhere`);
  const offer = await reader.page.locator("farthing-button").getAttribute("offer");
  const claims = JSON.parse(
    Buffer.from(offer?.split(".")[1] ?? "", "base64url").toString(),
  ) as Record<string, string>;
  merchant = claims["aud"] ?? "";
});
afterAll(async () => {
  await reader.close();
  await stage.close();
});

function offerOf(name: string): string {
  const claims = { aud: merchant, amount: "50000", asset: "PLAY/6", resource: name };
  return `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.${name.replaceAll(/\W/g, "-")}`;
}

interface Sheet {
  readonly cases: readonly Case[];
  readonly lang?: string;
  readonly dir?: string;
  readonly style?: string;
}

const looks = `body{margin:16px auto;max-width:1240px;padding:0 8px;display:grid;gap:14px 20px;
  grid-template-columns:repeat(auto-fill,minmax(min(100%,580px),1fr));font:14px system-ui}
  h2{margin:0 0 4px;font-size:13px;font-weight:400}section{min-width:0}`;

/** Makes the publisher's page one of nothing but buttons, one for each case. */
async function layOut(page: Page, { cases: shown, lang = "en", dir = "ltr", style = "" }: Sheet) {
  const buttons = shown.map(({ name }) => ({ name, offer: offerOf(name) }));
  await page.evaluate(
    (sheet) => {
      const { documentElement: root, body } = document;
      [root.lang, root.dir] = [sheet.lang, sheet.dir];
      const css = new CSSStyleSheet();
      css.replaceSync(sheet.looks);
      for (const old of document.querySelectorAll("link[rel=stylesheet]")) old.remove();
      root.style.colorScheme = "light dark";
      document.adoptedStyleSheets = [css];
      body.replaceChildren(
        ...sheet.buttons.map(({ name, offer }) => {
          const section = document.createElement("section");
          const button = document.createElement("farthing-button");
          button.setAttribute("offer", offer);
          button.style.cssText = sheet.style;
          section.append(
            Object.assign(document.createElement("h2"), { textContent: name }),
            button,
          );
          return section;
        }),
      );
    },
    { buttons, lang, dir, style, looks },
  );
}

async function answer(route: Route, given: Answer | undefined): Promise<void> {
  if (given === "never" || given === undefined) return;
  if (given === "gone") return route.abort();
  if ("status" in given) return route.fulfill({ status: given.status, json: given });
  return route.fulfill({ json: given });
}

/** Opens the sheet, with the answers of each case for the frame that asks. */
async function openSheet(page: Page, sheet: Sheet): Promise<void> {
  const byOffer = new Map(sheet.cases.map((each) => [offerOf(each.name), each]));
  const greeted = new Set<string>();
  let last: Case | undefined;
  await page.route("**/v1/frame/**", (route) => {
    const path = new URL(route.request().url()).pathname;
    const { offer = "" } = route.request().postDataJSON() as { offer?: string };
    const of = byOffer.get(offer);
    if (path.endsWith("/hello")) {
      const isAgain = greeted.has(offer);
      greeted.add(offer);
      return answer(route, isAgain && of?.again ? of.again : of?.hello);
    }
    if (path.endsWith("/payments")) {
      last = of;
      return answer(route, of?.payments);
    }
    if (path.endsWith("/after")) return answer(route, { week: last?.week ?? null });
    if (path.endsWith("/grants")) return answer(route, {});
    return undefined;
  });
  await page.goto(`${stage.newsstand}/articles/a-penny-to-anywhere`);
  await page.evaluate(() => customElements.whenDefined("farthing-button").then(() => true));
  await layOut(page, sheet);
  for (const [place, each] of sheet.cases.entries()) await bring(page, place, each);
}

async function frameAt(page: Page, place: number): Promise<Frame> {
  const element = await page.locator("farthing-button iframe").nth(place).elementHandle();
  const frame = await element?.contentFrame();
  if (!frame) throw new Error(`the frame at ${place} is there`);
  return frame;
}

/** Presses until the case is in its state. */
async function bring(page: Page, place: number, { name, press: buttons, at, hello: given }: Case) {
  const frame = await frameAt(page, place);
  const state = (wanted: string) =>
    frame.waitForSelector(`html[data-state="${wanted}"]`, { state: "attached", timeout: 8_000 });
  if (given !== "never" && buttons) await frame.waitForSelector("html:not([data-state=starting])");
  for (const button of buttons?.split(" ") ?? []) await reader.press(frame.locator(`.${button}`));
  await state(at).catch(async () => {
    throw new Error(
      `${name}: at ${await frame.evaluate(() => document.documentElement.dataset["state"])}`,
    );
  });
}

async function shootSheet(page: Page, name: string, width: number): Promise<void> {
  // Frames outside the window are not drawn: the window is as high as the page.
  await page.setViewportSize({ width, height: 800 });
  await page.mouse.move(0, 0);
  // A frame that comes into view says how high it wants to be, which brings others into view.
  let shown = 800;
  for (let round = 0; round < 10; round += 1) {
    await page.waitForTimeout(350);
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    if (height <= shown) break;
    shown = height;
    await page.setViewportSize({ width, height });
  }
  await page.screenshot({ path: `${folder}${name}.png` });
}

/** Heights of the cards, by their case's name. */
async function heights(page: Page, shown: readonly Case[]): Promise<Record<string, number>> {
  const all: Record<string, number> = {};
  for (const [place, { name }] of shown.entries()) {
    const frame = await frameAt(page, place);
    all[name] = await frame.evaluate(
      () => document.querySelector("main")?.getBoundingClientRect().height ?? 0,
    );
  }
  return all;
}

/** What can be pressed and is lower or narrower than 44 px, or whose name does not begin with its words. */
function badTargets(frame: Frame): Promise<string[]> {
  return frame.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("button,a")]
      .filter((target) => !target.hidden)
      .filter((target) => {
        const { width, height } = target.getBoundingClientRect();
        const name = target.ariaLabel ?? target.innerText;
        const words = target.innerText.trim();
        return width < 44 || height < 44 || !name.startsWith(words) || words === "";
      })
      .map((target) => target.outerHTML),
  );
}

/** What axe-core finds in a frame that has it: a part of its page, which owes no landmarks of its own. */
function findings(frame: Frame): Promise<string[]> {
  return frame.evaluate(`axe.run(document, { iframes: false, rules: {
    "page-has-heading-one": { enabled: false }, region: { enabled: false } } })
    .then(({ violations }) => violations.map(({ id, nodes }) => id + " " + nodes.map((node) => node.html)))`);
}

describe("the frame in every state", { timeout: 120_000 }, () => {
  test("one sheet: nothing moves between states, targets are large, axe finds nothing", async () => {
    const { page } = reader;
    await page.setViewportSize({ width: 1280, height: 800 });
    await openSheet(page, { cases });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await shootSheet(page, `frame-states-360-${colorScheme}`, 360);
      await shootSheet(page, `frame-states-1280-${colorScheme}`, 1280);
    }
    await page.emulateMedia({ forcedColors: "active", colorScheme: "light" });
    await shootSheet(page, "frame-states-forced-colors", 1280);
    await page.emulateMedia({ forcedColors: "none" });
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await page.waitForTimeout(300);
      const found = await heights(page, cases);
      const odd = Object.entries(found).filter(([, height]) => height !== found["ready"]);
      expect(odd, `at ${width} px, where ready is ${found["ready"]}`).toEqual([]);
    }
    const frames = await Promise.all([...cases.keys()].map((place) => frameAt(page, place)));
    for (const frame of frames) expect(await badTargets(frame)).toEqual([]);
    await Promise.all(frames.map((frame) => frame.evaluate(axe.source)));
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(150);
      expect(await Promise.all(frames.map(findings))).toEqual(frames.map(() => []));
    }
    await page.emulateMedia({ colorScheme: "light" });
  });

  test("German, and a page's own colours", async () => {
    const { page } = reader;
    await page.unrouteAll();
    const style = "--farthing-accent:oklch(0.45 0.18 265);--farthing-radius:22px";
    const shown = cases.filter(({ at }) => !/starting|undoing|paying/.test(at));
    await openSheet(page, { cases: shown, lang: "de", style });
    await shootSheet(page, "frame-states-german", 360);
    const found = await heights(page, shown);
    const odd = Object.entries(found).filter(([, height]) => height !== found["ready"]);
    expect(odd).toEqual([]);
    const frame = await frameAt(
      page,
      shown.findIndex(({ name }) => name === "ready"),
    );
    const button = frame.locator(".action");
    expect(await button.innerText()).toMatch(/^Für 0,05\s\$ lesen$/);
    expect(await button.evaluate((element) => getComputedStyle(element).borderRadius)).toBe("22px");
    expect(await button.evaluate((element) => getComputedStyle(element).color)).toBe(
      "rgb(255, 255, 255)",
    );
  });

  test("right to left", async () => {
    const { page } = reader;
    await page.unrouteAll();
    const shown = cases.filter(({ at }) => /ready|over-line|paid|done|confirming/.test(at));
    await openSheet(page, { cases: shown, dir: "rtl" });
    await shootSheet(page, "frame-states-rtl", 1280);
    const frame = await frameAt(page, shown.length - 1);
    const side = (name: string) =>
      frame.locator(name).evaluate((element) => element.getBoundingClientRect().left);
    expect(await side(".foot")).toBeLessThan(await side(".act"));
  });

  test("a paywall: preview, price, a way in; once paid only the button is left, and the focus goes on", async () => {
    const { page } = reader;
    await page.unrouteAll();
    const each: Case = { name: "paywall", hello, payments: kept, at: "ready" };
    await page.setViewportSize({ width: 360, height: 800 });
    await openSheet(page, { cases: [{ ...each, name: "first" }] });
    await page.route("**/v1/frame/**", (route) =>
      answer(route, route.request().url().endsWith("/hello") ? hello : kept),
    );
    await page.evaluate((offer) => {
      const paywall = document.createElement("farthing-paywall");
      paywall.setAttribute("focus-to", "rest");
      const text = "The scales stood in the hall, and nobody touched them. ".repeat(12);
      for (let count = 0; count < 3; count += 1) {
        paywall.append(Object.assign(document.createElement("p"), { textContent: text }));
      }
      paywall.setAttribute("offer", offer);
      const rest = Object.assign(document.createElement("h2"), { id: "rest", textContent: "Rest" });
      document.body.replaceChildren(paywall, rest);
      document.addEventListener("farthing-paid", ({ target }) => {
        document.title = `paid by ${(target as Element).localName}`;
      });
    }, offerOf("paywall"));
    const frame = await frameAt(page, 0);
    await frame.waitForSelector('html[data-state="ready"]', { state: "attached" });
    const way = page.getByRole("link", { name: "Sign in" });
    expect(await way.getAttribute("href")).toMatch(/\/pay\?offer=[^&]+&open=1$/);
    await page.getByText("Go on reading for $0.05.").waitFor();
    await shootSheet(page, "paywall-360", 360);
    await expectAxeClean(page, frame);

    await page.setViewportSize({ width: 360, height: 800 });
    await reader.press(frame.locator(".action"));
    await frame.waitForSelector('html[data-state="paid"]', { state: "attached" });
    expect(await page.title()).toBe("paid by farthing-paywall");
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("rest");
    expect(await way.isVisible()).toBe(false);
    expect(await page.getByText("The scales stood").first().isVisible()).toBe(false);
    expect(
      await frame.getByRole("button", { name: "Undo $0.05 (closes the article)" }).count(),
    ).toBe(1);
  });
});
