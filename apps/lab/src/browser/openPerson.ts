import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert } from "@farthing/core";
import {
  type BrowserContext,
  chromium,
  type ElementHandle,
  type Locator,
  type Page,
} from "playwright-core";
import { type Authenticator, makeAuthenticator } from "./authenticator.ts";
import { blockPopups } from "./blockPopups.ts";

/**
 * What the browser lets a frame of another site keep. `allowed` is how most people have it: kept, apart for each site.
 * `refused` is how Debian ships Chromium: IndexedDB and localStorage throw there, a partitioned cookie is kept.
 * `cookies-blocked` is the setting "block third-party cookies", `off-the-record` an incognito window. `wallet-blocked`:
 * the wallet (`localhost`) may keep nothing, neither in frames nor on its own pages; `all-blocked`: no site may.
 */
export type Storage =
  | "allowed"
  | "refused"
  | "cookies-blocked"
  | "off-the-record"
  | "wallet-blocked"
  | "all-blocked";

export interface PersonOptions {
  readonly storage: Storage;
  readonly viewport?: { width: number; height: number };
  readonly colorScheme?: "light" | "dark";
  /** A phone or tablet: `press` taps. */
  readonly touch?: boolean;
  /** Stops popups, as a strict blocker does: `window.open` gives null and nothing opens. */
  readonly popupsBlocked?: boolean;
  readonly locale?: string;
  /** Another browser of that person: it has the same passkeys, as browsers that synchronise them do, and nothing else. */
  readonly passkeysOf?: Pick<Person, "authenticator">;
}

/** A person at a real Chromium with a passkey authenticator; their clicks and the windows that opened are counted. */
export interface Person {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly authenticator: Authenticator;
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

/**
 * For a finger. Chromium 150 moves a tap into a frame of another process and then once more by the place of that frame,
 * so that the press misses what the finger touched. In one process it does not, as on phones with little memory.
 */
const oneProcess = ["--disable-site-isolation-trials"];

/** Chromium's own names, in its file Preferences. */
const settings: Readonly<Record<Storage, object>> = {
  allowed: { cookie_controls_mode: 0, block_third_party_cookies: false },
  refused: {},
  "cookies-blocked": { cookie_controls_mode: 1, block_third_party_cookies: true },
  "off-the-record": {},
  // 2: CONTENT_SETTING_BLOCK.
  "wallet-blocked": {
    content_settings: { exceptions: { cookies: { "localhost,*": { setting: 2 } } } },
  },
  "all-blocked": { default_content_setting_values: { cookies: 2 } },
};

/** Starts Chromium (`CHROME_PATH`, else Debian's place) with a fresh profile. */
export async function openPerson(options: PersonOptions): Promise<Person> {
  const profile = mkdtempSync(join(tmpdir(), "farthing-person-"));
  mkdirSync(join(profile, "Default"));
  const preferences = JSON.stringify({ profile: settings[options.storage] });
  writeFileSync(join(profile, "Default", "Preferences"), preferences);
  return launch(options, profile, options.passkeysOf?.authenticator ?? makeAuthenticator());
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
    args: [
      ...flags,
      ...(options.storage === "off-the-record" ? ["--incognito"] : []),
      ...(options.touch === true ? oneProcess : []),
    ],
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
    authenticator,
    clicks: () => clicks,
    popups: () => popups,
    async press(target) {
      clicks += 1;
      // Nobody presses in a tab that is behind another.
      if (context.pages().length > 1) await target.page().bringToFront();
      const around = await frameAround(target);
      await around?.scrollIntoViewIfNeeded();
      if (around !== null) await (options.touch === true ? wait(target) : restOn(target));
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
export const restMs = { mouse: 350, finger: 1_000 };

/** The element in the page that holds the frame `target` is in, or null for a button of the page itself. */
async function frameAround(target: Locator): Promise<ElementHandle | null> {
  const element = await target.elementHandle();
  const frame = await element?.ownerFrame();
  await element?.dispose();
  return frame?.parentFrame() ? frame.frameElement() : null;
}

/** A finger waits until the button is in sight and takes presses, and a little longer. */
async function wait(target: Locator): Promise<void> {
  await target.tap({ trial: true });
  await target.page().waitForTimeout(restMs.finger);
}

/**
 * Brings the mouse to rest on a button in a frame, once it is in sight and takes presses. Chromium hands the moves of a
 * mouse to a page with its next picture and makes one of those that came meanwhile: in a tab behind another, and under
 * load, a move would arrive together with the click. So the time of rest begins when the button knows of the mouse.
 */
export async function restOn(target: Locator): Promise<void> {
  await target.click({ trial: true });
  await target.hover();
  const button = await target.elementHandle();
  const frame = await button?.ownerFrame();
  await frame?.waitForFunction((element) => element?.matches(":hover"), button);
  await button?.dispose();
  await target.page().waitForTimeout(restMs.mouse);
}
