import { openPerson, type Person } from "@farthing/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBooks } from "../books.ts";
import { articleText, frameAt, payByClick, payFirst, walletFrame } from "../reader.ts";
import { buttonOf, frameOf, openArticle, openStage, type Stage } from "../stage.ts";

/** Three undos a day at one merchant: attacks/hands.test.ts. By keyboard: keyboard.test.ts. */
let stage: Stage;
let reader: Person;

beforeAll(async () => {
  stage = await openStage();
  reader = await openPerson({ storage: "allowed" });
  await payFirst(stage, reader, { slug: "the-smallest-coin" });
});
afterAll(async () => {
  await reader.close();
  await stage.close();
});

/** Writes down every sentence that the frame calls out from now on. */
async function listen(): Promise<() => Promise<string[]>> {
  const frame = await walletFrame(reader);
  await frame.evaluate(() => {
    const heard: string[] = [];
    const note = document.querySelector("[role=status]") ?? document.body;
    new MutationObserver(() => {
      heard.push(note.textContent ?? "");
      document.documentElement.dataset["heard"] = JSON.stringify(heard);
    }).observe(note, { childList: true, subtree: true, characterData: true });
  });
  return async () =>
    JSON.parse(await frame.evaluate(() => document.documentElement.dataset["heard"] ?? "[]"));
}

test("rule 18: Undo for ten seconds, called out once, not gone while it has the focus; then “Ask for it back” in its place", async () => {
  const { page } = reader;
  await openArticle(stage, reader, "the-loaf-that-shrank");
  await frameAt(reader, "ready");
  const heard = await listen();
  await reader.press(buttonOf(reader, /^Read for/));
  await frameAt(reader, "paid");
  const paid = readBooks(stage);
  const undo = buttonOf(reader, /^Undo \$0\.02 \(closes the article\)$/);
  const place = await undo.boundingBox();
  expect(await undo.innerText()).toBe("Undo");
  // The page has moved the focus to the article by now (rule 15); the reader comes back to Undo.
  await articleText(reader).waitFor();
  await page.waitForTimeout(500);
  const isOnUndo = () =>
    undo.evaluate((it) => document.hasFocus() && it === document.activeElement);
  for (let stop = 0; stop < 30 && !(await isOnUndo()); stop += 1) {
    await page.keyboard.press("Shift+Tab");
  }
  expect(await isOnUndo()).toBe(true);
  await page.waitForTimeout(11_500);
  await frameAt(reader, "paid");
  expect(await undo.isVisible()).toBe(true);
  const sentences = await heard();
  expect(sentences.filter((sentence) => /undo/i.test(sentence))).toHaveLength(1);
  await (
    await walletFrame(reader)
  ).evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
  });
  await frameAt(reader, "done");
  const back = frameOf(page).getByRole("link", { name: "Ask for it back" });
  await back.waitFor();
  expect(await back.getAttribute("href")).toMatch(/^\/payments\/pay_[0-9a-z]{26}#back$/);
  expect(await back.boundingBox()).toMatchObject({ x: place?.x, y: place?.y });
  expect(readBooks(stage)).toEqual(paid);
});

test("rule 18: “closes the article”, and gives back the money and the limits, once", async () => {
  const before = readBooks(stage);
  await payByClick(stage, reader, "a-metre-short");
  await frameAt(reader, "paid");
  await reader.page.waitForTimeout(900);
  await reader.press(buttonOf(reader, /^Undo/));
  await frameOf(reader.page).getByText("Undone. $0.03 is back in your wallet.").waitFor();
  await frameAt(reader, "ready");
  expect(readBooks(stage).payers).toBe(before.payers);
});

test("rule 18: the payer's own 60 seconds hold for payments from now on", async () => {
  const wallet = await reader.context.newPage();
  await wallet.goto(stage.wallet);
  const status = await wallet.evaluate(async () => {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ undoMs: 60_000 });
    return (await fetch("/v1/wallet/settings", { method: "PATCH", headers, body })).status;
  });
  expect(status).toBe(200);
  await wallet.close();
  const asked = reader.page.waitForRequest(/\/v1\/frame\/payments$/);
  const answered = reader.page.waitForResponse(/\/v1\/frame\/payments$/);
  await payByClick(stage, reader, "a-penny-to-anywhere");
  const { authorization } = (await asked).postDataJSON() as { authorization: { time: number } };
  const { undoUntil } = (await (await answered).json()) as { undoUntil: number };
  const undoMs = undoUntil - authorization.time;
  expect(undoMs > 58_000 && undoMs < 63_000 ? "a minute" : `${undoMs} ms`).toBe("a minute");
  await frameAt(reader, "paid");
});
