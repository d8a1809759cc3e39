import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert } from "@farthing/core";
import { type BrowserContext, chromium, type Locator, type Page } from "playwright-core";
import { type Authenticator, makeAuthenticator } from "./authenticator.ts";
import { blockPopups } from "./blockPopups.ts";

export interface PersonOptions {
  /**
   * What the browser lets a frame of another site keep. `refused` is how Debian ships Chromium: IndexedDB and
   * localStorage throw there; `allowed` is how most people have it: kept, apart for each site.
   */
  readonly storage: "allowed" | "refused";
  readonly viewport?: { width: number; height: number };
  readonly colorScheme?: "light" | "dark";
  /** A phone or tablet: `press` taps. */
  readonly touch?: boolean;
  /** Stops popups, as a strict blocker does: `window.open` gives null and nothing opens. */
  readonly popupsBlocked?: boolean;
  readonly locale?: string;
}

/** A person at a real Chromium with a passkey authenticator; their clicks and the windows that opened are counted. */
export interface Person {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly clicks: () => number;
  readonly popups: () => number;
  /** One real click (or tap) on what `target` names, once it can be clicked; at a person's pace in a frame (rule 16). */
  press(target: Locator): Promise<void>;
  /** Quits the browser and starts it again with the same profile and passkeys. */
  restart(): Promise<Person>;
  close(): Promise<void>;
}

const flags = [
  "--no-sandbox",
  "--no-first-run",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts Chromium (`CHROME_PATH`, else Debian's place) with a fresh profile. */
export async function openPerson(options: PersonOptions): Promise<Person> {
  const profile = mkdtempSync(join(tmpdir(), "farthing-person-"));
  if (options.storage === "allowed") {
    mkdirSync(join(profile, "Default"));
    const preferences = { profile: { cookie_controls_mode: 0, block_third_party_cookies: false } };
    writeFileSync(join(profile, "Default", "Preferences"), JSON.stringify(preferences));
  }
  return launch(options, profile, makeAuthenticator());
}

async function launch(
  options: PersonOptions,
  profile: string,
  authenticator: Authenticator,
): Promise<Person> {
  const executablePath = process.env["CHROME_PATH"] ?? "/usr/bin/chromium";
  assert(
    existsSync(executablePath),
    "a Chromium is there: npm test installs one, CHROME_PATH names one",
  );
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: flags,
    viewport: options.viewport ?? { width: 1280, height: 800 },
    colorScheme: options.colorScheme ?? "light",
    locale: options.locale ?? "en-US",
    ...(options.touch === true ? { hasTouch: true, isMobile: true } : {}),
  });
  let clicks = 0;
  let popups = 0;
  const page = context.pages()[0] ?? (await context.newPage());
  await authenticator.attach(page);
  if (options.popupsBlocked === true) await blockPopups(context);
  context.on("page", (opened) => {
    popups += 1;
    // A popup may close before the authenticator is in place.
    authenticator.attach(opened).catch(() => undefined);
  });
  return {
    context,
    page,
    clicks: () => clicks,
    popups: () => popups,
    async press(target) {
      clicks += 1;
      if (await isFramed(target)) await rest(target, options.touch === true);
      await (options.touch === true ? target.tap() : target.click());
    },
    async restart() {
      await context.close();
      return launch(options, profile, authenticator);
    },
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** Rule 16, with a margin: how long a mouse rests on a button in the frame, and how long a finger sees it. */
const restMs = { mouse: 350, finger: 1_000 };

async function isFramed(target: Locator): Promise<boolean> {
  const element = await target.elementHandle();
  const frame = await element?.ownerFrame();
  await element?.dispose();
  return frame !== null && frame?.parentFrame() !== null;
}

async function rest(target: Locator, isTouch: boolean): Promise<void> {
  if (isTouch) await target.scrollIntoViewIfNeeded();
  else await target.hover();
  await target.page().waitForTimeout(isTouch ? restMs.finger : restMs.mouse);
}
