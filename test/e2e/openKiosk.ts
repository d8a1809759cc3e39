import { newId, systemClock } from "@farthing/core";
import type { OfferResponse } from "@farthing/protocol";
import { newApiKey, registerMerchant } from "@farthing/server";
import { openSite } from "./openSite.ts";
import { openStageHere, type StageHere } from "./stageHere.ts";

/** A site of its own with many buttons on its only page. */
export interface Kiosk {
  readonly stage: StageHere;
  readonly origin: string;
  /** New offers for the same things, as most sites make them with each visit. */
  renew(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the site, registered with a wallet that runs in this process: a button for each price, in cents. `headers` come
 * with its page, `below` is HTML of its own under the buttons. `hurried`: nobody counts how fast a payer clicks.
 */
export async function openKiosk(
  cents: readonly number[],
  access: "own" | "use" = "own",
  {
    headers = {},
    below = "",
    hurried = false,
  }: { headers?: Record<string, string>; below?: string; hurried?: boolean } = {},
): Promise<Kiosk> {
  const stage = await openStageHere({ hurried });
  const account = { id: newId("merchant", systemClock.now()), apiKey: newApiKey() };
  let offers: string[] = [];
  const site = await openSite(
    () =>
      `<script src="${stage.wallet}/farthing.js" async></script>${offers
        .map((offer) => `<farthing-button offer="${offer}"></farthing-button>`)
        .join("")}${below}`,
    headers,
  );
  await registerMerchant(stage.deps, {
    ...account,
    name: "The Kiosk",
    origins: [site.origin],
  });
  const buy = async (price: number, at: number) => {
    const response = await fetch(`${stage.wallet}/v1/offers`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${account.apiKey}` },
      body: JSON.stringify({
        resource: `${site.origin}/things/${at}`,
        title: `Thing ${at}`,
        price: { amount: String(price * 10_000), asset: "PLAY/6" },
        access,
      }),
    });
    return ((await response.json()) as OfferResponse).offer;
  };
  const renew = async () => {
    offers = await Promise.all(cents.map(buy));
  };
  await renew();
  return {
    stage,
    origin: site.origin,
    renew,
    async close() {
      await site.close();
      await stage.close();
    },
  };
}
