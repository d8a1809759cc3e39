import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@farthing/core";
import { openPerson, type Person } from "@farthing/lab";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../scripts/workspaces.mjs";
import { readBooks } from "./books.ts";
import { type Example, openExample } from "./examples/openExample.ts";
import { expectAxeClean, shoot } from "./look.ts";
import { articleText, frameAt, payFirst } from "./reader.ts";
import { buttonOf, frameOf, openArticle } from "./stage.ts";
import { openStageHere, type StageHere } from "./stageHere.ts";

let stage: StageHere;
let shop: Example;
let reader: Person;
let wallet: Page;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "farthing-program-"));
  stage = await openStageHere();
  shop = await openExample(stage, "program");
  reader = await openPerson({ storage: "allowed" });
  await payFirst(stage, reader, { slug: "the-smallest-coin" });
  wallet = await reader.context.newPage();
});
afterAll(async () => {
  await reader.close();
  await shop.close();
  await stage.close();
  rmSync(folder, { recursive: true });
});

const says = (text: string | RegExp) => wallet.getByText(text).first().waitFor();
const press = (name: string | RegExp) => reader.press(wallet.getByRole("button", { name }));
const fill = (name: string, text: string) => wallet.getByRole("textbox", { name }).fill(text);

/** Makes a key in the wallet as a payer does, and answers with its file. */
async function makeKey(name: string, most?: { perPayment: string; perSession: string }) {
  await wallet.goto(`${stage.wallet}/programs`);
  await fill("What you call the program", name);
  await fill("Another site’s address", shop.origin);
  await press("Find the site");
  await says("Example program is picked.");
  if (most !== undefined) {
    await fill("At most, each payment", most.perPayment);
    await fill("At most, until you let it go on", most.perSession);
  }
  await press("Make it with your passkey");
  await says(`${name} can pay now.`);
  const downloading = wallet.waitForEvent("download");
  await press("Download the key");
  const file = join(folder, (await downloading).suggestedFilename());
  await (await downloading).saveAs(file);
  return file;
}

/** A run of the example program: what it says, line by line, and when it is over. */
function run(file: string, ...what: ("today" | "year")[]) {
  const addresses = what.map((one) => `${shop.origin}/weather/${one}`);
  const child: ChildProcessWithoutNullStreams = spawn(
    process.execPath,
    ["program.ts", file, ...addresses],
    { cwd: join(root, "examples/program") },
  );
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (part: Buffer) => (text += part.toString()));
  }
  const over = new Promise<string>((resolve) => child.on("close", () => resolve(text)));
  return {
    over,
    async heard(pattern: RegExp): Promise<string> {
      for (let round = 0; round < 200; round += 1) {
        const found = pattern.exec(text)?.[1];
        if (found !== undefined) return found;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      child.kill();
      throw new Error(`the program never said ${pattern}: ${text}`);
    },
  };
}

let key: string;

test("N: a program that was given a key pays without a click; its payer reads how much it may, and what it paid", async () => {
  await wallet.goto(`${stage.wallet}/programs`);
  await says("No program can pay.");
  await shoot(wallet, "wallet-programs-empty");
  await press("Make it with your passkey");
  await says("Give the program a name of 1 to 40 characters.");
  await fill("What you call the program", "Weather reader");
  await says("Pick at least one site.");
  await fill("At most, each payment", "0.11");
  await fill("Another site’s address", "http://127.0.0.1:9");
  await press("Find the site");
  await says("No site of this wallet is at that address. Check it.");
  await shoot(wallet, "wallet-programs-faults");
  await expectAxeClean(wallet);

  key = await makeKey("Weather reader");
  await shoot(wallet, "wallet-programs-made");
  await expectAxeClean(wallet);
  expect(JSON.parse(readFileSync(key, "utf8"))).toMatchObject({
    farthing: "program-key/v1",
    wallet: stage.wallet,
    key: { kty: "OKP", crv: "Ed25519" },
  });
  expect(statSync(key).size).toBeLessThan(600);
  await press("Done");
  await says(/^At most \$0\.10 each, without a click, until /);
  await says("Pays only: Example program.");

  const before = readBooks(stage);
  expect(await run(key, "today").over).toContain('"high":19');
  expect(before.payers - readBooks(stage).payers).toBe(10_000n);
  await wallet.reload();
  await says("$0.01 in 1 payment. What came back is not counted.");
  await shoot(wallet, "wallet-programs");
  await expectAxeClean(wallet);
  await wallet.goto(stage.wallet);
  await says(/^Example program · by program Weather reader · /);
});

test("what a program may pay is lowered at once, and raised by the passkey; without it nothing changes", async () => {
  await wallet.goto(`${stage.wallet}/programs`);
  await wallet.getByText("Change what it may pay").click();
  const card = wallet.getByRole("article").filter({ hasText: "Weather reader" });
  const each = card.getByLabel("At most, each payment");
  await each.fill("0.05");
  await card.getByRole("button", { name: "Save the change" }).click();
  await says(/^At most \$0\.05 each, without a click, until /);
  await says("Changed, from its next payment on.");
  await shoot(wallet, "wallet-program-edit", each);
  await expectAxeClean(wallet);
  await each.fill("0.11");
  await card.getByRole("button", { name: "Save the change" }).click();
  await says("Each payment: more than nothing, and no more than your limits allow.");
  await each.fill("0.10");
  await wallet.evaluate(() => {
    const { credentials } = navigator;
    const asked = credentials.get.bind(credentials);
    credentials.get = () => {
      credentials.get = asked;
      return Promise.reject(new DOMException("cancelled", "NotAllowedError"));
    };
  });
  await card.getByRole("button", { name: "Save the change" }).click();
  await says("Nothing was changed: the passkey was not used.");
  await card.getByRole("button", { name: "Save the change" }).click();
  await says(/^At most \$0\.10 each, without a click, until /);
});

