import { openPerson, type Person } from "@farthing/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBooks } from "../books.ts";
import { articleText, frameAt, payByClick, payFirst } from "../reader.ts";
import { buttonOf, frameOf, openArticle, openStage, type Stage } from "../stage.ts";

let stage: Stage;
let reader: Person;
/** Another person in another browser. */
let friend: Person;

beforeAll(async () => {
  stage = await openStage();
  reader = await openPerson({ storage: "allowed" });
  friend = await openPerson({ storage: "allowed" });
  await payFirst(stage, reader, { slug: "the-smallest-coin" });
});
afterAll(async () => {
  await reader.close();
  await friend.close();
  await stage.close();
});

/** What the Newsstand's page sends to its own server with the next payment: the receipt as the browser has it. */
async function receiptOf(buy: () => Promise<void>): Promise<string> {
  const sent = reader.page.waitForRequest(/\/unlock$/);
  await buy();
  return ((await sent).postDataJSON() as { receipt: string }).receipt;
}

/** Hands a receipt to the Newsstand from somebody's browser, on the page of the article. */
async function present(person: Person, article: string, receipt: string) {
  await openArticle(stage, person, article);
  const answer = await person.page.evaluate(
    async (body) => {
      const headers = { "content-type": "application/json" };
      const response = await fetch("/unlock", { method: "POST", headers, body });
      return { status: response.status, ...((await response.json()) as Answer) };
    },
    JSON.stringify({ ware: article, receipt }),
  );
  await person.page.reload();
  return { ...answer, isOpen: (await articleText(person).count()) === 1 };
}

interface Answer {
  readonly kind: string;
  readonly reason?: string;
  readonly html?: string;
}

const closed = (reason: string) => ({ status: 403, kind: "closed", reason, isOpen: false });

test("rule 20: a receipt opens its own article for its own reader, and nothing for a friend or for another article", async () => {
  const slug = "the-loaf-that-shrank";
  const receipt = await receiptOf(() => payByClick(stage, reader, slug));
  const before = readBooks(stage);
  expect(await present(friend, slug, receipt)).toMatchObject(closed("wrong-visitor"));
  expect(await present(reader, "a-metre-short", receipt)).toMatchObject(closed("wrong-resource"));
  expect(await present(friend, "a-metre-short", receipt)).toMatchObject(closed("wrong-resource"));
  expect(await present(reader, slug, receipt)).toMatchObject({ status: 200, isOpen: true });
  expect(readBooks(stage)).toEqual(before);
});

test("rule 20: altered in any part, it opens nothing", async () => {
  const slug = "a-penny-to-anywhere";
  await reader.page.route(/\/unlock$/, (route) => route.abort());
  await openArticle(stage, reader, slug);
  await frameAt(reader, "ready");
  const receipt = await receiptOf(() => reader.press(buttonOf(reader, /^Read for/)));
  // Away from the page, so that it does not try again by itself.
  await reader.page.goto(stage.newsstand);
  await reader.page.unroute(/\/unlock$/);
  const [header = "", payload = "", signature = ""] = receipt.split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as object;
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const resource = `${stage.newsstand}/articles/a-metre-short`;
  const other = signature.startsWith("A") ? "B" : "A";
  const none = encode({ alg: "none", typ: "farthing-receipt+jwt" });
  const [otherArticle, longer] = [
    { ...claims, resource, amount: "30000" },
    { ...claims, exp: 4_000_000_000 },
  ];
  const forgeries: [article: string, text: string, reason: string][] = [
    ["a-metre-short", `${header}.${encode(otherArticle)}.${signature}`, "signature-invalid"],
    [slug, `${header}.${encode(longer)}.${signature}`, "lives-too-long"],
    [slug, `${header}.${payload}.${other}${signature.slice(1)}`, "signature-invalid"],
    [slug, `${none}.${payload}.`, "malformed"],
    [slug, `${none}.${payload}.${signature}`, "header-not-allowed"],
    [slug, "", "malformed"],
  ];
  for (const [article, text, reason] of forgeries) {
    expect(await present(reader, article, text)).toMatchObject(closed(reason));
  }
  // Untouched, it opens: what was bought is not lost to a bad network.
  expect(await present(reader, slug, receipt)).toMatchObject({ status: 200, isOpen: true });
});

test("rule 20: used once, then taken back, it opens nothing any more", async () => {
  const slug = "a-metre-short";
  const before = readBooks(stage);
  const receipt = await receiptOf(() => payByClick(stage, reader, slug));
  await frameAt(reader, "paid");
  await reader.press(buttonOf(reader, /^Undo/));
  await reader.page.getByText("The article is closed again").waitFor();
  expect(await present(reader, slug, receipt)).toMatchObject(closed("already-used"));
  expect(await present(friend, slug, receipt)).toMatchObject({ status: 403, isOpen: false });
  expect(readBooks(stage).payers).toBe(before.payers);
});

test("rule 20: what is owned is not bought again: “You own this”, the first payment's receipt, nothing charged", async () => {
  const slug = "the-loaf-that-shrank";
  // The Newsstand forgets this visitor, as after cleared cookies; the wallet does not.
  await reader.context.clearCookies({ domain: "127.0.0.1" });
  await openArticle(stage, reader, slug);
  expect(await articleText(reader).count()).toBe(0);
  await frameAt(reader, "owned");
  await frameOf(reader.page).getByText("You own this.").waitFor();
  const before = readBooks(stage);
  const receipt = await receiptOf(() => reader.press(buttonOf(reader, /^Open$/)));
  await articleText(reader).waitFor();
  const after = readBooks(stage);
  expect({ ...after, entries: 0n }).toEqual({ ...before, entries: 0n });
  const [, payload = ""] = receipt.split(".");
  const { payment, amount } = JSON.parse(Buffer.from(payload, "base64url").toString()) as {
    payment: string;
    amount: string;
  };
  expect(amount).toBe("20000");
  await reader.page.goto(`${stage.wallet}/payments/${payment}`);
  await reader.page.getByText("The loaf that shrank by law").waitFor();
});
