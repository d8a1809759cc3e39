import type {
  ApproveResponse,
  OpenGrantResponse,
  TermsRequest,
  TopUpResponse,
} from "@farthing/protocol";
import { idToBytes, type WireMoney } from "@farthing/core";
import { call, CallError } from "../kit/call.ts";
import type { Intent } from "./state.ts";

// The answers are not parsed again: same origin and same release, and a parser would cost this page more
// script than all of its own (docs/decisions/0005).

/** Longest wait for a request that the frame has announced but the server does not know yet, in milliseconds. */
const waitMsMax = 3_000;
const waitStepMs = 150;

/** What the page was opened for: a grant that a frame asks for, or an offer reached from another site. */
export type Asked = Named & { readonly intent: Intent };

type Named = { readonly grant: string } | { readonly offer: string };

/** Reads the page's address; a word when nothing can be asked with it. */
export function readAsked({
  search,
  hash,
}: Pick<Location, "search" | "hash">): Asked | "nothing-asked" | "broken" {
  const query = new URLSearchParams(search);
  const grant = query.get("grant");
  const offer = query.get("offer");
  const intent = intentOf(query, hash);
  // Said at once: the server is asked again and again only for a request that could still arrive.
  if (grant !== null) return idToBytes("grant", grant) === null ? "broken" : { grant, intent };
  if (offer === null) return "nothing-asked";
  return offer === "" ? "broken" : { offer, intent };
}

function intentOf(query: URLSearchParams, hash: string): Intent {
  if (query.get("open") === "1") return "open";
  return hash === "#once" || hash === "#raise" ? (hash.slice(1) as Intent) : "pay";
}

const at = (grant: string, step: string) =>
  `/v1/wallet/grants/${encodeURIComponent(grant)}/${step}`;

/** A grant request that this page has opened. */
export interface Opened {
  readonly grant: string;
  readonly view: OpenGrantResponse;
}

/**
 * Opens the request. The frame's own message races this page, so a request that is not known yet is asked
 * for again for 3 s.
 */
export async function open(asked: Named, arrival: string): Promise<Opened> {
  const grant = "grant" in asked ? asked.grant : await openOffer(asked.offer, arrival);
  const until = performance.now() + waitMsMax;
  for (;;) {
    try {
      const view = (await call(at(grant, "open"), { body: { arrival } })) as OpenGrantResponse;
      return { grant, view };
    } catch (error) {
      const early = error instanceof CallError && error.is("grant-not-found");
      if (!early || performance.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, waitStepMs));
    }
  }
}

async function openOffer(offer: string, arrival: string): Promise<string> {
  const body = { offer, arrival };
  const { grant } = (await call("/v1/wallet/grants", { body })) as { grant: string };
  return grant;
}

/** Fixes what is agreed to; the answer is what the passkey is asked with. */
export async function fixTerms(grant: string, terms: TermsRequest): Promise<unknown> {
  const { options } = (await call(at(grant, "terms"), { body: terms })) as { options: unknown };
  return options;
}

/** Pays and grants in one. Sending the same credential again is answered with the first answer. */
export async function approve(grant: string, credential: unknown): Promise<ApproveResponse> {
  return (await call(at(grant, "approve"), { body: { credential } })) as ApproveResponse;
}

/** Puts it on the bill that is kept in this browser. The same press again is answered with the first answer. */
export async function payLater(grant: string): Promise<ApproveResponse> {
  return (await call(at(grant, "pay-later"), { body: {} })) as ApproveResponse;
}

/** Cancels a payment that is held. Again changes nothing. */
export async function cancelHold(payment: string): Promise<void> {
  await call(`/v1/wallet/payments/${encodeURIComponent(payment)}/cancel`, { body: {} });
}

/** Tells the frame that nobody will answer. Works while the page is going away. */
export function leave(grant: string): void {
  call(at(grant, "leave"), { body: {}, keepalive: true }).catch(() => {
    // The page is gone or offline: the request ends by itself after five minutes.
  });
}

/** Tells that the site's reader was shown "Paid" here, and is led back: how long that took is counted. */
export function tellShown(grant: string): void {
  call(at(grant, "shown"), { body: {}, keepalive: true }).catch(() => {
    // A measure is lost, and nothing else.
  });
}

/** Ends the session of this browser. */
export async function signOut(): Promise<void> {
  await call("/v1/wallet/sign-out", { body: {} });
}

/** Adds play money; `key` is kept for retries. */
export async function topUp(money: WireMoney, key: string): Promise<TopUpResponse> {
  return (await call("/v1/wallet/top-ups", { body: { money }, key })) as TopUpResponse;
}
