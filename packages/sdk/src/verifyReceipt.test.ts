import { createHmac } from "node:crypto";
import { newId, toBase64url } from "@farthing/core";
import { receiptType } from "@farthing/protocol";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createFarthing, type Farthing } from "./createFarthing.ts";
import type { ReceiptRefusal } from "./receiptRefusals.ts";
import type { SeenReceipts } from "./seenReceipts.ts";
import type { ExpectedReceipt } from "./verifyReceipt.ts";
import {
  anyJws,
  newSigner,
  openStand,
  receiptClaims,
  signReceipt,
  turnedClock,
} from "./walletStand.testing.ts";

const signer = newSigner("key-1");
const clock = turnedClock();
const merchant = newId("merchant", clock.now());
const expected: ExpectedReceipt = {
  resource: "https://news.example/articles/1",
  price: { amount: 50_000n, asset: "PLAY/6" },
};

let stand: Awaited<ReturnType<typeof openStand>>;
let farthing: Farthing;
const claims = () => receiptClaims({ issuer: stand.origin, merchant, clock });
const open = (seen?: SeenReceipts) =>
  createFarthing({
    wallet: stand.origin,
    merchant,
    apiKey: "k",
    clock,
    ...(seen === undefined ? {} : { seen }),
  });

beforeAll(async () => {
  stand = await openStand(() => ({ status: 200, body: { keys: [signer.jwk] } }));
});
afterAll(() => stand.close());
beforeEach(() => {
  clock.at = turnedClock().at;
  farthing = open();
});

async function verdict(text: unknown, wanted = expected): Promise<string> {
  const result = await farthing.verifyReceipt(text, wanted);
  if (result.ok) return "ok";
  expect(result.hint).toMatch(/^[A-Z].*\.$|: do not open\.$/);
  return result.reason;
}

test("rule 20: a good receipt opens its resource once, its price given as bigint or text", async () => {
  const good = claims();
  const result = await farthing.verifyReceipt(signReceipt(good, signer), expected);
  expect(result).toEqual({ ok: true, receipt: good });
  const text = { ...expected, price: { amount: "50000", asset: "PLAY/6" } };
  expect(await verdict(signReceipt(claims(), signer), text)).toBe("ok");
});

test("rule 20: a receipt opens once, however it is shown again", async () => {
  const good = signReceipt(claims(), signer);
  const together = await Promise.all(Array.from({ length: 8 }, () => verdict(good)));
  expect(together.filter((one) => one === "ok")).toHaveLength(1);
  expect(together.filter((one) => one === "already-used")).toHaveLength(7);
  expect(await verdict(good)).toBe("already-used");
});

test("who bought it to own at a former price still owns it; what is paid for each time costs what it costs now", async () => {
  const raised = { ...expected, price: { amount: 60_000n, asset: "PLAY/6" } };
  const wanted = {
    ...raised,
    formerPrices: [{ amount: 40_000n, asset: "PLAY/6" }, expected.price],
  };
  expect(await verdict(signed({}), raised)).toBe("wrong-price");
  expect(await verdict(signed({}), wanted)).toBe("ok");
  expect(await verdict(signed({ access: "use" }), wanted)).toBe("wrong-price");
  expect(await verdict(signed({ amount: "50001" }), wanted)).toBe("wrong-price");
  expect(await verdict(signed({ asset: "USD/6" }), wanted)).toBe("wrong-price");
});

test("a receipt that was refused is not used up", async () => {
  const good = signReceipt(claims(), signer);
  expect(await verdict(good, { ...expected, visitor: farthing.visitorHash("b") })).toBe(
    "wrong-visitor",
  );
  expect(await verdict(good)).toBe("ok");
});

