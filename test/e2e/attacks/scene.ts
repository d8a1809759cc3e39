import { readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { assert } from "@farthing/core";
import { openPerson, type Person, type PersonOptions, readShop, restMs } from "@farthing/lab";
import type { OfferResponse } from "@farthing/protocol";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { type Books, readBooks } from "../books.ts";
import { openSite, type Site } from "../openSite.ts";
import { payFirst } from "../reader.ts";
import { frameOf, openStage, type Stage } from "../stage.ts";

/** What a hostile page is filled with. */
export interface Filling {
  readonly offer?: string;
  readonly other?: string;
  readonly frame?: string;
}

/** A real wallet, a reader who pays at the Newsstand by one click, and pages of people who want the reader's money. */
export interface Scene {
  readonly stage: Stage;
  readonly reader: Person;
  /** Registered: pages of a merchant at whom the reader has an allowance, without any Content-Security-Policy. */
  readonly merchant: Site;
  /** Not registered anywhere. */
  readonly stranger: Site;
  /** An offer of the merchant for a page of its own: another one each time. */
  offer(want: { cents: number; path?: string; title?: string }): Promise<string>;
  /** Goes to a page of `pages/` on the merchant's site, or on the stranger's. */
  visit(name: string, filling?: Filling, at?: Site): Promise<void>;
  close(): Promise<void>;
}

const cent = 10_000n;
const folder = new URL("pages/", import.meta.url);

function textOf(name: string): string {
  return readFileSync(new URL(`${name}.html`, folder), "utf8");
}

/** Opens the scene: the reader has paid one cent and has the wallet's usual limits: 0.05 a click, 0.50 in 24 hours. */
export async function openScene(options: Partial<PersonOptions> = {}): Promise<Scene> {
  // No page is held up by its number of requests: what refuses it is what the test is about.
  const stage = await openStage({ FARTHING_RATE_ADDRESS: "0" });
  const filled = new Map<string, string>();
  const serve = ({ url }: IncomingMessage) => filled.get(url ?? "") ?? "<p>A page</p>";
  const merchant = await openSite(serve);
  const stranger = await openSite(serve);
  const shop = readShop(stage.folder, stage.newsstand);
  const ask = async (path: string, body: object): Promise<unknown> => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${shop.apiKey}` };
    const post = { method: "POST", headers, body: JSON.stringify(body) };
    return (await fetch(stage.wallet + path, post)).json();
  };
  await ask("/v1/merchant/origins", { origin: merchant.origin });
  const reader = await openPerson({ storage: "allowed", ...options });
  await payFirst(stage, reader, { slug: "the-smallest-coin" });
  let pages = 0;
  return {
    stage,
    reader,
    merchant,
    stranger,
    async offer({ cents, path, title = "A page worth reading" }) {
      pages += 1;
      const price = { amount: String(BigInt(cents) * cent), asset: "PLAY/6" };
      const resource = `${merchant.origin}${path ?? `/sold/${pages}`}`;
      const body = { resource, title, price, access: "own" };
      return ((await ask("/v1/offers", body)) as OfferResponse).offer;
    },
    async visit(name, filling = {}, at = merchant) {
      const places = { wallet: stage.wallet, merchant: shop.merchant, home: merchant.origin };
      const words = Object.entries({ ...places, ...filling });
      const html = words.reduce((text, [of, is]) => text.replaceAll(`{{${of}}}`, is), textOf(name));
      filled.set(`/${name}`, html);
      await reader.page.goto(`${at.origin}/${name}`);
    },
    async close() {
      await reader.close();
      await merchant.close();
      await stranger.close();
      await stage.close();
    },
  };
}

/** What left the wallets for merchants and fees between two looks at the books. */
export function gain(before: Books, after: Books): bigint {
  const gained = after.merchants + after.fees - before.merchants - before.fees;
  const welcome = before.rail - after.rail;
  expect(before.payers - after.payers + welcome).toBe(gained);
  return gained;
}

/** What the comment at the top of a page says that its trick gains: `Gains: nothing` or `Gains: at most $0.05`. */
function gainSaidIn(name: string): bigint {
  const [, said, dollars = "0"] = /Gains: (nothing|at most \$(\d+\.\d\d))/.exec(textOf(name)) ?? [];
  assert(said !== undefined, `${name}.html says what it gains`);
  return BigInt(Math.round(Number(dollars) * 100)) * cent;
}

/** Runs a page's trick and holds it to what its comment says. Answers with what it gained. */
export async function expectGain(
  { stage }: Pick<Scene, "stage">,
  name: string,
  act: () => Promise<unknown>,
): Promise<bigint> {
  const before = readBooks(stage);
  await act();
  const gained = gain(before, readBooks(stage));
  const most = gainSaidIn(name);
  expect(gained <= most ? "as said" : `${name} gained ${gained}, not ${most} at most`).toBe(
    "as said",
  );
  return gained;
}

/** Where the frame's button is drawn on the page, however the page turned and scaled the frame. */
export async function placeOf(page: Page): Promise<{ x: number; y: number }> {
  const inside = await frameOf(page)
    .locator(".action")
    .evaluate((button) => {
      const { left, top, width, height } = button.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    });
  return page.locator("farthing-button iframe").evaluate((frame, { x, y }) => {
    const { left, top, width } = frame.getBoundingClientRect();
    const scale = width / (frame as HTMLElement).offsetWidth;
    const host = (frame.getRootNode() as ShadowRoot).host;
    const isMirrored = new DOMMatrix(getComputedStyle(host).transform).a < 0;
    return { x: left + (isMirrored ? width - x * scale : x * scale), y: top + y * scale };
  }, inside);
}

/** Clicks where the frame's button is drawn, whatever lies over it, as somebody does who was told to click there. */
export async function clickButton(page: Page): Promise<void> {
  const { x, y } = await placeOf(page);
  await restAt(page, x, y);
  await page.mouse.down();
  await page.mouse.up();
}

/** A hand comes to rest: longer than the 250 ms of rule 16. */
async function restAt(page: Page, x: number, y: number): Promise<void> {
  await page.mouse.move(x - 3, y - 3);
  await page.mouse.move(x, y);
  // The frame hears of it with its next picture, and its time begins there.
  await frameOf(page)
    .locator(".action")
    .evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
    );
  await page.waitForTimeout(restMs.mouse);
}

/** Longer than any answer takes. */
export const answerMs = 500;
