import type { PaymentRequest } from "@farthing/protocol";
import { vi } from "vitest";
import { captured, firstTime, ready } from "./frame.testing.ts";

interface Asked {
  readonly proof?: { readonly device: { readonly key: string } };
}

/** What the wallet's server answers a page whose partition cookie is known (`cookie`), at the HTTP edge. */
export function stubWallet({ cookie = true } = {}) {
  let mayEnrol = cookie;
  const enrolled = new Set<string>();
  const clicks: { readonly key: string; readonly counter: number }[] = [];
  const counts = { hello: 0, enrolments: 0, payments: 0 };
  const answers: Readonly<Record<string, (body: string) => object>> = {
    hello: (body) => {
      const { proof } = JSON.parse(body) as Asked;
      if (proof && enrolled.has(proof.device.key)) return ready;
      return { ...firstTime, mayEnrol };
    },
    enrolments: (body) => {
      enrolled.add((JSON.parse(body) as Asked).proof?.device.key ?? "");
      return ready;
    },
    payments: (body) => {
      const { device, authorization } = JSON.parse(body) as PaymentRequest;
      clicks.push({ key: device.key, counter: authorization.counter });
      return enrolled.has(device.key) ? captured : { kind: "declined", reason: "device-revoked" };
    },
  };
  vi.stubGlobal("navigator", { onLine: true });
  vi.stubGlobal("fetch", async (path: string, { body }: { body: string }) => {
    // As slow as a near server, so that frames really start at the same time.
    await new Promise((resolve) => setTimeout(resolve, 20));
    const name = path.replace("/v1/frame/", "");
    const answer = answers[name];
    if (answer === undefined) return Response.json({ allowed: false, week: null });
    counts[name as keyof typeof counts] += 1;
    return Response.json(answer(body));
  });
  /** The allowance is taken back: the cookie enrols nothing any more. */
  const forget = () => (mayEnrol = false);
  return { enrolled, clicks, counts, forget };
}

/** A BroadcastChannel as browsers have it; Node's own cannot carry a CryptoKey. Rule 9's browser test uses the real one. */
export function stubChannels(): void {
  const open = new Map<string, Set<EventTarget>>();
  class Channel extends EventTarget {
    readonly #all: Set<EventTarget>;
    constructor(name: string) {
      super();
      this.#all = open.get(name) ?? new Set();
      open.set(name, this.#all.add(this));
    }
    postMessage(data: unknown): void {
      for (const other of this.#all) {
        if (other !== this)
          setTimeout(() => other.dispatchEvent(new MessageEvent("message", { data })));
      }
    }
  }
  vi.stubGlobal("BroadcastChannel", Channel);
}
