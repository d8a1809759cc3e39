import { openPerson, type Person } from "@farthing/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBooks } from "./books.ts";
import { allow, approveOn, articleText, askWallet, frameAt } from "./reader.ts";
import { buttonOf, frameOf, openStage, pressAndGetWallet, type Stage } from "./stage.ts";

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

test("the wait for the wallet can be cancelled in the frame: the window that is left open pays nothing and says so", async () => {
  const wallet = await askWallet(stage, reader, "the-smallest-coin");
  const before = readBooks(stage);
  await reader.page.bringToFront();
  await reader.press(buttonOf(reader, /^Cancel/));
  await frameOf(reader.page).getByText("Not paid. Nothing was charged.").waitFor();
  await frameAt(reader, "needs-wallet");
  await wallet.bringToFront();
  await reader.press(wallet.getByRole("button", { name: allow }));
  await wallet.getByText("You cancelled on the page you came from. Nothing was charged.").waitFor();
  expect(readBooks(stage)).toEqual(before);
  await wallet.close();

  // A new press opens a new one.
  await approveOn(await pressAndGetWallet(reader, /^Read for/), reader);
  await articleText(reader).waitFor();
});
