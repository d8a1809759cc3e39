import { instant, newId } from "@farthing/core";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createFarthing } from "./createFarthing.ts";
import { FarthingError } from "./farthingError.ts";
import { type Answer, openStand, problemAnswer } from "./walletStand.testing.ts";

const merchant = newId("merchant", instant(0));
const payment = newId("payment", instant(0));
const nonce = "AAECAwQFBgcICQoLDA0ODw";
const input = {
  resource: "https://news.example/articles/1",
  title: "The price of salt",
  price: { amount: 50_000n, asset: "PLAY/6" },
  access: "own",
} as const;

let stand: Awaited<ReturnType<typeof openStand>>;
let answer: Answer;
beforeAll(async () => {
  stand = await openStand(() => answer);
});
afterAll(() => stand.close());
beforeEach(() => {
  stand.requests.length = 0;
});
const open = (wallet = stand.origin) => createFarthing({ wallet, merchant, apiKey: "secret" });

async function failure(promise: Promise<unknown>): Promise<FarthingError> {
  const error: unknown = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(FarthingError);
  return error as FarthingError;
}

test("offer(): the price crosses the wire as text, with the merchant's key", async () => {
  answer = { status: 200, body: { offer: "a.b.c", expiresAt: 1 } };
  const visitor = open().visitorHash("session");
  const offered = await open().offer({ ...input, visitor, expiresInSeconds: 60 });
  expect(offered).toEqual({ offer: "a.b.c", expiresAt: 1 });
  expect(stand.requests).toEqual([
    {
      method: "POST",
      path: "/v1/offers",
      authorization: "Bearer secret",
      body: {
        ...input,
        price: { amount: "50000", asset: "PLAY/6" },
        visitor,
        expiresInSeconds: 60,
      },
    },
  ]);
});

test("payment(): how it stands now", async () => {
  const body = {
    id: payment,
    status: "reversed",
    price: { amount: "50000", asset: "PLAY/6" },
    fee: { amount: "2500", asset: "PLAY/6" },
    givenBack: { amount: "50000", asset: "PLAY/6" },
    resource: input.resource,
    capturedAt: 1,
    undoUntil: 2,
  };
  answer = { status: 200, body };
  // A wallet of before there were bills says nothing of one.
  expect(await open().payment(payment)).toEqual({ ...body, bill: null });
  expect(stand.requests[0]).toMatchObject({ method: "GET", path: `/v1/payments/${payment}` });
  await open()
    .payment("../../x?y")
    .catch(() => null);
  expect(stand.requests[1]?.path).toBe("/v1/payments/..%2F..%2Fx%3Fy");
});

test("receiptFile(): the text as it is; a problem as of every other call", async () => {
  const text = "c2sp.org/tlog-proof@v1\nindex 0\n\nhead\n";
  answer = { status: 200, body: text };
  expect(await open().receiptFile(payment)).toBe(text);
  const path = `/v1/payments/${payment}/receipt-file`;
  expect(stand.requests).toMatchObject([{ method: "GET", path, authorization: "Bearer secret" }]);
  for (const code of ["payment-held", "unavailable", "not-found"] as const) {
    answer = problemAnswer(code);
    expect((await failure(open().receiptFile(payment))).code).toBe(code);
  }
  answer = { status: 200, body: "x".repeat(300_000) };
  expect((await failure(open().receiptFile(payment))).code).toBe("unreadable");
});

test("refund(): the payment and why, and nothing else that was passed", async () => {
  const price = { amount: "50000", asset: "PLAY/6" };
  const left = { amount: "0", asset: "PLAY/6" };
  const body = { payment, price, amount: price, givenBack: price, left, refundedAt: 3 };
  answer = { status: 200, body };
  const reason = "not-received" as const;
  expect(await open().refund({ payment, reason })).toEqual(body);
  expect(stand.requests).toEqual([
    {
      method: "POST",
      path: "/v1/refunds",
      authorization: "Bearer secret",
      body: { payment, reason },
    },
  ]);
  for (const code of ["not-found", "already-undone", "already-refunded"] as const) {
    answer = problemAnswer(code);
    const error = await failure(open().refund({ payment, reason }));
    expect([error.code, error.retry]).toEqual([code, "never"]);
  }
  answer = problemAnswer("outcome-unknown");
  expect((await failure(open().refund({ payment, reason }))).retry).toBe("same-key");
});

