import { minute, newId, second } from "@farthing/core";
import { expect, test } from "vitest";
import { createFarthing } from "./createFarthing.ts";
import {
  type Answer,
  newSigner,
  openStand,
  receiptClaims,
  signReceipt,
  turnedClock,
} from "./walletStand.testing.ts";

const expected = {
  resource: "https://news.example/articles/1",
  price: { amount: 50_000n, asset: "PLAY/6" },
};

/** A merchant and a wallet whose key endpoint answers `keys.now`. */
async function open() {
  const clock = turnedClock();
  const keys: { now: Answer } = { now: { status: 503, body: {} } };
  const stand = await openStand(() => keys.now);
  const merchant = newId("merchant", clock.now());
  const farthing = createFarthing({ wallet: stand.origin, merchant, apiKey: "secret", clock });
  const signer = newSigner("key-1");
  const verify = async (by = signer) => {
    const claims = receiptClaims({ issuer: stand.origin, merchant, clock });
    const result = await farthing.verifyReceipt(signReceipt(claims, by), expected);
    return result.ok ? "ok" : result.reason;
  };
  const pass = (ms: number) => {
    clock.at = (clock.at + ms) as typeof clock.at;
  };
  return { stand, keys, verify, pass, signer };
}

const jwks = (...keys: unknown[]): Answer => ({ status: 200, body: { keys } });

test("keys are fetched once, by all receipts together, without the API key", async () => {
  const { stand, keys, verify, signer } = await open();
  keys.now = jwks(signer.jwk);
  const verdicts = await Promise.all(Array.from({ length: 20 }, () => verify()));
  expect(verdicts).toEqual(Array.from({ length: 20 }, () => "ok"));
  expect(stand.requests).toEqual([
    { method: "GET", path: "/.well-known/jwks.json", authorization: undefined, body: null },
  ]);
  await stand.close();
});

test("receipts are checked while the wallet is down", async () => {
  const { stand, keys, verify, pass, signer } = await open();
  keys.now = jwks(signer.jwk);
  expect(await verify()).toBe("ok");
  await stand.close();
  pass(60 * minute);
  expect(await verify()).toBe("ok");
  expect(await verify(newSigner("key-2"))).toBe("unknown-key");
  expect(await verify()).toBe("ok");
});

test("an unknown key is asked for at most once a minute; a rotation is found; a key taken back is gone", async () => {
  const { stand, keys, verify, pass, signer } = await open();
  const next = newSigner("key-2");
  keys.now = jwks(signer.jwk);
  expect(await verify()).toBe("ok");
  keys.now = jwks(next.jwk);
  for (let at = 0; at < 50; at += 1) expect(await verify(next)).toBe("unknown-key");
  expect(stand.requests).toHaveLength(1);
  pass(minute);
  expect(await verify(next)).toBe("ok");
  expect(await verify(signer)).toBe("unknown-key");
  expect(stand.requests).toHaveLength(2);
  await stand.close();
});

test("a wallet that starts late is asked again after a second, not before", async () => {
  const { stand, keys, verify, pass, signer } = await open();
  expect(await verify()).toBe("keys-unavailable");
  keys.now = jwks(signer.jwk);
  expect(await verify()).toBe("keys-unavailable");
  expect(stand.requests).toHaveLength(1);
  pass(second);
  expect(await verify()).toBe("ok");
  expect(stand.requests).toHaveLength(2);
  await stand.close();
});

test("what is not a set of Ed25519 keys is skipped, and good keys are not lost to it", async () => {
  const { stand, keys, verify, pass, signer } = await open();
  const { x } = signer.jwk;
  const bad = [
    { status: 200, body: "not json" },
    { status: 200, body: "null" },
    { status: 200, body: { keys: "key-1" } },
    { status: 200, body: "x".repeat(300_000) },
    { status: 302, body: {}, headers: { location: "https://evil.example/jwks.json" } },
    jwks(null, 7, [], { ...signer.jwk, kty: "RSA" }, { ...signer.jwk, crv: "X25519" }),
    jwks({ ...signer.jwk, kid: 1 }, { ...signer.jwk, x: "AAAA" }, { ...signer.jwk, d: x }),
  ];
  for (const answer of bad) {
    keys.now = answer;
    pass(minute);
    expect(await verify()).toBe("keys-unavailable");
  }
  expect(stand.requests).toHaveLength(bad.length);
  keys.now = jwks({ kty: "RSA", kid: "other" }, signer.jwk);
  pass(minute);
  expect(await verify()).toBe("ok");
  for (const answer of bad) {
    keys.now = answer;
    pass(minute);
    expect(await verify(newSigner("key-2"))).toBe("unknown-key");
    expect(await verify()).toBe("ok");
  }
  await stand.close();
});
