import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buyOffers } from "../payer/buyOffers.ts";
import { openHttp } from "../payer/http.ts";
import { readShop } from "../server/readShop.ts";
import type { RunningServer } from "../server/startServer.ts";

/** A publisher's page with many buttons. */
export interface Stand {
  readonly origin: string;
  /** New things to buy: what was bought before is owned. */
  refill(): Promise<void>;
  close(): Promise<void>;
}

/** When something is paid the page shows it, as an article's text comes up. */
const showPaid = `addEventListener("farthing-paid", () => {
  document.body.insertAdjacentHTML("beforeend", '<div class="rest"><h2>Paid</h2></div>');
});`;

/** Opens the page on a port of its own, registered for the demo's merchant: a button for each price, in cents. */
export async function openStand(
  server: RunningServer,
  folder: string,
  cents: readonly number[],
): Promise<Stand> {
  const shop = readShop(folder, server.newsstand);
  const http = openHttp(server.wallet, 4);
  let offers: readonly string[] = [];
  let filled = 0;
  const page = createServer((_, response) => {
    const elements = offers.map((offer) => `<farthing-button offer="${offer}"></farthing-button>`);
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(
      `<!doctype html><html lang="en"><title>Stand</title><script>${showPaid}</script>` +
        `<script src="${server.wallet}/farthing.js" async></script><body>${elements.join("")}`,
    );
  });
  page.listen(0, "127.0.0.1");
  await once(page, "listening");
  const origin = `http://127.0.0.1:${(page.address() as AddressInfo).port}`;
  const headers = { "content-type": "application/json", authorization: `Bearer ${shop.apiKey}` };
  const registered = await http.send(
    "POST",
    "/v1/merchant/origins",
    headers,
    JSON.stringify({ origin }),
  );
  if (registered.status > 299) throw new Error(`the stand is not registered: ${registered.text}`);
  return {
    origin,
    async refill() {
      filled += 1;
      const priced = cents.map(async (price, at) => {
        const name = `stand-${filled}-${at}`;
        const amount = String(price * 10_000);
        return buyOffers(http, shop, {
          count: 1,
          price: { amount, asset: "PLAY/6" },
          name,
          access: "own",
        });
      });
      offers = (await Promise.all(priced)).flat();
    },
    async close() {
      page.closeAllConnections();
      page.close();
      await http.close();
    },
  };
}
