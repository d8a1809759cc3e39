import { openPerson, type Person } from "@farthing/lab";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { readBooks } from "../books.ts";
import { articleText, frameAt, payFirst, readGestures, walletFrame } from "../reader.ts";
import { buttonOf, frameOf, openArticle, openStage, type Stage } from "../stage.ts";

let stage: Stage;
let reader: Person;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
afterEach(() => reader.close());

/** 25 cents, where the standing line is 5. */
const dear = "eighteen-hours-of-bells";

/** A wallet that is known here, at an article above its line. */
async function openDear(storage: "allowed" | "refused"): Promise<void> {
  reader = await openPerson({ storage });
  await payFirst(stage, reader, { slug: "the-smallest-coin" });
  await openArticle(stage, reader, dear);
  await frameAt(reader, "over-line");
  await frameOf(reader.page).getByText("$0.25 is above your $0.05 line here.").waitFor();
}

describe.each(["allowed", "refused"] as const)("storage %s", (storage) => {
  test("rule 19: a passkey in the frame pays once above the line, without a window; the wish is noted", async () => {
    await openDear(storage);
    const before = { ...readBooks(stage), popups: reader.popups() };
    await reader.press(buttonOf(reader, /^Pay this once/));
    await articleText(reader).waitFor();
    const after = readBooks(stage);
    expect(reader.popups()).toBe(before.popups);
    expect(before.payers - after.payers).toBe(250_000n);
    expect(after.entries - before.entries).toBe(1n);
    expect(after.allowances).toBe(before.allowances);
    expect((await readGestures(stage, reader, 2))[0]).toBe("step-up");
    await buttonOf(reader, /^Ask me more here/).waitFor();
    await reader.press(buttonOf(reader, /^Ask me less here/));
    await frameOf(reader.page).getByText("Noted.").waitFor();
    expect(await buttonOf(reader, /^Ask me/).count()).toBe(0);
  });

  test("rule 19: a cancelled dialog charges nothing, is no failure, and the next press asks again", async () => {
    await openDear(storage);
    const before = readBooks(stage);
    const frame = await walletFrame(reader);
    // What an engine says when the payer closes its dialog, or lets it run out.
    await frame.evaluate(() => {
      const { credentials } = navigator;
      const ask = credentials.get.bind(credentials);
      let asked = 0;
      credentials.get = (options) =>
        (asked += 1) === 1
          ? Promise.reject(new DOMException("cancelled", "NotAllowedError"))
          : ask(options);
    });
    await reader.press(buttonOf(reader, /^Pay this once/));
    await frameOf(reader.page).getByText("Not paid. Nothing was charged.").waitFor();
    await frameAt(reader, "over-line");
    expect(readBooks(stage)).toEqual(before);
    await reader.press(buttonOf(reader, /^Pay this once/));
    await articleText(reader).waitFor();
    expect(before.payers - readBooks(stage).payers).toBe(250_000n);
  });
});
