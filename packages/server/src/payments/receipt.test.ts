import { generateKeyPairSync, sign, verify } from "node:crypto";
import { instant, toBase64url, utf8 } from "@farthing/core";
import type { StoredEntry } from "@farthing/ledger";
import { decodeJws, ReceiptClaims } from "@farthing/protocol";
import { expect, test } from "vitest";
import { memoBytes, type PaymentMemo } from "./memo.ts";
import { receipt, receiptAgain, type ReceiptIssuer } from "./receipt.ts";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const issuer: ReceiptIssuer = {
  origin: "https://pay.example",
  mode: "sandbox",
  undoMs: 10_000,
  checkpointEveryMs: 1_000,
  kid: "key-1",
  sign: (bytes) => sign(null, bytes, privateKey),
  pairwiseKey: new Uint8Array(32).fill(7),
};
const hash = toBase64url(new Uint8Array(32).fill(1));
const memo: PaymentMemo = {
  v: 1,
  kind: "payment",
  payer: "pyr_00000000000000000000000001",
  merchant: "mer_00000000000000000000000002",
  offer: hash,
  resource: "https://news.example/a",
  title: "An article",
  access: "own",
  amount: "50000",
  fee: "2500",
  asset: "PLAY/6",
  gesture: "click",
  time: 1_790_000_000_000,
};

function stored(change: Partial<StoredEntry> = {}, facts: Partial<PaymentMemo> = {}): StoredEntry {
  return {
    seq: 1n,
    id: 1n << 100n,
    time: instant(1_790_000_000_000),
    timestamp: 1_790_000_000_250_000_001n,
    status: "created",
    at: null,
    leafIndex: 0,
    commitment: new Uint8Array(32).fill(9),
    memo: memoBytes({ ...memo, ...facts }),
    facts: null,
    accounts: [],
    transfers: [],
    limits: [],
    uses: [],
    gives: [],
    claims: [],
    releases: [],
    counters: [],
    ...change,
  };
}

const claimsOf = (text: string) => ReceiptClaims.parse(decodeJws(text)?.payload);

test("a receipt is the same bytes every time, signed, and says what the entry says", () => {
  const text = receipt(stored(), issuer);
  expect(receipt(stored(), { ...issuer })).toBe(text);
  const jws = decodeJws(text);
  expect(jws?.header).toEqual({ alg: "EdDSA", typ: "farthing-receipt+jwt", kid: "key-1" });
  expect(
    verify(null, utf8(text.slice(0, text.lastIndexOf("."))), publicKey, jws?.signature ?? utf8("")),
  ).toBe(true);
  expect(claimsOf(text)).toMatchObject({
    iss: "https://pay.example",
    aud: memo.merchant,
    iat: 1_790_000_000,
    exp: 1_790_000_600,
    // Ten seconds to undo, five in which an undo taken in the last of them is written, rounded up from …015.25.
    undoUntil: 1_790_000_016,
    includedBy: 1_790_000_002,
    amount: "50000",
    asset: "PLAY/6",
    mode: "sandbox",
  });
});

test.each([
  [1_000, 2],
  [1_500, 3],
  [30_000, 31],
])("with a head each %d ms the log holds it within %d s", (checkpointEveryMs, seconds) => {
  const { iat, includedBy } = claimsOf(receipt(stored(), { ...issuer, checkpointEveryMs }));
  expect(includedBy - iat).toBe(seconds);
});

test("a payer has another name at each merchant, and always the same one there", () => {
  const sub = (facts: Partial<PaymentMemo>) => claimsOf(receipt(stored({}, facts), issuer)).sub;
  const here = sub({});
  expect(sub({ resource: "https://news.example/b" })).toBe(here);
  expect(sub({ merchant: "mer_00000000000000000000000003" })).not.toBe(here);
  expect(sub({ payer: "pyr_00000000000000000000000009" })).not.toBe(here);
});

/** seconds after the payment · same visitor · what an owner gets */
const again: [seconds: number, sameVisitor: boolean, expected: "first" | "new"][] = [
  [1, true, "first"],
  [299, true, "first"],
  [301, true, "new"],
  [1, false, "new"],
  [86_400, false, "new"],
];

test.each(again)(
  "rule 20: asked again after %d s, same visitor %s: the %s receipt",
  (seconds, same, expected) => {
    const visitor = toBase64url(new Uint8Array(32).fill(2));
    const holder = stored({}, { visitor });
    const wish = same ? { visitor } : {};
    const asked = stored(
      {
        id: 5n,
        status: "claim_taken",
        timestamp: 1_790_000_000_250_000_001n + BigInt(seconds) * 1_000_000_000n,
      },
      { ...wish, offer: toBase64url(new Uint8Array(32).fill(3)) },
    );
    const text = receiptAgain(holder, asked, issuer);
    expect(text === receipt(holder, issuer)).toBe(expected === "first");
    expect(receiptAgain(holder, asked, issuer)).toBe(text);
    const [first, said] = [claimsOf(receipt(holder, issuer)), claimsOf(text)];
    expect([said.payment, said.amount, said.commitment]).toEqual([
      first.payment,
      first.amount,
      first.commitment,
    ]);
    expect(said.exp - said.iat).toBe(600);
    expect(said.jti === first.jti).toBe(expected === "first");
    expect(said.visitor).toBe(same ? visitor : undefined);
  },
);

test("a refused entry has no receipt", () => {
  expect(() => receipt(stored({ status: "exceeds_credits" }), issuer)).toThrow("captured payment");
});