const visitor = () => farthing.visitorHash("session-a");
const seconds = (ms: number) => Math.floor(ms / 1_000);
const attacks: [string, ReceiptRefusal, () => string, (() => ExpectedReceipt)?][] = [
  ["another wallet", "wrong-issuer", () => signed({ iss: "http://127.0.0.1:1" })],
  ["another merchant", "wrong-merchant", () => signed({ aud: newId("merchant", clock.now()) })],
  ["another article", "wrong-resource", () => signed({ resource: `${expected.resource}0` })],
  ["a cheaper article", "wrong-price", () => signed({ amount: "1" })],
  ["a dearer article", "wrong-price", () => signed({ amount: "50001" })],
  [
    "play money for real",
    "wrong-price",
    () => signed({}),
    () => ({ ...expected, price: { amount: 50_000n, asset: "USD/6" } }),
  ],
  [
    "shared by another visitor",
    "wrong-visitor",
    () => signed({ visitor: visitor() }),
    () => ({ ...expected, visitor: farthing.visitorHash("session-b") }),
  ],
  ["a visitor's, where none is asked for", "wrong-visitor", () => signed({ visitor: visitor() })],
  [
    "nobody's, where a visitor is asked for",
    "wrong-visitor",
    () => signed({}),
    () => ({ ...expected, visitor: visitor() }),
  ],
  ["expired", "expired", () => signed({ iat: seconds(clock.at) - 600, exp: seconds(clock.at) })],
  [
    "from the future",
    "issued-in-future",
    () => signed({ iat: seconds(clock.at) + 61, exp: seconds(clock.at) + 100 }),
  ],
  ["lives for ever", "lives-too-long", () => signed({ exp: seconds(clock.at) + 601 })],
  ["an unknown claim", "malformed", () => signed({ admin: true })],
  ["a missing claim", "malformed", () => signed({ payment: undefined })],
  ["alg none, no signature", "malformed", () => headed({ alg: "none" }, () => new Uint8Array())],
  ["alg none, some signature", "header-not-allowed", () => headed({ alg: "none" })],
  ["HS256 with the public key", "malformed", () => headed({ alg: "HS256" }, hmac("sha256"))],
  [
    "HS512 with the public key",
    "header-not-allowed",
    () => headed({ alg: "HS512" }, hmac("sha512")),
  ],
  ["alg EdDSA said twice as Ed25519", "header-not-allowed", () => headed({ alg: "Ed25519" })],
  ["an offer", "header-not-allowed", () => headed({ typ: "farthing-offer+jwt" })],
  ["a plain JWT", "header-not-allowed", () => headed({ typ: "JWT" })],
  ["no typ", "header-not-allowed", () => headed({ typ: undefined })],
  ["no kid", "header-not-allowed", () => headed({ kid: undefined })],
  ["a kid that is no text", "header-not-allowed", () => headed({ kid: 7 })],
  ["jku", "header-not-allowed", () => headed({ jku: "https://evil.example/jwks.json" })],
  ["jwk", "header-not-allowed", () => headed({ jwk: signer.jwk })],
  ["x5u", "header-not-allowed", () => headed({ x5u: "https://evil.example/cert" })],
  ["x5c", "header-not-allowed", () => headed({ x5c: [] })],
  ["crit", "header-not-allowed", () => headed({ crit: ["b64"], b64: false })],
  ["signed by somebody else", "signature-invalid", () => headed({}, newSigner("key-1").sign)],
  ["a key the wallet does not have", "unknown-key", () => headed({ kid: "key-2" })],
  ["a kid of the prototype", "unknown-key", () => headed({ kid: "__proto__" })],
  ["a fourth part", "malformed", () => `${signed({})}.AAAA`],
  [
    "9,000 characters",
    "malformed",
    () => signed({ resource: `https://news.example/${"x".repeat(9_000)}` }),
  ],
];

function signed(change: object): string {
  return signReceipt({ ...claims(), ...change }, signer);
}

function headed(change: object, sign = signer.sign): string {
  return anyJws({ alg: "EdDSA", typ: receiptType, kid: "key-1", ...change }, claims(), sign);
}

function hmac(hash: string) {
  return (bytes: Uint8Array): Uint8Array =>
    createHmac(hash, signer.publicKey).update(bytes).digest();
}

for (const [attack, reason, text, wanted] of attacks) {
  test(`rule 20: refused: ${attack} → ${reason}`, async () => {
    expect(await verdict(signed({}))).toBe("ok");
    expect(await verdict(text(), wanted?.() ?? expected)).toBe(reason);
  });
}

test("a good receipt with one bit changed anywhere is refused", async () => {
  const good = signReceipt({ ...claims(), visitor: visitor() }, signer);
  const wanted = { ...expected, visitor: visitor() };
  for (let at = 0; at < good.length; at += 1) {
    const code = good.charCodeAt(at) ^ (1 << (at % 7));
    const altered = good.slice(0, at) + String.fromCharCode(code) + good.slice(at + 1);
    expect([at, await verdict(altered, wanted)]).not.toEqual([at, "ok"]);
  }
  expect(await verdict(good, wanted)).toBe("ok");
});

test("a receipt is good until its last second, then for ever expired, and its jti forgotten", async () => {
  const good = signReceipt(claims(), signer);
  clock.at = (clock.at + 599_999) as typeof clock.at;
  expect(await verdict(good)).toBe("ok");
  expect(await verdict(good)).toBe("already-used");
  clock.at = (clock.at + 1) as typeof clock.at;
  expect(await verdict(good)).toBe("expired");
});

test("a store that fails or is full opens nothing", async () => {
  const stores: [SeenReceipts, string][] = [
    [{ take: () => "full" }, "memory-full"],
    [{ take: () => "seen" }, "already-used"],
    [{ take: () => Promise.reject(new TypeError("connection lost")) }, "memory-unavailable"],
    [{ take: () => Promise.resolve("taken") }, "ok"],
  ];
  for (const [seen, reason] of stores) {
    farthing = open(seen);
    expect(await verdict(signed({}))).toBe(reason);
  }
});

test("fuzz: any value as receipt, and any header and payload well signed, are refused and never thrown on", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.anything(),
      fc.jsonValue(),
      fc.jsonValue(),
      async (any, header, payload) => {
        const odd = typeof header === "object" && header !== null ? header : { header };
        const texts = [
          any,
          anyJws(odd, claims(), signer.sign),
          signReceipt(Object.assign(claims(), odd, { aud: payload }), signer),
          `${toBase64url(Buffer.from(String(JSON.stringify(payload))))}.e30.${"A".repeat(86)}`,
        ];
        for (const text of texts) expect(await verdict(text)).not.toBe("ok");
      },
    ),
    { numRuns: 300 },
  );
});

test("fuzz: any claim that binds, exchanged for any JSON, opens nothing", async () => {
  const names = ["iss", "aud", "jti", "iat", "exp", "resource", "amount", "asset", "visitor"];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), fc.jsonValue(), async (name, value) => {
      expect(await verdict(signed({ [name]: value ?? "" }))).not.toBe("ok");
    }),
    { numRuns: 300 },
  );
});
