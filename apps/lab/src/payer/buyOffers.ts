import type { WireMoney } from "@farthing/core";
import type { OfferResponse } from "@farthing/protocol";
import type { Shop } from "../server/readShop.ts";
import type { Http } from "./http.ts";

/** Asks the server, as the merchant does, for `count` offers, each for a resource of its own; 64 at a time. */
export async function buyOffers(
  http: Http,
  shop: Shop,
  want: { count: number; price: WireMoney; name: string; access: "own" | "use" },
): Promise<string[]> {
  const offers: string[] = [];
  let next = 0;
  const headers = { "content-type": "application/json", authorization: `Bearer ${shop.apiKey}` };
  await Promise.all(
    Array.from({ length: Math.min(64, want.count) }, async () => {
      while (next < want.count) {
        const number = next;
        next += 1;
        const body = {
          resource: `${shop.origin}/${want.name}/${number}`,
          title: `Page ${number}`,
          price: want.price,
          access: want.access,
        };
        const answer = await http.send("POST", "/v1/offers", headers, JSON.stringify(body));
        if (answer.status > 299)
          throw new Error(`POST /v1/offers answered ${answer.status}: ${answer.text}`);
        offers[number] = (JSON.parse(answer.text) as OfferResponse).offer;
      }
    }),
  );
  return offers;
}
