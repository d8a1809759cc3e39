import { openPerson, type Person } from "@farthing/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countGrants, readBooks } from "../books.ts";
import { articleText, frameAt, payFirst, readGestures, walletFrame } from "../reader.ts";
import { buttonOf, openArticle, openStage, type Stage } from "../stage.ts";

let stage: Stage;
let reader: Person;

beforeAll(async () => {
  stage = await openStage();
  reader = await openPerson({ storage: "allowed" });
});
afterAll(async () => {
  await reader.close();
  await stage.close();
});

/** Everything that a merchant's script can do to a frame of another site. Answers with what stopped it from looking inside. */
function attack(): string {
  const paywall = document.querySelector("farthing-paywall");
  const element = paywall?.shadowRoot?.querySelector<HTMLElement>("farthing-button");
  const frame = element?.shadowRoot?.querySelector("iframe");
  const inside = frame?.contentWindow;
  if (!element || !frame || !inside) return "no frame";
  const offer = element.getAttribute("offer") ?? "";
  for (const target of [element, frame, document.body]) {
    target.click();
    frame.focus();
    inside.focus();
    for (const type of ["pointerdown", "mousedown", "pointerup", "mouseup", "click"]) {
      target.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true, detail: 1 }));
    }
    for (const key of ["Enter", " "]) {
      for (const type of ["keydown", "keypress", "keyup"]) {
        target.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, composed: true }));
      }
    }
  }
  const page = location.href;
  for (const farthing of ["pay", "press", "click", "approve", "undo", "paid", "init"]) {
    inside.postMessage({ farthing, offer, theme: "light", lang: "en", page, pay: true }, "*");
  }
  inside.postMessage("pay", "*");
  try {
    return inside.document.title;
  } catch (error) {
    return error instanceof Error ? error.name : "";
  }
}

/** Runs the attack, then waits longer than any answer takes. */
async function attackAndWait(): Promise<void> {
  // First let the button arm, so that being too early is not what stops the script.
  await reader.page.waitForTimeout(700);
  expect(await reader.page.evaluate(attack)).toBe("SecurityError");
  await reader.page.waitForTimeout(700);
}

test("rule 1: a script on the merchant's page opens no wallet and asks for no grant", async () => {
  await openArticle(stage, reader, "the-smallest-coin");
  await frameAt(reader, "needs-wallet");
  const before = readBooks(stage);
  await attackAndWait();
  expect(reader.popups()).toBe(0);
  expect(countGrants(stage)).toBe(0n);
  expect(readBooks(stage)).toEqual(before);
  expect(reader.page.url()).toBe(`${stage.newsstand}/articles/the-smallest-coin`);
});

test("rule 1: nor does it pay where one click would, and a click inside the frame that nobody made pays nothing", async () => {
  await payFirst(stage, reader, { slug: "the-smallest-coin" });
  await openArticle(stage, reader, "the-loaf-that-shrank");
  await frameAt(reader, "ready");
  const before = readBooks(stage);
  const popups = reader.popups();
  await attackAndWait();
  const frame = await walletFrame(reader);
  await frame.evaluate(() => document.querySelector<HTMLElement>(".action")?.click());
  await reader.page.waitForTimeout(500);
  expect(readBooks(stage)).toEqual(before);
  expect(reader.popups()).toBe(popups);
  expect(await articleText(reader).count()).toBe(0);
  await frameAt(reader, "ready");
});

test("rule 1: keys pressed after the page pushed the focus into the frame pay nothing", async () => {
  const before = readBooks(stage);
  await reader.page.evaluate(() => {
    document
      .querySelector("farthing-paywall")
      ?.shadowRoot?.querySelector("farthing-button")
      ?.shadowRoot?.querySelector("iframe")
      ?.focus();
  });
  await reader.page.waitForTimeout(700);
  for (const key of ["Enter", "Space", "Enter"]) await reader.page.keyboard.press(key);
  await reader.page.waitForTimeout(500);
  expect(readBooks(stage)).toEqual(before);
  await frameAt(reader, "ready");
});

test("rule 1: a click that the payer made pays exactly once, and each payment records its gesture", async () => {
  const before = readBooks(stage);
  await reader.press(buttonOf(reader, /^Read for \$0\.02/));
  await articleText(reader).waitFor();
  const after = readBooks(stage);
  expect(after.entries - before.entries).toBe(1n);
  expect(before.payers - after.payers).toBe(20_000n);
  expect(await readGestures(stage, reader, 2)).toEqual(["click", "passkey"]);
});