test("refund(): a part, with the key that tells it from every other", async () => {
  const price = { amount: "50000", asset: "PLAY/6" };
  const amount = { amount: "20000", asset: "PLAY/6" };
  const left = { amount: "30000", asset: "PLAY/6" };
  answer = {
    status: 200,
    body: { payment, price, amount, givenBack: amount, left, refundedAt: 3 },
  };
  const key = "01890a5d-ac96-774b-bcce-b302099a8057";
  const part = { amount: { amount: 20_000n, asset: "PLAY/6" }, key };
  expect(await open().refund({ payment, reason: "goodwill", part })).toEqual(answer.body);
  expect(stand.requests).toEqual([
    {
      method: "POST",
      path: "/v1/refunds",
      authorization: "Bearer secret",
      body: { payment, reason: "goodwill", amount },
      key,
    },
  ]);
});

test("refundRequests(): page by page", async () => {
  const next = `5-${payment}`;
  const request = {
    payment,
    reason: "charged-twice",
    resource: input.resource,
    price: { amount: "50000", asset: "PLAY/6" },
    askedAt: 5,
  };
  answer = { status: 200, body: { requests: [request], next } };
  expect(await open().refundRequests()).toEqual({ requests: [request], next });
  answer = { status: 200, body: { requests: [], next: null } };
  expect(await open().refundRequests({ before: next })).toEqual({ requests: [], next: null });
  expect(stand.requests.map(({ path }) => path)).toEqual([
    "/v1/refund-requests",
    `/v1/refund-requests?before=${next}`,
  ]);
});

test("report(), answerReport(): what the payer said, and what this merchant says of it", async () => {
  const report = {
    payment,
    reason: "not-as-described",
    reportedAt: 5,
    state: "asked",
    dueAt: 9,
    steps: [{ step: "reported", at: 5, text: null }],
  };
  answer = { status: 200, body: report };
  expect(await open().report(payment)).toEqual(report);
  expect(await open().answerReport(payment, "It was read to the end.")).toEqual(report);
  expect(stand.requests).toMatchObject([
    { path: `/v1/reports/${payment}` },
    { path: `/v1/reports/${payment}/evidence`, body: { text: "It was read to the end." } },
  ]);
  answer = problemAnswer("report-closed", "This report is decided.");
  expect((await failure(open().answerReport(payment, "More."))).code).toBe("report-closed");
});

test("bills(): what was sold on guests' bills, and what came of it", async () => {
  const sum = (count: number) => ({ count, amount: { amount: "50000", asset: "PLAY/6" } });
  const bills = {
    unpaid: sum(1),
    paid: sum(2),
    returned: sum(0),
    agedOut: sum(3),
    borne: { amount: "25000", asset: "PLAY/6" },
  };
  answer = { status: 200, body: bills };
  expect(await open().bills()).toEqual(bills);
  expect(stand.requests[0]).toMatchObject({ path: "/v1/merchant/bills" });
});

test("addOrigin(): all origins, or why not", async () => {
  const origins = ["https://news.example", "http://localhost:8080"];
  answer = { status: 200, body: { origins } };
  expect(await open().addOrigin("http://localhost:8080")).toEqual(origins);
  expect(stand.requests[0]).toMatchObject({
    path: "/v1/merchant/origins",
    body: { origin: "http://localhost:8080" },
  });
  answer = problemAnswer("invalid-request", "`origin`: https, or http on this machine");
  expect((await failure(open().addOrigin("http://news.example"))).message).toContain("https");
});

test("settings(): tells all, changes what is said and nothing else", async () => {
  const none = { payLater: true, askAbove: null, neverAbove: null };
  answer = { status: 200, body: none };
  expect(await open().settings()).toEqual(none);
  expect(stand.requests[0]).toMatchObject({ method: "GET", path: "/v1/merchant/settings" });
  await open().settings({ askAbove: { amount: 1_000_000n, asset: "PLAY/6" }, neverAbove: null });
  expect(stand.requests[1]).toMatchObject({ method: "PATCH", path: "/v1/merchant/settings" });
  expect(stand.requests[1]?.body).toEqual({
    askAbove: { amount: "1000000", asset: "PLAY/6" },
    neverAbove: null,
  });
  answer = problemAnswer("invalid-request", "`askAbove.asset`: PLAY/6 is sold here");
  const other = { askAbove: { amount: 1n, asset: "EUR/6" } };
  expect((await failure(open().settings(other))).message).toContain("PLAY/6");
});

