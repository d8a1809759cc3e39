import { fromBase64url, toBase64url, utf8 } from "@farthing/core";
import sodium from "sodium-native";
import { expect, test } from "vitest";
import { makeKeys } from "./keys.ts";
import { verifyMlDsa } from "./mlDsa.ts";
import { randomSeeds } from "./server.testing.ts";

test("the issuer's kid is the thumbprint of RFC 8037 appendix A.3", () => {
  const seed = fromBase64url("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A");
  const { issuer } = makeKeys({ ...randomSeeds(), issuer: seed! }, "pay.example/log");
  expect(toBase64url(issuer.publicKey)).toBe("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
  expect(issuer.kid).toBe("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
});

test("each key signs for itself alone, and the same seeds make the same keys", () => {
  const seeds = randomSeeds();
  const keys = makeKeys(seeds, "pay.example/log");
  const message = utf8("a message");
  const verify = (publicKey: Uint8Array, signature: Uint8Array) =>
    sodium.crypto_sign_verify_detached(signature, message, publicKey);
  expect(verify(keys.issuer.publicKey, keys.issuer.sign(message))).toBe(true);
  const [log, logPq] = keys.log;
  expect(verify(log.publicKey, log.sign(message))).toBe(true);
  expect(verify(log.publicKey, keys.issuer.sign(message))).toBe(false);
  expect(verifyMlDsa(logPq.sign(message), message, logPq.publicKey)).toBe(true);
  expect(verifyMlDsa(logPq.sign(message), utf8("another"), logPq.publicKey)).toBe(false);
  const again = makeKeys(seeds, "pay.example/log");
  expect(again.issuer.kid).toBe(keys.issuer.kid);
  expect(again.log[1].publicKey).toEqual(logPq.publicKey);
});

test("a seed of another length makes no key", () => {
  expect(() => makeKeys({ ...randomSeeds(), log: new Uint8Array(31) }, "x")).toThrow(/32 bytes/);
});
