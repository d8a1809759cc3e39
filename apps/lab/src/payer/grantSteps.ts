import { assert, type Clock, idFromBytes } from "@farthing/core";
import type { AllowanceLimits, OpenGrantResponse } from "@farthing/protocol";
import { type Device, offerHash, prove } from "./device.ts";
import { type Http, ownPageHeaders, postJson } from "./http.ts";

/** What a frame asks the wallet's page to let it do. */
export interface GrantWish {
  readonly http: Http;
  readonly clock: Clock;
  readonly device: Device;
  readonly offer: string;
  /** The merchant page's origin. */
  readonly parent: string;
  /** The frame's partition cookie; empty where the browser refuses. */
  readonly partition: string;
}

/** The frame's request for a grant; answers with the grant's id. */
export async function askGrant(wish: GrantWish): Promise<string> {
  const { http, clock, device, offer, parent, partition } = wish;
  const grant = idFromBytes("grant", crypto.getRandomValues(new Uint8Array(16)));
  const subject = `${offerHash(offer)}/${grant}`;
  const body = {
    grant,
    offer,
    parent,
    returnTo: `${parent}/`,
    keyStorage: "kept",
    proof: prove(device, { purpose: "grant", subject, time: clock.now() }),
  };
  await postJson(http, "/v1/frame/grants", body, partition);
  return grant;
}

/** Opens the wallet's page for a grant and agrees to pay and allow; answers with the options for a passkey. */
export async function fixTerms(
  http: Http,
  of: { grant: string; limits: AllowanceLimits; way: "create" | "get"; session: string },
): Promise<unknown> {
  const { grant, limits, way, session } = of;
  const page = await http.send("GET", `/pay?grant=${grant}`, {
    ...ownPageHeaders(http.origin, session),
    accept: "text/html",
  });
  const arrival = /name="farthing-arrival" content="([^"]*)"/.exec(page.text)?.[1];
  assert(arrival !== undefined, "the wallet's page carries its arrival");
  const path = `/v1/wallet/grants/${grant}`;
  await postJson<OpenGrantResponse>(http, `${path}/open`, { arrival }, session);
  const terms = await postJson<{ options: unknown }>(
    http,
    `${path}/terms`,
    { choice: "allow", limits, way },
    session,
  );
  return terms.json.options;
}
