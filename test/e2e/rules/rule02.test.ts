import { createHash } from "node:crypto";
import { systemClock } from "@farthing/core";
import { openPerson, type Person } from "@farthing/lab";
import { Terms, termsBytes } from "@farthing/protocol";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { readBooks, readGrant } from "../books.ts";
import { expectAxeClean, shoot } from "../look.ts";
import { allow, approveOn, articleText, askWallet, frameAt, once, readMe } from "../reader.ts";
import { openArticle, openStage, type Stage } from "../stage.ts";

let stage: Stage;
let reader: Person;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
// Each test is somebody's first payment, with a passkey that is made on the spot.
beforeEach(async () => {
  reader = await openPerson({ storage: "allowed" });
});
afterEach(() => reader.close());

const slug = "a-penny-to-anywhere";
const price = 50_000n;
const welcome = 10_000_000n;

function grantOf(wallet: Page): string {
  return new URL(wallet.url()).searchParams.get("grant") ?? "";
}

test("rule 2: one approval is one entry that pays and opens the allowance; its challenge is the hash of the terms", async () => {
  const before = readBooks(stage);
  const wallet = await askWallet(stage, reader, slug);
  const grant = grantOf(wallet);
  const asked = wallet.waitForResponse(/\/terms$/).then((response) => response.json());
  const approved = wallet.waitForRequest(/\/approve$/);
  await approveOn(wallet, reader, allow);
  await articleText(reader).waitFor();

  const { options } = (await asked) as { options: { challenge: string } };
  const { credential } = (await approved).postDataJSON() as {
    credential: { response: { clientDataJSON: string } };
  };
  const stored = JSON.parse(readGrant(stage, grant)?.terms ?? "{}") as { terms: unknown };
  const terms = Terms.parse(stored.terms);
  const hash = createHash("sha256").update(termsBytes(terms)).digest("base64url");
  const clientData = Buffer.from(credential.response.clientDataJSON, "base64url").toString();
  expect(options.challenge).toBe(hash);
  expect(JSON.parse(clientData)).toMatchObject({ type: "webauthn.create", challenge: hash });
  expect(terms).toMatchObject({ grant, amount: String(price), asset: "PLAY/6", choice: "allow" });
  expect(terms.limits).toMatchObject({
    perClick: "50000",
    per24h: "500000",
    total: "2000000",
  });

  const after = readBooks(stage);
  // One entry for the welcome money of a new wallet, one for the approval.
  expect(after.entries - before.entries).toBe(2n);
  expect(after.payers - before.payers).toBe(welcome - price);
  expect(after.allowances - before.allowances).toBe(1n);
  expect(after.devices - before.devices).toBe(1n);
  const { allowances } = await readMe(stage, reader);
  expect(allowances.map(({ perClick }) => perClick.amount)).toEqual(["50000"]);
});

test("rule 2: “Only this article” pays and opens no allowance, so the next article asks again", async () => {
  const before = readBooks(stage);
  await approveOn(await askWallet(stage, reader, slug), reader, once);
  await articleText(reader).waitFor();
  const after = readBooks(stage);
  expect(after.entries - before.entries).toBe(2n);
  expect(after.payers - before.payers).toBe(welcome - price);
  expect(after.allowances).toBe(before.allowances);
  expect(after.devices).toBe(before.devices);
  expect((await readMe(stage, reader)).allowances).toEqual([]);
  await openArticle(stage, reader, "the-smallest-coin");
  await frameAt(reader, "needs-wallet");
});

test("rule 2: “Others use this device: ask every time” pays once, enrols nothing and leaves nobody signed in", async () => {
  const before = readBooks(stage);
  const wallet = await askWallet(stage, reader, slug);
  const grant = grantOf(wallet);
  const box = wallet.getByRole("checkbox", { name: "Others use this device: ask every time" });
  expect(await box.isChecked()).toBe(false);
  await box.check();
  await wallet
    .getByText(
      "This pays once and allows nothing more. On this device we ask every time for this site, and after paying nobody stays signed in.",
    )
    .waitFor();
  expect(await wallet.getByText(/^Next time:/).count()).toBe(0);
  await shoot(wallet, "pay-every-time");
  await expectAxeClean(wallet);
  await approveOn(wallet, reader, allow);
  await articleText(reader).waitFor();
  const after = readBooks(stage);
  expect(after.payers - before.payers).toBe(welcome - price);
  expect(after.allowances).toBe(before.allowances);
  expect(after.devices).toBe(before.devices);
  expect(after.sessions).toBe(before.sessions);
  const stored = JSON.parse(readGrant(stage, grant)?.terms ?? "{}") as { terms: unknown };
  expect(Terms.parse(stored.terms)).toMatchObject({ choice: "once", limits: null, device: null });
  // The device is remembered, not the person: the box stays ticked for whoever comes next.
  const next = await askWallet(stage, reader, "the-smallest-coin");
  await next.getByText(/^New here\?/).waitFor();
  const again = next.getByRole("checkbox", { name: "Others use this device: ask every time" });
  expect(await again.isChecked()).toBe(true);
});

test("rule 2: a fresh passkey carries the preset's limits at most: the editor says so, and the server refuses more", async () => {
  const before = readBooks(stage);
  const wallet = await askWallet(stage, reader, slug);
  await wallet.getByRole("button", { name: "Change limits" }).click();
  await wallet.getByLabel("Each click, at most").fill("0.06");
  await wallet.getByRole("button", { name: "Use these limits" }).click();
  await wallet.getByText("At most $0.05 here.").waitFor();

  const grant = grantOf(wallet);
  const raised = ["perClick", "per24h", "total"].map((name) => ({ [name]: "2000001" }));
  for (const change of raised) {
    const answer = await askTerms(wallet, grant, change);
    expect(answer).toMatchObject({ status: 422, code: "limits-too-high" });
  }
  expect(await askTerms(wallet, grant, { expiresAt: 31 * 86_400_000 })).toMatchObject({
    code: "limits-too-high",
  });
  expect(readGrant(stage, grant)).toEqual({ status: "opened", terms: null });
  expect(readBooks(stage)).toEqual(before);
});

/** Asks the server for higher limits than the page would, from the page itself. `expiresAt` counts from now. */
function askTerms(
  wallet: Page,
  grant: string,
  change: Record<string, string | number>,
): Promise<{ status: number; code: string }> {
  return wallet.evaluate(
    async ({ id, wanted, now }) => {
      const limits = { perClick: "50000", per24h: "500000", total: "2000000", ...wanted };
      const expiresAt = now + (Number(wanted["expiresAt"]) || 86_400_000);
      const response = await fetch(`/v1/wallet/grants/${id}/terms`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ choice: "allow", way: "create", limits: { ...limits, expiresAt } }),
      });
      return { status: response.status, code: ((await response.json()) as { code: string }).code };
    },
    { id: grant, wanted: change, now: systemClock.now() },
  );
}
