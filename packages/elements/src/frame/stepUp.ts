import type { StepUpPaymentRequest, StepUpRequest, StepUpResponse } from "@farthing/protocol";
import { type Answer, post } from "./call.ts";
import { prove, type Session, twice } from "./session.ts";
import type { Click } from "./unsettled.ts";

/** The payer cancelled the dialog or let it run out: no failure, nothing was sent. `elsewhere`: it cannot be asked here. */
export type Checked = Click | "cancelled" | "elsewhere";

/** A StepUpPaymentRequest once it is written out. */
type Answered = Readonly<Record<keyof StepUpPaymentRequest, unknown>>;

export interface StepUpClient {
  /** Whether it can be asked in this frame at all. */
  readonly prepare: () => boolean;
  /** Asks the payer's passkey. Starts within the press, because browsers want the dialog to follow one. */
  readonly check: () => Promise<Checked>;
}

/** The server's questions live two minutes; an older one is asked for anew, early enough for the payer to answer. */
const questionMsMax = 60_000;

/**
 * The passkey in the frame (rule 19). The question is asked for at the press and no sooner: each is counted as a prompt.
 * Chromium and Firefox let the dialog follow a press for some seconds, and one answer of the server takes less. An
 * engine that does not gets the kept question at the next press, with nothing in between.
 */
export function openStepUp(session: Session): StepUpClient {
  let asked: Answer<StepUpResponse> | null = null;
  let askedAt = 0;
  return {
    prepare: isPossible,
    async check() {
      if (!isPossible()) return "elsewhere";
      if (asked === null || session.clock.now() - askedAt > questionMsMax) {
        asked = await twice(() => ask(session));
        askedAt = session.clock.now();
      }
      if (!asked.ok) {
        asked = null;
        return "elsewhere";
      }
      const { ticket, options } = asked.body;
      try {
        const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as never);
        const credential = await navigator.credentials.get({ publicKey });
        const request = { ticket, credential } satisfies Answered;
        asked = null;
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
