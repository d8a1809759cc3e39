import { assert, type Clock, day, idFromBytes } from "@farthing/core";
import type {
  AllowanceLimits,
  ApproveResponse,
  GrantResult,
  OpenGrantResponse,
} from "@farthing/protocol";
import { createSoftPasskey } from "@farthing/identity/testing";
import { type Device, makeDevice, offerHash, prove } from "./device.ts";
import { cookiesOf, type Http, ownPageHeaders, postJson } from "./http.ts";

/** A program that pays as a person's browser does: a wallet, a passkey, a device key under an allowance. */
export interface SoftPayer {
  readonly device: Device;
  readonly allowance: string;
  readonly session: string;
}

export interface OpenPayerOptions {
  readonly http: Http;
  readonly clock: Clock;
  /** The offer that the first payment buys. */
  readonly offer: string;
  readonly merchant: string;
  /** The merchant page's origin. */
  readonly parent: string;
  readonly limits: Omit<AllowanceLimits, "expiresAt">;
}

/** Goes through the whole first payment over HTTP: frame, grant, wallet page, passkey, approval, enrolment. */
export async function openPayer(options: OpenPayerOptions): Promise<SoftPayer> {
  const { http, clock, offer } = options;
  const device = makeDevice();
  const grant = idFromBytes("grant", crypto.getRandomValues(new Uint8Array(16)));
  const embed = await http.send("GET", `/embed/${options.merchant}`, {
    "sec-fetch-site": "cross-site",
  });
  const partition = cookiesOf(embed);
  const subject = `${offerHash(offer)}/${grant}`;
  await postJson(
    http,
    "/v1/frame/grants",
    {
      grant,
      offer,
      parent: options.parent,
      returnTo: `${options.parent}/`,
      keyStorage: "kept",
      proof: prove(device, { purpose: "grant", subject, time: clock.now() }),
    },
    partition,
  );
  const session = await approve(options, grant);
  const { json } = await postJson<GrantResult>(
    http,
    `/v1/frame/grants/${grant}/result`,
    { proof: prove(device, { purpose: "grant-result", subject: grant, time: clock.now() }) },
    partition,
  );
  assert(json.allowance !== null, "the grant enrolled the key");
  return { device, allowance: json.allowance.id, session };
}

async function approve(options: OpenPayerOptions, grant: string): Promise<string> {
  const { http, clock } = options;
  const page = await http.send("GET", `/pay?grant=${grant}`, {
    ...ownPageHeaders(http.origin),
    accept: "text/html",
  });
  const arrival = /name="farthing-arrival" content="([^"]*)"/.exec(page.text)?.[1];
  assert(arrival !== undefined, "the wallet's page carries its arrival");
  await postJson<OpenGrantResponse>(http, `/v1/wallet/grants/${grant}/open`, { arrival });
  const limits = { ...options.limits, expiresAt: clock.now() + 29 * day };
  const terms = await postJson<{ options: { challenge: string } }>(
    http,
    `/v1/wallet/grants/${grant}/terms`,
    {
      choice: "allow",
      limits,
      way: "create",
    },
  );
  const passkey = createSoftPasskey();
  const credential = passkey.create(terms.json.options as never, http.origin);
  const approved = await postJson<ApproveResponse>(http, `/v1/wallet/grants/${grant}/approve`, {
    credential,
  });
  assert(
    approved.json.outcome.kind === "captured",
    `the first payment is captured: ${JSON.stringify(approved.json.outcome)}`,
  );
  return cookiesOf(approved.answer);
}
