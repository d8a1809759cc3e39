import { toBase64url } from "@farthing/core";
import { expect, test } from "vitest";
import { readJwks } from "./trustedKeys.ts";

const publicKey = Uint8Array.from({ length: 32 }, (_, at) => 255 - at);

test("keeps the Ed25519 keys of a JWKS only", () => {
  const x = toBase64url(publicKey);
  const keys = readJwks({
    keys: [
      { kty: "OKP", crv: "Ed25519", kid: "a", x, use: "sig" },
      { kty: "OKP", crv: "X25519", kid: "b", x },
      { kty: "OKP", crv: "Ed25519", kid: "c", x: "AA" },
    ],
  });
  expect([...keys]).toEqual([["a", publicKey]]);
});
