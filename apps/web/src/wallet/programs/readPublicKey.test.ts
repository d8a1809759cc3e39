import { expect, test } from "vitest";
import { keyFile, makeKey } from "./makeKey.ts";
import { readPublicKey } from "./readPublicKey.ts";

const kinds = {
  Ed25519: { name: "Ed25519" },
  "P-256": { name: "ECDSA", namedCurve: "P-256" },
} as const;

async function newPair(alg: keyof typeof kinds): Promise<CryptoKeyPair> {
  const pair = await crypto.subtle.generateKey(kinds[alg], true, ["sign", "verify"]);
  if (!("privateKey" in pair)) throw new Error("a pair was made");
  return pair;
}

async function pem(key: CryptoKey, format: "spki" | "pkcs8"): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.exportKey(format, key));
  const body = btoa(String.fromCharCode(...bytes)).replaceAll(/.{64}/g, "$&\n");
  const name = format === "spki" ? "PUBLIC KEY" : "PRIVATE KEY";
  return `-----BEGIN ${name}-----\n${body}\n-----END ${name}-----\n`;
}

test.each(["Ed25519", "P-256"] as const)(
  "%s is read from PEM, JWK and its bytes alike",
  async (alg) => {
    const { publicKey } = await newPair(alg);
    const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", publicKey);
    const read = readPublicKey(await pem(publicKey, "spki"));
    expect(read?.alg).toBe(alg);
    expect(readPublicKey(`  ${JSON.stringify({ kty, crv, x, y })}\n`)).toEqual(read);
    expect(readPublicKey(read?.key ?? "")).toEqual(read);
  },
);

test("a private key is never taken for a public one", async () => {
  const { privateKey } = await newPair("Ed25519");
  expect(readPublicKey(await pem(privateKey, "pkcs8"))).toBeNull();
  expect(
    readPublicKey(JSON.stringify(await crypto.subtle.exportKey("jwk", privateKey))),
  ).toBeNull();
});

test.each([
  ["nothing", ""],
  ["words", "my public key"],
  ["too few bytes", "AAAA"],
  [
    "a PEM of something else",
    `-----BEGIN PUBLIC KEY-----\n${"A".repeat(60)}\n-----END PUBLIC KEY-----`,
  ],
  ["a JWK of another curve", JSON.stringify({ kty: "OKP", crv: "X25519", x: "A".repeat(43) })],
  ["a JWK without a point", JSON.stringify({ kty: "EC", crv: "P-256", x: "AAAA", y: "AAAA" })],
  ["broken JSON", "{"],
])("%s is no public key", (_, text) => {
  expect(readPublicKey(text)).toBeNull();
});

test("a pair that was made here is one, and its file holds what a program needs", async () => {
  const { device, secret } = await makeKey();
  expect(readPublicKey(device.key)).toEqual({ ...device });
  const of = { wallet: "http://localhost:4020", allowance: "alw_1" };
  const file: unknown = JSON.parse(keyFile({ ...of, secret }));
  expect(file).toMatchObject({
    ...of,
    farthing: "program-key/v1",
    key: { crv: "Ed25519", x: device.key },
  });
  expect(JSON.parse(keyFile({ ...of, secret: null }))).toMatchObject({ key: null });
});
