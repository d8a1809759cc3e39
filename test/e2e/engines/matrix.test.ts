import {
  type FoxMode,
  openChromium,
  openFox,
  openWebKit,
  type Storage,
  type Visitor,
} from "@farthing/lab";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readBooks } from "../books.ts";
import { openStage, type Stage } from "../stage.ts";
import { approvesByProgram } from "./approveByProgram.ts";
import { approveThere, tellStory } from "./story.ts";
import { matrix, type Row } from "./table.ts";

const openers: Readonly<Record<Row["browser"], (mode: string) => Promise<Visitor>>> = {
  Chromium: (mode) => openChromium(mode as Storage),
  Firefox: (mode) => openFox(mode as FoxMode),
  WebKitGTK: () => openWebKit(),
};

/** Engines that are on this machine: test/e2e/browsers.ts looked, and said which are not. */
const here: Readonly<Record<Row["browser"], boolean>> = {
  Chromium: true,
  Firefox: process.env["FIREFOX_PATH"] !== undefined,
  WebKitGTK: process.env["WEBKIT_MINIBROWSER"] !== undefined,
};

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe("what each browser asks of a person: first payment, after a reload, after a restart", () => {
  for (const row of matrix.filter(({ browser }) => here[browser])) {
    const { browser, set, mode, rung, ...story } = row;
    test(`${browser}, ${set}: rung ${rung}`, async () => {
      const visitor = await openers[browser](mode);
      try {
        expect(visitor.engine).toMatch(new RegExp(`^${browser} \\d`));
        const approve = browser === "WebKitGTK" ? approvesByProgram() : approveThere;
        const before = readBooks(stage);
        expect(await tellStory(stage, visitor, approve)).toEqual(story);
        // An entry each, one for the welcome money of each wallet, one for each key that a cookie enrolled.
        const windows = story.first.popups + story.second.popups + story.afterRestart.popups;
        const entries = 3 + story.wallets + story.keys - windows;
        const after = readBooks(stage);
        const paid = after.merchants + after.fees - before.merchants - before.fees;
        // $0.01, $0.02 and $0.05, each once: on disk before the article opened.
        expect({ paid, entries: Number(after.entries - before.entries) }).toEqual({
          paid: 80_000n,
          entries,
        });
      } finally {
        await visitor.close();
      }
    });
  }
});

test("Chromium, all site data blocked: a publisher who could not open what is bought sells nothing", async () => {
  const visitor = await openChromium("all-blocked");
  try {
    const before = readBooks(stage);
    await visitor.open(`${stage.newsstand}/articles/the-smallest-coin`);
    await visitor.until(
      "page",
      `/keeps no cookies.*Nothing was charged/.test(document.body.innerText)`,
    );
    await visitor.until("page", `document.querySelector("farthing-paywall, .no-script") === null`);
    expect(readBooks(stage)).toEqual(before);
  } finally {
    await visitor.close();
  }
});

if (here.WebKitGTK) {
  test("WebKitGTK has no passkeys: the wallet's page says so, and nothing is charged", async () => {
    const visitor = await openWebKit();
    try {
      const before = readBooks(stage);
      await visitor.open(`${stage.newsstand}/articles/the-smallest-coin`);
      await visitor.until("frame", `document.documentElement.dataset.state === "needs-wallet"`);
      await visitor.press("frame", "Read for");
      await visitor.until("wallet", `/cannot use passkeys/.test(document.body.innerText)`);
      await visitor.until("wallet", `/Nothing was charged/.test(document.body.innerText)`);
      expect(readBooks(stage)).toEqual(before);
    } finally {
      await visitor.close();
    }
  });
}
