import { instant, newId, systemClock } from "@farthing/core";
import { newApiKey, registerMerchant } from "../merchants/registerMerchant.ts";
import {
  agree,
  askGrant,
  newOffer,
  openPage,
  type Person,
  post,
} from "../payments/person.testing.ts";
import type { TestServer } from "../server.testing.ts";

/** A clock that a test turns forward by `turned` milliseconds. */
export function newTurnedClock() {
  return {
    turned: 0,
    now() {
      return instant(systemClock.now() + this.turned);
    },
  };
}

/** A second merchant, on another site. */
export async function addNeighbour(stage: TestServer) {
  const { deps } = stage;
  const neighbour = {
    id: newId("merchant", deps.clock.now()),
    apiKey: newApiKey(),
    origin: "https://other.example",
  };
  await registerMerchant(deps, { ...neighbour, name: "Other", origins: [neighbour.origin] });
  return neighbour;
}

/** Offers, each for a page of its own. `stage` is asked late, because a test file opens it before all tests. */
export function newPages(stage: () => TestServer) {
  let page = 0;
  return (of: Parameters<typeof newOffer>[1] = {}) => {
    page += 1;
    return newOffer(stage(), { path: `/page-${page}`, ...of });
  };
}

/** Terms of a new wallet with the preset allowance. */
export const create = { choice: "allow", limits: null, way: "create" } as const;

/** A grant for `offer` whose page is open, and the passkey's answer to its terms. */
export async function readyGrant(
  stage: TestServer,
  person: Person,
  of: { offer: string; terms?: Parameters<typeof agree>[2]["terms"] },
) {
  const { offer, terms = create } = of;
  const { grant } = await askGrant(stage, person, { offer });
  await openPage(stage, person, grant);
  const { credential } = await agree(stage, person, { grant, terms });
  return { grant, credential, offer };
}

/** The merchant's server asks for the receipt behind a return address. */
export function claimReceipt(stage: TestServer, nonce: string, apiKey = stage.merchant.apiKey) {
  return post<{ receipt: string; payment: string }>(
    stage,
    "/v1/receipts/claims",
    { nonce },
    { authorization: `Bearer ${apiKey}` },
  );
}

/** The nonce in a return address. */
export function nonceOf(returnTo: string): string {
  return new URL(returnTo).searchParams.get("farthing") ?? "";
}
