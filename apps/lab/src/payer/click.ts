import type { Clock } from "@farthing/core";
import type { PaymentOutcome } from "@farthing/protocol";
import { authorize } from "./device.ts";
import { type Http, ownPageHeaders } from "./http.ts";
import type { SoftPayer } from "./openPayer.ts";

/** The body of one click, ready to be sent, and sent again if its outcome stays unknown. */
export function clickBody(
  payer: Pick<SoftPayer, "device" | "allowance">,
  click: { offer: string; parent: string; clock: Clock },
): string {
  const { offer, parent, clock } = click;
  const { authorization, signature } = authorize(payer.device, {
    offer,
    allowance: payer.allowance,
    time: clock.now(),
  });
  return JSON.stringify({ offer, parent, authorization, device: payer.device.key, signature });
}

/**
 * Sends a click. `unknown` (also for a server too busy to say) means: send the same body again. A lost connection or
 * any problem throws.
 */
export async function sendClick(http: Http, body: string): Promise<PaymentOutcome> {
  const answer = await http.send("POST", "/v1/frame/payments", ownPageHeaders(http.origin), body);
  if (answer.status === 503) return { kind: "unknown" };
  if (answer.status !== 200 && answer.status !== 202) {
    throw new Error(`${answer.status} ${answer.text}`);
  }
  return JSON.parse(answer.text) as PaymentOutcome;
}
