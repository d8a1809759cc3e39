import { toBase64url } from "@farthing/core";
import { OfferRequest, OfferResponse } from "@farthing/protocol";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { newRoutes, type Routes } from "../http/context.ts";
import { merchantOf } from "../http/merchantOf.ts";
import { readJson } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { issueOffer } from "./issueOffer.ts";

/** RFC 7517 §5 with the one kind of key used here (RFC 8037 §2). */
const KeySet = z.strictObject({
  keys: z.array(
    z.strictObject({
      kty: z.literal("OKP"),
      crv: z.literal("Ed25519"),
      x: z.string(),
      kid: z.string(),
      alg: z.literal("EdDSA"),
      use: z.literal("sig"),
    }),
  ),
});

/** What merchants' servers ask before a payment: signed prices, and the key that offers and receipts verify with. */
export function offerRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  route(
    routes,
    {
      method: "post",
      path: "/v1/offers",
      summary: "Sign a price for one resource",
      caller: "merchant",
      body: OfferRequest,
      answer: OfferResponse,
      problems: ["origin-not-registered"],
    },
    async (c) => {
      const merchant = await merchantOf(deps, c);
      return c.json(issueOffer(deps, merchant, await readJson(c, OfferRequest)));
    },
  );
  route(
    routes,
    {
      method: "get",
      path: "/.well-known/jwks.json",
      summary: "Keys that offers and receipts verify with",
      caller: "anybody",
      answer: KeySet,
      problems: [],
    },
    (c) =>
      c.json(keySet(deps), 200, {
        "cache-control": "public, max-age=300",
        "access-control-allow-origin": "*",
      }),
  );
  return routes;
}

function keySet({ keys }: Deps): z.infer<typeof KeySet> {
  const { kid, publicKey } = keys.issuer;
  const x = toBase64url(publicKey);
  return { keys: [{ kty: "OKP", crv: "Ed25519", x, kid, alg: "EdDSA", use: "sig" }] };
}
