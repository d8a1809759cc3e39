import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPerson, type Person, type PersonOptions } from "../browser/openPerson.ts";
import { clickedAt, contentAt, frameOf, timeClicks } from "../browser/timeClicks.ts";
import { percentile, probeFsync } from "../probe/fsync.ts";
import { freePort, type RunningServer, startServer } from "../server/startServer.ts";
import { unhurried } from "../server/unhurried.ts";
import { timeTwelveButtons } from "./twelveButtons.ts";

const people = 10;
const navigations = 6;
const first = "a-penny-to-anywhere";
/** Within the line of one click that a new wallet sets. */
const later = ["the-smallest-coin", "the-loaf-that-shrank", "a-metre-short"];
/** Above it. */
const dear = "what-a-page-cost";
const allow = "Pay with fingerprint, face or screen lock";

type Timed =
  | "click"
  | "firstPopup"
  | "firstNavigation"
  | "passkeyInFrame"
  | "coldPage"
  | "coldPageBytes";

/**
 * What a reader feels in a real Chromium, in milliseconds: from the trusted click inside the wallet's frame to the
 * article's text in the publisher's page. `click` is a later payment; `firstPopup` the first one, with the wallet's
 * window, a passkey that answers at once and one press there in between; `firstNavigation` the same where windows are
 * blocked, through "Continue on the payment page" and back; `passkeyInFrame` a price above the line, paid by a passkey
 * in the frame; `twelveButtons` a click while six buttons in three tabs wait for the wallet. `coldPage` is the payment
 * page of a browser that never was there, from its navigation until its button stands; `coldPageBytes` what its scripts
 * weigh on the wire.
 */
export async function benchGestures(): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), "farthing-bench-"));
  const fsyncMs = probeFsync(folder);
  const ports = { walletPort: await freePort(), newsstandPort: await freePort() };
  const server = await startServer({ folder, ...ports, env: unhurried(folder, { calm: true }) });
  const times: Record<Timed, number[]> = {
    click: [],
    firstPopup: [],
    firstNavigation: [],
    passkeyInFrame: [],
    coldPage: [],
    coldPageBytes: [],
  };
  try {
    for (let person = 0; person < people; person += 1) {
      await as({ storage: "allowed" }, async (reader) => {
        times.firstPopup.push(await payFirst(server, reader, times));
        for (const slug of later) times.click.push(await pay(server, reader, slug, /^Read for/));
        times.passkeyInFrame.push(await pay(server, reader, dear, /^Pay this once/));
      });
    }
    for (let person = 0; person < navigations; person += 1) {
      await as({ storage: "allowed", popupsBlocked: true }, async (reader) => {
        times.firstNavigation.push(await payByNavigation(server, reader));
      });
    }
    return {
      click: summary(times.click),
      firstPopup: summary(times.firstPopup),
      firstNavigation: summary(times.firstNavigation),
      passkeyInFrame: summary(times.passkeyInFrame),
      coldPage: summary(times.coldPage),
      coldPageBytes: Math.max(...times.coldPageBytes),
      twelveButtons: summary(await timeTwelveButtons(server, folder)),
      fsyncMs: Math.round(fsyncMs * 100) / 100,
    };
  } finally {
    await server.stop("SIGTERM");
    rmSync(folder, { recursive: true });
  }
}

async function as(options: PersonOptions, act: (reader: Person) => Promise<void>): Promise<void> {
  const reader = await openPerson(options);
  await timeClicks(reader.context);
  try {
    await act(reader);
  } finally {
    await reader.close();
  }
}

/** Opens an article and presses the button; answers with when the press arrived. */
async function pressAt(
  server: RunningServer,
  reader: Person,
  slug: string,
  name: RegExp,
): Promise<number> {
  await reader.page.goto(`${server.newsstand}/articles/${slug}`);
  const frame = await frameOf(reader.page);
  await (await frame.frameElement()).scrollIntoViewIfNeeded();
  await reader.press(frame.getByRole("button", { name }));
  return clickedAt(frame);
}

async function pay(server: RunningServer, reader: Person, slug: string, name: RegExp) {
  const from = await pressAt(server, reader, slug, name);
  return (await contentAt(reader.page)) - from;
}

async function payFirst(
  server: RunningServer,
  reader: Person,
  { coldPage, coldPageBytes }: Record<Timed, number[]>,
): Promise<number> {
  const opening = reader.context.waitForEvent("page");
  const from = await pressAt(server, reader, first, /^Read for/);
  const button = (await opening).getByRole("button", { name: allow });
  await button.waitFor();
  const { ms, bytes } = await button.evaluate(weighPage);
  coldPage.push(ms);
  coldPageBytes.push(bytes);
  await button.click();
  return (await contentAt(reader.page)) - from;
}

async function payByNavigation(server: RunningServer, reader: Person): Promise<number> {
  const { page } = reader;
  const from = await pressAt(server, reader, first, /^Read for/);
  const frame = await frameOf(page);
  await reader.press(frame.getByRole("button", { name: /^Continue/ }));
  await page.getByRole("button", { name: allow }).click();
  await page.waitForURL(/\/articles\//);
  return (await contentAt(page)) - from;
}

/** Runs in the page: how old its navigation is, and what the scripts that it loaded weigh compressed. */
function weighPage(): { ms: number; bytes: number } {
  const resources = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
  const scripts = resources.filter(({ name }) => name.endsWith(".js"));
  const bytes = scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
  return { ms: performance.now(), bytes };
}

function summary(times: readonly number[]) {
  const at = (part: number) => Math.round(percentile(times, part));
  return { p50Ms: at(0.5), p95Ms: at(0.95), count: times.length };
}
