import type { Person } from "@farthing/lab";
import type { Me, PaymentPage, PaymentProof } from "@farthing/protocol";
import type { Frame, Locator, Page } from "playwright-core";
import { isAt } from "./isAt.ts";
import { buttonOf, frameOf, openArticle, type Place, pressAndGetWallet } from "./stage.ts";

/** The two honest choices of the wallet's page (rule 24). */
export const allow = "Pay with fingerprint, face or screen lock";
export const once = "Only this article";

/** The heading of the part that is paid for: there only when the article is open. */
export function articleText({ page }: { readonly page: Page }): Locator {
  return page.locator(".rest h2");
}

/** The frame has come to rest in `at`, such as `ready` or `needs-wallet`. */
export async function frameAt({ page }: { readonly page: Page }, at: string): Promise<void> {
  await isAt(frameOf(page), at);
}

/** The document of the wallet inside the merchant's page. */
export async function walletFrame({ page }: { readonly page: Page }): Promise<Frame> {
  const handle = await page.locator("farthing-button iframe").elementHandle();
  const frame = await handle?.contentFrame();
  if (!frame) throw new Error("the button holds the wallet's frame");
  return frame;
}

/** Opens an article, presses the button and answers with the wallet's page that opens, ready to be pressed. */
export async function askWallet(stage: Place, person: Person, slug: string): Promise<Page> {
  await openArticle(stage, person, slug);
  await frameAt(person, "needs-wallet");
  const wallet = await pressAndGetWallet(person, /^Read for/);
  await wallet.getByRole("heading", { name: /^Pay \$/ }).waitFor();
  return wallet;
}

/** Presses one of the choices and waits until the popup has closed itself. */
export async function approveOn(wallet: Page, person: Person, choice = allow): Promise<void> {
  const closed = wallet.waitForEvent("close").catch(async () => {
    throw new Error(`the popup stayed open and says: ${await wallet.locator("main").innerText()}`);
  });
  await person.press(wallet.getByRole("button", { name: choice }));
  await closed;
}

/** The whole first payment: the article is open afterwards. */
export async function payFirst(
  stage: Place,
  person: Person,
  { slug, choice = allow }: { slug: string; choice?: string },
): Promise<void> {
  const wallet = await askWallet(stage, person, slug);
  await approveOn(wallet, person, choice);
  await articleText(person).waitFor();
}

/** Opens an article and pays by one click. */
export async function payByClick(stage: Place, person: Person, slug: string): Promise<void> {
  await openArticle(stage, person, slug);
  await frameAt(person, "ready");
  await person.press(buttonOf(person, /^Read for/));
  await articleText(person).waitFor();
}

/** Asks the wallet's API as the wallet's own page does, with the person's session. */
async function askApi<Body>(stage: Place, person: Person, path: string): Promise<Body> {
  const headers = { "sec-fetch-site": "same-origin" };
  const response = await person.context.request.get(`${stage.wallet}${path}`, { headers });
  if (!response.ok()) throw new Error(`${path} answered ${response.status()}`);
  return (await response.json()) as Body;
}

/** Balance and allowances of whoever is signed in. */
export function readMe(stage: Place, person: Person): Promise<Me> {
  return askApi(stage, person, "/v1/wallet/me");
}

/** The payer's own facts of each payment as the public log commits to them, newest payment first. */
export async function readGestures(
  stage: Place,
  person: Person,
  count: number,
): Promise<(string | undefined)[]> {
  const payments = await readPayments(stage, person, count);
  return Promise.all(
    payments.map(async ({ id }) => {
      const path = `/v1/wallet/payments/${id}/proof`;
      const { payer } = await askApi<PaymentProof>(stage, person, path);
      const fields = "fields" in payer ? payer.fields : [];
      return fields.find(([name]) => name === "gesture")?.[1];
    }),
  );
}

/** The payments without top-ups; waits until the activity shows `count` of them. */
export async function readPayments(
  stage: Place,
  person: Person,
  count: number,
): Promise<PaymentPage["payments"]> {
  for (let round = 0; round < 50; round += 1) {
    const page = await askApi<PaymentPage>(stage, person, "/v1/wallet/payments");
    const payments = page.payments.filter(({ kind }) => kind === "payment");
    if (payments.length >= count) return payments;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the activity never showed ${count} payments`);
}
