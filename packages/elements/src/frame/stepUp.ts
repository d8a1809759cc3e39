import type { StepUpPaymentRequest, StepUpRequest, StepUpResponse } from "@farthing/protocol";
import { type Answer, post } from "./call.ts";
import { prove, type Session, twice } from "./session.ts";
import type { Click } from "./unsettled.ts";

/** The payer cancelled the dialog or let it run out: no failure, nothing was sent. `elsewhere`: it cannot be asked here. */
export type Checked = Click | "cancelled" | "elsewhere";

export interface StepUpClient {
  /** Gets the question, so that it is here when the payer presses. Answers whether it can be asked in this frame. */
  prepare(): Promise<boolean>;
  /** Asks the payer's passkey. Starts within the press: Safari and Firefox want the call while that counts. */
  check(): Promise<Checked>;
}

/** The server's questions live two minutes; an older one is asked for anew, early enough for the payer to answer. */
const questionMsMax = 60_000;

/** The passkey in the frame (rule 19). */
export function openStepUp(session: Session): StepUpClient {
  let asked: Promise<Answer<StepUpResponse>> | null = null;
  let askedAt = 0;
  const question = () => {
    if (asked === null || session.clock.now() - askedAt > questionMsMax) {
      askedAt = session.clock.now();
      asked = twice(() => ask(session));
    }
    return asked;
  };
  return {
    prepare: async () => isPossible() && (await question()).ok,
    async check() {
      const answer = isPossible() && (await question());
      // The next press asks a new question: an answered one is spent.
      asked = null;
      if (!answer || !answer.ok) return "elsewhere";
      const { ticket, options } = answer.body;
      try {
        const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as never);
        const credential = await navigator.credentials.get({ publicKey });
        const request = { ticket, credential } as unknown as StepUpPaymentRequest;
        return {
          path: "step-ups/payments",
          // A passkey's answer writes itself as JSON (WebAuthn L3 §5.1).
          body: JSON.stringify(request),
          notAfter: askedAt + 2 * questionMsMax,
        };
      } catch (error) {
        return (error as DOMException).name === "NotAllowedError" ? "cancelled" : "elsewhere";
      }
    },
  };
}

async function ask(session: Session): Promise<Answer<StepUpResponse>> {
  const { offer, offerHash, parent, clock } = session;
  const request: StepUpRequest = {
    offer,
    parent,
    proof: await prove(session, "step-up", offerHash),
  };
  return await post<StepUpResponse>("step-ups", request, clock);
}

/** A page may forbid passkeys to its frames, which looks like a cancelled dialog; Chromium tells beforehand. */
function isPossible(): boolean {
  const { featurePolicy } = document as {
    featurePolicy?: { allowsFeature(name: string): boolean };
  };
  return (
    typeof globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON === "function" &&
    featurePolicy?.allowsFeature("publickey-credentials-get") !== false
  );
}
