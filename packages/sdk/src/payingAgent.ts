import { createHash, randomBytes } from "node:crypto";
import { type Clock, second, systemClock, toBase64url } from "@farthing/core";
import {
  AgentOutcome,
  type AgentPaymentRequest,
  type Authorization,
  authorizationBytes,
  authorizationLifeMsMax,
} from "@farthing/protocol";
import { type AgentKey, type ReadKey, readAgentKey } from "./agentKey.ts";
import { callWallet } from "./callWallet.ts";
import { FarthingError } from "./farthingError.ts";
import { sleep } from "./sleep.ts";

/** What a program needs in order to pay. */
export interface PayingAgentOptions {
  /** The key's file from the wallet, as text or parsed. */
  readonly key: AgentKey | string;
  /** The private key as a JWK, where the program made it itself and the file has none. */
  readonly privateKey?: object;
  /** Default: the platform's `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
  /** Default: the machine's clock. */
  readonly clock?: Clock;
}

/** A request that a person must answer. */
export type AgentAsk = Extract<AgentOutcome, { kind: "step-up" }>;

/** What to do where a person must say yes. */
export interface Asking {
  /** Hears, once, where the payer says yes (`ask`), why (`reason`) and until when (`until`). */
  readonly onAsk: (ask: AgentAsk) => void;
  /** Ends the waiting: the answer is `step-up` then. */
  readonly signal?: AbortSignal | undefined;
}

/** A program that pays from its payer's wallet, without a click and within its own limits. */
export interface PayingAgent {
  /**
   * Pays an offer, and answers with what became of it: `captured` and `owned` carry the receipt for the merchant. Where a
   * person must say yes it answers `step-up`; given `asking`, it waits for them. What is lost on the way is sent again,
   * the same bytes, so it is never paid twice. `unknown`: the wallet could not say in time; it may have been paid, and the
   * payer's wallet shows it. Throws {@link FarthingError} for what sending again did not mend: with `retry: "same-key"` it
   * may have been paid, too.
   */
  pay(offer: string, asking?: Asking): Promise<AgentOutcome>;
}

/** Pauses between tries, in milliseconds: about 16 seconds in all. */
const pauses = [250, 500, second, 2 * second, 4 * second, 8 * second] as const;
const askPauseMs = 2 * second;

/**
 * A program's side of a wallet. Makes no call by itself. One program to a key: two machines with one key look like a stolen
 * one, and it is closed. Throws {@link FarthingError} `misconfigured`.
 *
 * @example
 * const agent = createPayingAgent({ key: await readFile("news-reader.farthing.json", "utf8") });
 * const outcome = await agent.pay(offer, { onAsk: ({ ask }) => console.log(`Say yes at ${ask}`) });
 * if (outcome.kind === "captured") await fetch(page, { headers: { "x-receipt": outcome.receipt } });
 */
export function createPayingAgent(options: PayingAgentOptions): PayingAgent {
  const { clock = systemClock, fetch = globalThis.fetch } = options;
  const key = readAgentKey(options.key, options.privateKey);
  const access = { wallet: key.wallet, apiKey: null, fetch };
  let counter = 0;
  const send = (body: AgentPaymentRequest) =>
    callWallet(access, { path: "/v1/programs/payments", body, shape: AgentOutcome });
  return {
    async pay(offer, asking) {
      for (;;) {
        const time = clock.now();
        // Starts at the time, so that it grows over restarts with nothing to keep; then by one, so that what was lost on the
        // way is still near enough to the highest when it is sent again.
        counter = counter === 0 ? time : counter + 1;
        const body = signedRequest(key, { offer, counter, time });
        const outcome = await payOnce(() => sendPatiently(() => send(body)), { asking, clock });
        const isAnew = outcome.kind === "declined" && outcome.reason === "sign-anew";
        // Only a person brings this about, each time with a passkey.
        if (!isAnew) return outcome;
      }
    },
  };
}

async function payOnce(
  send: () => Promise<AgentOutcome>,
  { asking, clock }: { asking: Asking | undefined; clock: Clock },
): Promise<AgentOutcome> {
  const outcome = await send();
  if (outcome.kind !== "step-up" || asking === undefined) return outcome;
  asking.onAsk(outcome);
  return waitForAnswer(send, { outcome, asking, clock });
}

/** What a program sends: the same whenever it is sent again. */
function signedRequest(
  { allowance, device, sign }: ReadKey,
  { offer, counter, time }: { offer: string; counter: number; time: number },
): AgentPaymentRequest {
  const authorization: Authorization = {
    offer: createHash("sha256").update(offer).digest("base64url"),
    allowance,
    counter,
    nonce: toBase64url(randomBytes(16)),
    time,
    notAfter: time + authorizationLifeMsMax,
    gesture: "none",
  };
  return { offer, authorization, device, signature: sign(authorizationBytes(authorization)) };
}

/** Sends until it is told what became of it. */
async function sendPatiently(send: () => Promise<AgentOutcome>): Promise<AgentOutcome> {
  for (const pauseMs of pauses) {
    const outcome = await send().catch(toUnknown);
    if (outcome.kind !== "unknown") return outcome;
    await sleep(pauseMs, undefined);
  }
  return send();
}

/** No answer, or "not now": asking again is safe, and tells. */
function toUnknown(error: unknown): AgentOutcome {
  if (error instanceof FarthingError && error.retry !== "never") return { kind: "unknown" };
  throw error;
}

async function waitForAnswer(
  send: () => Promise<AgentOutcome>,
  of: { outcome: AgentAsk; asking: Asking; clock: Clock },
): Promise<AgentOutcome> {
  const { asking, clock } = of;
  let outcome: AgentOutcome = of.outcome;
  // Once more after its time: the last answer may have come in the last moment.
  for (let isLast = false; outcome.kind === "step-up" && !isLast;) {
    await sleep(askPauseMs, asking.signal);
    if (asking.signal?.aborted === true) return outcome;
    isLast = clock.now() > of.outcome.until + authorizationLifeMsMax;
    outcome = await send();
  }
  return outcome;
}
