import { toBase64url } from "@farthing/core";
import {
  type Authorization,
  authorizationBytes,
  authorizationLifeMsMax,
  type ClickSignals,
  type PaymentOutcome,
  type PaymentRequest,
} from "@farthing/protocol";
import { type Answer, post } from "./call.ts";
import { signWith } from "./keys.ts";
import type { FrameClock } from "./frameClock.ts";
import type { Session } from "./session.ts";
import type { Click } from "./unsettled.ts";

interface Signals {
  readonly signals?: ClickSignals | undefined;
}

/**
 * Signs one click: this offer, under this allowance, once. The text is what every retry sends again. `null`: the frame
 * that gives this key's counters is gone.
 */
export async function authorize(
  { keys, offer, offerHash, parent, clock }: Session,
  { allowance, gesture, signals }: Pick<Authorization, "allowance" | "gesture"> & Signals,
): Promise<Click | null> {
  const counter = await keys.nextCounter();
  if (counter === null) return null;
  const time = clock.now();
  const authorization = {
    offer: offerHash,
    allowance,
    counter,
    nonce: toBase64url(crypto.getRandomValues(new Uint8Array(16))),
    time,
    notAfter: time + authorizationLifeMsMax,
    gesture,
  } as const satisfies Authorization;
  const signature = await signWith(keys.key, authorizationBytes(authorization));
  const { alg, key } = keys.key;
  const request: PaymentRequest = {
    offer,
    parent,
    authorization,
    device: { alg, key },
    signature,
    ...(signals ? { signals } : {}),
  };
  return { path: "payments", body: JSON.stringify(request), notAfter: authorization.notAfter };
}

/** Waits before each try, in milliseconds. Bounded: after the last the payer decides. */
const tries = [0, 250, 1_000, 2_500];

/**
 * Sends the same bytes until the server says what became of them. Sending twice never pays twice, so silence and
 * `unknown` are answered by asking again; any other answer is final.
 */
export async function sendUntilKnown(
  { path, body }: Pick<Click, "path" | "body">,
  clock: FrameClock,
  wait: (ms: number) => Promise<void>,
): Promise<Answer<PaymentOutcome>> {
  let last: Answer<PaymentOutcome> = { ok: false, code: "offline", retry: "same-key" };
  for (const ms of tries) {
    if (ms > 0) await wait(ms);
    last = await post<PaymentOutcome>(path, body, clock);
    if (isFinal(last) || !navigator.onLine) return last;
  }
  return last;
}

/**
 * Whether asking again with the same bytes could not say more. "Too many requests" is said before the payment is looked
 * at, and an earlier try may have paid: those bytes are kept, or the next press would pay twice.
 */
export function isFinal(answer: Answer<PaymentOutcome>): boolean {
  return answer.ok ? answer.body.kind !== "unknown" : answer.retry === "never";
}
