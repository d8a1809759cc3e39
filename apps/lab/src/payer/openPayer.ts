import { assert, type Clock, day } from "@farthing/core";
import type { AllowanceLimits, ApproveResponse, GrantResult } from "@farthing/protocol";
import { createSoftPasskey } from "@farthing/identity/testing";
import { type Device, makeDevice, prove } from "./device.ts";
import { askGrant, fixTerms } from "./grantSteps.ts";
import { cookiesOf, type Http, postJson } from "./http.ts";

/** A program that pays as a person's browser does: a wallet, a passkey, a device key under an allowance. */
export interface SoftPayer {
  readonly device: Device;
  readonly allowance: string;
  readonly session: string;
  readonly passkey: ReturnType<typeof createSoftPasskey>;
  /** The grant through which the wallet was made. */
  readonly grant: string;
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
  const { http, clock, offer, parent } = options;
  const device = makeDevice();
  const embed = await http.send("GET", `/embed/${options.merchant}`, {
    "sec-fetch-site": "cross-site",
  });
  const partition = cookiesOf(embed);
  const grant = await askGrant({ http, clock, device, offer, parent, partition });
  const passkey = createSoftPasskey();
  const session = await approve(options, { grant, passkey });
  const { json } = await postJson<GrantResult>(
    http,
    `/v1/frame/grants/${grant}/result`,
    { proof: prove(device, { purpose: "grant-result", subject: grant, time: clock.now() }) },
    partition,
  );
  assert(json.allowance !== null, "the grant enrolled the key");
  return { device, allowance: json.allowance.id, session, passkey, grant };
}

async function approve(
  { http, clock, limits: chosen }: OpenPayerOptions,
  { grant, passkey }: Pick<SoftPayer, "grant" | "passkey">,
): Promise<string> {
  const limits = { ...chosen, expiresAt: clock.now() + 29 * day };
  const options = await fixTerms(http, { grant, limits, way: "create", session: "" });
  const credential = passkey.create(options as never, http.origin);
  const approved = await postJson<ApproveResponse>(http, `/v1/wallet/grants/${grant}/approve`, {
    credential,
  });
  assert(
    approved.json.outcome.kind === "captured",
    `the first payment is captured: ${JSON.stringify(approved.json.outcome)}`,
  );
  return cookiesOf(approved.answer);
}
