import type { Asked, Story } from "./story.ts";

/**
 * The matrix that docs/reference/browsers.md shows: what each browser, set in each way, asks of a person. The tests
 * beside this file measure each row in the real browser; test/browsers.test.ts holds the page to this table.
 */
export interface Row extends Story {
  readonly browser: "Chromium" | "Firefox" | "WebKitGTK";
  /** How it is set, in words. */
  readonly set: string;
  /** Its name in apps/lab. */
  readonly mode: string;
  /** The rung of the ladder that pays the second time: key kept, partition cookie, payment page. */
  readonly rung: "K" | "C" | "P";
}

const byApproval: Asked = { clicks: 2, popups: 1 };
const byClick: Asked = { clicks: 1, popups: 0 };
/** The press in the frame only: the test program approved (approveByProgram.ts). */
const byProgram: Asked = { clicks: 1, popups: 1 };

export const matrix: readonly Row[] = [
  {
    browser: "Chromium",
    set: "third-party storage allowed",
    mode: "allowed",
    rung: "K",
    first: byApproval,
    second: byClick,
    afterRestart: byClick,
    wallets: 1,
    keys: 1,
  },
  {
    browser: "Chromium",
    set: "as Debian ships it",
    mode: "refused",
    rung: "C",
    first: byApproval,
    second: byClick,
    afterRestart: byClick,
    wallets: 1,
    keys: 3,
  },
  {
    browser: "Chromium",
    set: "third-party cookies blocked",
    mode: "cookies-blocked",
    rung: "C",
    first: byApproval,
    second: byClick,
    afterRestart: byClick,
    wallets: 1,
    keys: 3,
  },
  {
    browser: "Chromium",
    set: "off the record",
    mode: "off-the-record",
    rung: "C",
    first: byApproval,
    second: byClick,
    afterRestart: byApproval,
    wallets: 2,
    keys: 3,
  },
  {
    browser: "Chromium",
    set: "site data of the wallet blocked",
    mode: "wallet-blocked",
    rung: "P",
    first: byApproval,
    second: byApproval,
    afterRestart: byApproval,
    wallets: 3,
    keys: 3,
  },
  {
    browser: "Firefox",
    set: "as it comes",
    mode: "default",
    rung: "K",
    first: byApproval,
    second: byClick,
    afterRestart: byClick,
    wallets: 1,
    keys: 1,
  },
  {
    browser: "Firefox",
    set: "private windows",
    mode: "private",
    rung: "K",
    first: byApproval,
    second: byClick,
    afterRestart: byApproval,
    wallets: 2,
    keys: 2,
  },
  {
    browser: "Firefox",
    set: "cookies of other sites blocked",
    mode: "cookies-blocked",
    rung: "P",
    first: byApproval,
    second: byApproval,
    afterRestart: byApproval,
    wallets: 1,
    keys: 3,
  },
  {
    browser: "WebKitGTK",
    set: "driven, which is off the record",
    mode: "driven",
    rung: "K",
    first: byProgram,
    second: byClick,
    afterRestart: byProgram,
    wallets: 2,
    keys: 2,
  },
];
