import { newId } from "@farthing/core";
import type { Statement } from "@farthing/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newApiKey, registerMerchant } from "../merchants/registerMerchant.ts";
import {
  clickBody,
  cookie,
  get,
  newOffer,
  newPerson,
  ownHeaders,
  payOnPage,
  type Person,
  send,
  sendUndo,
} from "../payments/person.testing.ts";
import { asMerchant, sendRefund } from "../refunds/refundStage.testing.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";

let stage: TestServer;
let anna: Person;
let ben: Person;

beforeAll(async () => {
  stage = await openTestServer();
  anna = newPerson();
  ben = newPerson();
  await payOnPage(stage, anna, { offer: await newOffer(stage, { path: "/first" }) });
  await payOnPage(stage, ben, { offer: await newOffer(stage, { path: "/first" }) });
  const undone = await click("/second");
  await sendUndo(stage, anna, undone);
  await sendRefund(stage, { payment: await click("/third") });
});
afterAll(() => stage.close());

async function click(path: string): Promise<string> {
  const offer = await newOffer(stage, { path });
  const { body } = await send(stage, clickBody(stage, anna, { offer }));
  if (body.kind !== "captured") throw new Error(`not paid: ${body.kind}`);
  return body.payment;
}

const own = (person: Person, query = "") =>
  get<Statement>(stage, `/v1/wallet/statement${query}`, cookie(person.session));
const shop = (query = "", apiKey = stage.merchant.apiKey) =>
  get<Statement>(stage, `/v1/statement${query}`, asMerchant(stage, apiKey));

/** One line as people read it. */
function told({ lines }: Statement) {
  return lines.map(({ reason, returns, side, amount, balance, title }) =>
    [reason, returns ?? "-", side, amount.amount, balance.amount, title].join(" "),
  );
}

/** Opening and what moved, to hold against closing. */
function sum({ opening, lines }: Statement): string {
  const moved = lines.map(
    ({ side, amount }) => BigInt(amount.amount) * (side === "credit" ? 1n : -1n),
  );
  return moved.reduce((all, one) => all + one, BigInt(opening.amount)).toString();
}

test("a payer's month: every transfer with the balance after it; a correction is a new line", async () => {
  const { body } = await own(anna);
  expect(told(body)).toEqual([
    "welcome - credit 10000000 10000000 ",
    "payment - debit 50000 9950000 About /first",
    "payment - debit 50000 9900000 About /second",
    "payment reversed credit 50000 9950000 About /second",
    "payment - debit 50000 9900000 About /third",
    "payment refunded credit 50000 9950000 About /third",
  ]);
  expect([body.opening.amount, body.closing.amount, sum(body)]).toEqual([
    "0",
    "9950000",
    "9950000",
  ]);
  expect(body).toMatchObject({
    zone: "UTC",
    next: null,
    month: /^\d{4}-\d\d$/.exec(body.month ?? "")?.[0],
  });
  expect(new Set(body.lines.map(({ counterparty }) => counterparty))).toEqual(
    new Set(["rail", "merchant"]),
  );
});