test("C: one click, and the price stood on what was pressed", async () => {
  const { page } = reader;
  await page.bringToFront();
  await openArticle(stage, reader, "a-penny-to-anywhere");
  await frameAt(reader, "ready");
  const before = readBooks(stage);
  await reader.press(buttonOf(reader, /^Read for \$0\.05/));
  await articleText(reader).waitFor();
  await buttonOf(reader, /^Undo \$0\.05/).waitFor();
  expect(before.payers - readBooks(stage).payers).toBe(50_000n);
});

test("U: what a program may not pay by itself asks a person, who reads why; a passkey pays it once", async () => {
  const before = readBooks(stage);
  const program = run(key, "year");
  const address = await program.heard(/Waiting for a yes \(over-per-click\) at (\S+)/);
  await wallet.bringToFront();
  await wallet.goto(stage.wallet);
  await says("Weather reader asks to pay $0.40 to Example program");
  await shoot(wallet, "wallet-program-notice");
  await wallet.goto(address);
  await says("Weather reader asks to pay $0.40 to Example program");
  await says("This is more than it may pay at once.");
  expect(readBooks(stage).payers).toBe(before.payers);
  await shoot(wallet, "wallet-program-asks");
  await expectAxeClean(wallet);
  await press("Pay $0.40 this once");
  await says("Paid. Weather reader hears of it by itself.");
  expect(await program.over).toContain('"days":365');
  expect(before.payers - readBooks(stage).payers).toBe(400_000n);
  await shoot(wallet, "wallet-program-paid");
  await expectAxeClean(wallet);
});

test("U: a no is heard by the program, and nothing is charged", async () => {
  const before = readBooks(stage);
  const program = run(key, "year");
  await wallet.goto(await program.heard(/at (\S+)/));
  await press("Do not pay");
  await says("Not paid. Weather reader hears that you said no.");
  expect(await program.over).toContain("declined: payer-refused");
  expect(readBooks(stage).payers).toBe(before.payers);
});

test("a session that is used up stands on the wallet's first page; a passkey lets it go on; a key taken back pays nothing", async () => {
  const thirsty = await makeKey("Thirsty", { perPayment: "0.01", perSession: "0.02" });
  const program = run(thirsty, "today", "today", "today");
  await program.heard(/Waiting for a yes \((over-total)\)/);
  await wallet.goto(stage.wallet);
  await says("Your program Thirsty has used its $0.02.");
  await shoot(wallet, "wallet-program-used-up");
  await expectAxeClean(wallet);
  await press("Let it go on: Thirsty");
  expect((await program.over).match(/"high":19/g)).toHaveLength(3);
  await wallet.getByText("Your program Thirsty has used its $0.02.").waitFor({ state: "detached" });

  await wallet.goto(`${stage.wallet}/programs`);
  await press("Pause: Thirsty");
  await says("Thirsty pays nothing until you let it go on. Its limits stay as they are.");
  expect(await run(thirsty, "today").over).toContain("declined: allowance-paused");
  await press("Take the key back: Thirsty");
  await says("Take the key of Thirsty back?");
  await press("Yes, take it back");
  await says("Its key pays nothing any more.");
  await wallet.locator("#programs:focus").waitFor();
  expect(await run(thirsty, "today").over).toContain("declined: device-revoked");
});

test("in German the same", async () => {
  const other = await openPerson({ storage: "allowed", locale: "de-DE", passkeysOf: reader });
  try {
    const { page } = other;
    await page.goto(`${stage.wallet}/programs`);
    await other.press(page.getByRole("button", { name: "Mit Ihrem Passkey anmelden" }));
    await page
      .getByText(/^Höchstens 0,10\s\$ je Zahlung, ohne Klick, bis /)
      .first()
      .waitFor();
    await shoot(page, "wallet-programs-de");
    await expectAxeClean(page);
  } finally {
    await other.close();
  }
});

test("D: what is too risky is declined in words with a next step, and nothing is charged", async () => {
  const { risk, store } = stage.deps;
  await reader.page.bringToFront();
  await openArticle(stage, reader, "the-loaf-that-shrank");
  await frameAt(reader, "ready");
  const rows = await store
    .selectFrom("devices")
    .select(["id", "payer_id", "merchant_id"])
    .execute();
  for (const { id, payer_id: payer, merchant_id: merchant } of rows) {
    // Agreed to minutes ago, and for more than five times what is usual there.
    const at = systemClock.now();
    for (let count = 0; count < 31; count += 1) risk.paid({ payer, merchant, price: 1n, at });
    risk.checked(payer);
    for (let count = 0; count < 3; count += 1) risk.conflict({ payer, device: id, at });
  }
  const before = readBooks(stage);
  await reader.press(buttonOf(reader, /^Read for/));
  await frameOf(reader.page)
    .getByText(
      "Nothing was charged. This payment looks unusual. Open your wallet and look at your last payments.",
    )
    .waitFor();
  expect(readBooks(stage).payers).toBe(before.payers);
});