test("claimReturn(): the receipt that waits, or null", async () => {
  answer = { status: 200, body: { receipt: "a.b.c", payment } };
  expect(await open().claimReturn(nonce)).toEqual({ receipt: "a.b.c", payment });
  expect(stand.requests[0]).toMatchObject({ path: "/v1/receipts/claims", body: { nonce } });
  for (const code of [
    "not-found",
    "grant-not-found",
    "grant-used",
    "grant-expired",
    "already-undone",
    "already-refunded",
  ] as const) {
    answer = problemAnswer(code);
    expect(await open().claimReturn(nonce)).toBeNull();
  }
  answer = problemAnswer("api-key-invalid");
  expect((await failure(open().claimReturn(nonce))).code).toBe("api-key-invalid");
});

test("claimReturn(): what cannot be a nonce is not sent on", async () => {
  await fc.assert(
    fc.asyncProperty(fc.anything(), async (any) => (await open().claimReturn(any)) === null),
  );
  expect(await open().claimReturn(`${nonce}A`)).toBeNull();
  expect(stand.requests).toEqual([]);
});

test("a problem is told in the wallet's words, with the way out", async () => {
  answer = problemAnswer("origin-not-registered", "https://news.example");
  const error = await failure(open().offer(input));
  expect([error.code, error.status, error.retry]).toEqual(["origin-not-registered", 403, "never"]);
  expect(error.message).toBe(
    "This site is not registered with the wallet. (https://news.example) Add the site's address to the merchant's origins.",
  );
  answer = problemAnswer("rate-limited");
  expect((await failure(open().offer(input))).retry).toBe("later");
});

test("an answer that no wallet gives is unreadable, not a crash", async () => {
  const odd: Answer[] = [
    { status: 200, body: "<html>" },
    { status: 200, body: {} },
    { status: 200, body: "" },
    { status: 200, body: { offer: "a.b.c", expiresAt: 1, more: 1 } },
    { status: 200, body: "x".repeat(300_000) },
    { status: 500, body: "null" },
    { status: 502, body: { code: "toString" } },
    { status: 404, body: { code: 7 } },
  ];
  for (const one of odd) {
    answer = one;
    expect((await failure(open().offer(input))).code).toBe("unreadable");
  }
});

test("no answer, or a redirect elsewhere, is unreachable; the key is not sent on", async () => {
  answer = { status: 307, body: {}, headers: { location: `${stand.origin}/elsewhere` } };
  const redirected = await failure(open().offer(input));
  expect([redirected.code, redirected.retry]).toEqual(["unreachable", "same-key"]);
  expect(stand.requests).toHaveLength(1);
  const closed = await openStand(() => answer);
  await closed.close();
  const error = await failure(open(closed.origin).offer(input));
  expect([error.code, error.status]).toEqual(["unreachable", null]);
  expect(error.message).toContain(closed.origin);
});

test("wrong settings are told at once", () => {
  const wallets: [string, boolean][] = [
    ["http://localhost:4020", true],
    ["http://127.0.0.1:4020/", true],
    ["http://[::1]:4020", true],
    ["http://wallet.localhost", true],
    ["https://wallet.example", true],
    ["http://wallet.example", false],
    ["http://127.0.0.1.example", false],
    ["http://notlocalhost", false],
    ["ftp://localhost", false],
    ["localhost:4020", false],
    ["", false],
  ];
  for (const [wallet, fits] of wallets) {
    const made = () => open(wallet) !== null;
    if (fits) expect([wallet, made()]).toEqual([wallet, true]);
    else expect(made).toThrow(FarthingError);
  }
  const named = () => createFarthing({ wallet: stand.origin, merchant: payment, apiKey: "k" });
  expect(named).toThrow("`merchant` is not a mer_… id");
});

test("visitorHash(): the same session is the same visitor at one merchant only", () => {
  const elsewhere = createFarthing({
    wallet: stand.origin,
    merchant: newId("merchant", instant(1)),
    apiKey: "k",
  });
  expect(open().visitorHash("a")).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(open().visitorHash("a")).toBe(open().visitorHash("a"));
  expect(open().visitorHash("a")).not.toBe(open().visitorHash("b"));
  expect(open().visitorHash("a")).not.toBe(elsewhere.visitorHash("a"));
});