test("a merchant's: price, fee, and both given back; nothing that tells its payers apart from another's", async () => {
  const { body } = await shop();
  expect(told(body).slice(-4)).toEqual([
    "payment - credit 50000 145000 About /third",
    "fee - debit 2500 142500 About /third",
    "fee refunded credit 2500 145000 About /third",
    "payment refunded debit 50000 95000 About /third",
  ]);
  expect([body.closing.amount, sum(body)]).toEqual(["95000", "95000"]);
  expect(JSON.stringify(body)).not.toMatch(/pyr_|counter"/);
  expect(body.lines.every(({ merchant }) => merchant === "")).toBe(true);
});

test("somebody who has no account yet has an empty statement", async () => {
  const merchant = { id: newId("merchant", stage.deps.clock.now()), apiKey: newApiKey() };
  await registerMerchant(stage.deps, { ...merchant, name: "New", origins: [] });
  const { body } = await shop("", merchant.apiKey);
  expect(body).toMatchObject({
    opening: { amount: "0" },
    closing: { amount: "0" },
    lines: [],
    next: null,
  });
});

test("pages add up one by one, and a period is cut at its bounds", async () => {
  const all = (await own(anna)).body;
  const seen: string[] = [];
  for (let cursor = "", pages = 0; pages < 10; pages += 1) {
    const page = (await own(anna, `?limit=1${cursor}`)).body;
    expect([page.opening, page.closing]).toEqual([all.opening, all.closing]);
    seen.push(...page.lines.map(({ transfer }) => transfer));
    if (page.next === null) break;
    cursor = `&cursor=${page.next}`;
  }
  expect(seen).toEqual(all.lines.map(({ transfer }) => transfer));
  const [from, to] = [all.lines[2]?.at ?? 0, all.lines[4]?.at ?? 0];
  const cut = (await own(anna, `?from=${from}&to=${to}`)).body;
  expect(cut.month).toBe(null);
  expect(cut.opening.amount).toBe("9950000");
  expect(sum(cut)).toBe(cut.closing.amount);
  const past = (await own(anna, "?month=2020-02")).body;
  expect(past).toMatchObject({ month: "2020-02", lines: [], closing: { amount: "0" } });
  const future = (await own(anna, "?month=2199-12")).body;
  expect(future).toMatchObject({ lines: [], opening: { amount: "9950000" } });
});

test("months begin where the payer says; a merchant says it with each question", async () => {
  const body = JSON.stringify({ timeZone: "Asia/Tokyo" });
  const headers = { ...ownHeaders, ...cookie(ben.session) };
  await stage.fetch("/v1/wallet/settings", { method: "PATCH", headers, body });
  const tokyo = (await own(ben, "?month=2026-11")).body;
  expect([tokyo.zone, tokyo.from]).toEqual(["Asia/Tokyo", Date.parse("2026-11-01T00:00+09:00")]);
  const berlin = (await shop("?month=2026-11&zone=Europe/Berlin")).body;
  expect(berlin.from).toBe(Date.parse("2026-11-01T00:00+01:00"));
});

test.each([
  ["?month=2026-13", "period-invalid"],
  ["?month=2026-02-30", "period-invalid"],
  ["?month=nonsense", "period-invalid"],
  ["?from=2&to=1", "period-invalid"],
  ["?from=2", "period-invalid"],
  ["?month=2026-11&from=1&to=2", "period-invalid"],
  ["?from=-1&to=2", "invalid-request"],
  ["?from=1&to=1e9", "invalid-request"],
  ["?limit=0", "invalid-request"],
  ["?limit=501", "invalid-request"],
  ["?limit=1000000000", "invalid-request"],
  ["?limit=ten", "invalid-request"],
  ["?cursor=1", "cursor-unknown"],
  ["?cursor=99999999999999999999", "cursor-unknown"],
  ["?cursor=next", "cursor-unknown"],
  ["?account=2", "invalid-request"],
  ["?zone=Europe/Atlantis", "invalid-request"],
])("%s is answered %s, by both", async (query, code) => {
  const [payers, merchants] = [await own(anna, query), await shop(query)];
  expect([payers.status, payers.code]).toEqual([400, code]);
  expect([merchants.status, merchants.code]).toEqual([400, code]);
});

test("nobody reads another's: neither without a key, nor with another's cursor", async () => {
  const cursor = (await own(anna, "?limit=1")).body.next;
  expect((await own(ben, `?cursor=${cursor}`)).code).toBe("cursor-unknown");
  expect((await get(stage, "/v1/wallet/statement")).code).toBe("signed-out");
  expect((await get(stage, "/v1/wallet/statement.csv")).code).toBe("signed-out");
  expect((await get(stage, "/v1/statement")).code).toBe("api-key-invalid");
  expect((await shop("", newApiKey())).code).toBe("api-key-invalid");
  const elsewhere = { ...cookie(anna.session), "sec-fetch-site": "cross-site" };
  expect((await get(stage, "/v1/wallet/statement.csv", elsewhere)).code).toBe("cross-site-request");
});

test("CSV by address or Accept: the same lines, opening first, closing last, adding up", async () => {
  const headers = { "sec-fetch-site": "same-origin", ...cookie(anna.session) };
  const byAddress = await stage.fetch("/v1/wallet/statement.csv", { headers });
  const byAccept = await stage.fetch("/v1/wallet/statement", {
    headers: { ...headers, accept: "text/csv" },
  });
  expect(byAddress.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(byAddress.headers.get("content-disposition")).toMatch(
    /^attachment; filename="farthing-\d{4}-\d\d\.csv"$/,
  );
  const rows = (await byAddress.text())
    .trimEnd()
    .split("\r\n")
    .map((row) => row.split(","));
  expect(rows[0]?.slice(0, 3)).toEqual(["time", "line", "counterparty"]);
  expect(rows.map((row) => row[1])).toEqual([
    "line",
    "opening",
    "welcome",
    "payment",
    "payment",
    "payment reversed",
    "payment",
    "payment refunded",
    "closing",
  ]);
  expect([rows[1]?.[7], rows.at(-1)?.[7]]).toEqual(["0.000000", "9.950000"]);
  const again = (await byAccept.text())
    .trimEnd()
    .split("\r\n")
    .map((row) => row.split(","));
  expect(again.slice(0, -1)).toEqual(rows.slice(0, -1));
  const asked = await stage.fetch("/v1/wallet/statement.csv?month=2026-13", { headers });
  expect(asked.status).toBe(400);
});

test("a title that is a formula is text in the CSV", async () => {
  const { apiKey, origin } = stage.merchant;
  const made = await stage.fetch("/v1/offers", {
    method: "POST",
    headers: { ...ownHeaders, authorization: `Bearer ${apiKey}` },
    body: JSON.stringify({
      resource: `${origin}/formula`,
      title: '=HYPERLINK("https://evil.example")',
      price: { amount: "100", asset: "PLAY/6" },
      access: "own",
    }),
  });
  const { offer } = (await made.json()) as { offer: string };
  expect((await send(stage, clickBody(stage, anna, { offer }))).body.kind).toBe("captured");
  const csv = await stage.fetch("/v1/statement.csv", { headers: asMerchant(stage) });
  expect(await csv.text()).toContain(`,"'=HYPERLINK(""https://evil.example"")",,0.000100,`);
});
