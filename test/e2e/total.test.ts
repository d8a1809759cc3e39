import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, openPerson, type Person, type RunningServer, startServer } from "@farthing/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectAxeClean, shoot } from "./look.ts";
import { payFirst, readMe } from "./reader.ts";
import type { Stage } from "./stage.ts";

let folder: string;
let ports: { walletPort: number; newsstandPort: number };
let server: RunningServer;
let reader: Person;

const start = () => startServer({ folder, ...ports, env: { FARTHING_LIABILITIES_HOUR: "0" } });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "farthing-e2e-"));
  ports = { walletPort: await freePort(), newsstandPort: await freePort() };
  server = await start();
  reader = await openPerson({ storage: "allowed" });
  const stage: Stage = { ...server, folder, close: () => Promise.resolve() };
  await payFirst(stage, reader, { slug: "the-smallest-coin" });
});
afterAll(async () => {
  await reader.close();
  await server.stop("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
});

const card = () => reader.page.locator("section", { has: reader.page.locator("#total") });
const verdict = () => card().locator(".wl-verdict");

async function check(name: string, sentence: RegExp): Promise<void> {
  await reader.press(card().getByRole("button", { name, exact: true }));
  await verdict().filter({ hasText: sentence }).waitFor();
}

test("before a total is sealed the card says when it comes", async () => {
  const { page } = reader;
  await page.goto(`${server.wallet}/settings`);
  await card().waitFor();
  await check("Check", /^No total with your wallet in it is sealed yet\./);
  await shoot(page, "total-none", card());
  await expectAxeClean(page);
});

test("the browser finds the balance in the day's total, and the total in the log; the proof is a file", async () => {
  // The day's total is sealed as soon as a server with somebody in it starts.
  await server.stop("SIGTERM");
  server = await start();
  const { page } = reader;
  await page.goto(`${server.wallet}/settings`);
  await card().waitFor();
  await check(
    "Check",
    /^True: your \$9\.9\d of play money is in the total of \$\d+\.\d+ of play money that the log sealed for \d{4}-\d\d-\d\d, over 16 leaves\./,
  );
  await shoot(page, "total-true", card());
  await expectAxeClean(page);
  const saving = page.waitForEvent("download");
  await reader.press(card().getByRole("button", { name: "Save the proof" }));
  expect((await saving).suggestedFilename()).toBe("liabilities.tlog-proof");
});

test("another wallet's proof, true as it is, is not this one's", async () => {
  const other = await openPerson({ storage: "allowed" });
  try {
    const stage: Stage = { ...server, folder, close: () => Promise.resolve() };
    await payFirst(stage, other, { slug: "the-smallest-coin" });
    const { id } = await readMe(stage, other);
    const { page } = reader;
    const path = "**/v1/wallet/me";
    const own = await readMe(stage, reader);
    await page.route(path, (route) => route.fulfill({ json: { ...own, id } }));
    await page.goto(`${server.wallet}/settings`);
    await check("Check", /^This proof is of another wallet’s account/);
    expect(await verdict().getAttribute("data-result")).toBe("failed");
    await shoot(page, "total-not-yours", card());
    await expectAxeClean(page);
    await page.unroute(path);
    await page.goto(`${server.wallet}/settings`);
    await check("Check", /^True/);
  } finally {
    await other.close();
  }
});

test("a proof that somebody changed on its way is refused, and one that does not come says so", async () => {
  const { page } = reader;
  const path = "**/v1/wallet/liabilities-file";
  const coming = page.waitForResponse(path);
  await check("Check again", /^True/);
  const text = await (await coming).text();
  const extra = /^extra (.*)$/m.exec(text)?.[1] ?? "";
  const json = Buffer.from(extra, "base64").toString();
  const richer = json.replace(/"balance":"\d+"/, '"balance":"99000000"');
  expect(richer).not.toBe(json);
  const body = text.replace(extra, Buffer.from(richer).toString("base64"));
  await page.route(path, (route) => route.fulfill({ contentType: "text/plain", body }));
  await check("Check again", /^This proof does not add up/);
  expect(await verdict().getAttribute("data-result")).toBe("failed");
  await page.unroute(path);
  await page.route(path, (route) => route.abort());
  await reader.press(card().getByRole("button", { name: "Check again" }));
  await card().getByRole("alert").waitFor();
  await page.unroute(path);
  await reader.press(card().getByRole("alert").getByRole("button"));
  await verdict().filter({ hasText: /^True/ }).waitFor();
});
