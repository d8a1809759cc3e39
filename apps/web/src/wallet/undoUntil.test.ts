import { idFromUint, toBase64url } from "@farthing/core";
import { encodeJws, type ReceiptClaims, receiptType } from "@farthing/protocol";
import { expect, test } from "vitest";
import { undoUntil } from "./undoUntil.ts";

const claims: ReceiptClaims = {
  iss: "http://localhost:4020",
  aud: idFromUint("merchant", 1n),
  sub: toBase64url(new Uint8Array(16)),
  jti: idFromUint("receipt", 1n),
  iat: 1_795_000_000,
  exp: 1_795_000_600,
  payment: idFromUint("payment", 1n),
  resource: "http://127.0.0.1:4021/articles/a",
  amount: "50000",
  asset: "PLAY/6",
  access: "own",
  offer: toBase64url(new Uint8Array(32)),
  undoUntil: 1_795_000_010,
  commitment: toBase64url(new Uint8Array(32)),
  includedBy: 1_795_000_002,
  mode: "sandbox",
};
const sign = () => new Uint8Array(64);

test("the receipt's own last second is waited for in full", () => {
  const header = { typ: receiptType, kid: "k" };
  expect(undoUntil(encodeJws(header, claims, sign))).toBe(1_795_000_011_000);
});

test.each([null, "", "a.b.c", "no receipt"])("%j tells nothing, and stops nobody", (receipt) => {
  expect(undoUntil(receipt)).toBeNull();
});
