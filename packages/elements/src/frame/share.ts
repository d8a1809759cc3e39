import type { FrameKey } from "./keys.ts";
import type { Session } from "./session.ts";

/**
 * How the frames of one merchant under one site share a key where the browser keeps none: measured in Chromium 156 with
 * storage refused, a BroadcastChannel between them works, in one page and between tabs, and carries a key that cannot be
 * exported; locks and IndexedDB are refused, and frames in a shadow tree are no `parent.frames`. With storage all of it
 * works, so that one way serves both.
 *
 * A memory key's counters are given by the frame that made it and by no other (rule 10). When that one is gone, the
 * others enrol anew at their next press.
 */
export interface Share {
  /**
   * Runs `act` with the key of a frame that is enrolled, or with `null` when this frame is the one to enrol: the first
   * that asked. Those that ask meanwhile wait for it.
   */
  lead<Result>(act: (shared: FrameKey | null) => Promise<Result>): Promise<Result>;
  /** Takes the key that was heard last. */
  adopt(): void;
  /** Tells the others that this frame's key is enrolled. */
  announce(): void;
  /** Asks for a key without offering to lead. */
  ask(): void;
  /** Runs `listen` unless another frame holds a status stream already: then `null` (rule 5). */
  stream<Result>(listen: () => Promise<Result>): Promise<Result | null>;
}

type Message =
  /** Is a key enrolled? The number is when the sender first asked: the earliest enrols, `Infinity` never. */
  | { readonly ask: number }
  | { readonly key: FrameKey }
  | { readonly reserve: string; readonly id: string }
  | { readonly counter: number; readonly id: string }
  | { readonly stream: "mine" | "taken" };

/** Longest wait for a frame that answers at once, for one that is enrolling, and for a counter. */
const waits = { answerMs: 150, enrolMs: 3_000, counterMs: 300, streamMs: 50 };

/** Opens the channel of `merchant`; `heard` is called when a key is shared that this frame could use. */
export function openShare(session: Session, merchant: string, heard: () => void): Share {
  const channel = openChannel(merchant);
  const hearers = new Set<(message: Message) => void>();
  const post = (message: Message) => channel?.postMessage(message);
  let last: FrameKey | null = null;
  let borrowed: string | null = null;
  let askedAt = Infinity;
  let streaming = false;

  const isLender = () => session.keyIs === "enrolled" && session.keys.key.key !== borrowed;

  /** The first message that `pick` takes, or `null` after `ms`. */
  function hear<Found>(
    ms: number,
    pick: (message: Message) => Found | null,
  ): Promise<Found | null> {
    return new Promise((resolve) => {
      const end = (found: Found | null) => {
        hearers.delete(hearer);
        resolve(found);
      };
      const hearer = (message: Message) => {
        const found = pick(message);
        if (found !== null) end(found);
      };
      hearers.add(hearer);
      setTimeout(end, channel ? ms : 0, null);
    });
  }
  const hearKey = (ms: number) => hear(ms, (message) => ("key" in message ? message.key : null));

  async function borrow(key: string): Promise<number | null> {
    const id = crypto.randomUUID();
    post({ reserve: key, id });
    return await hear(waits.counterMs, (message) =>
      "counter" in message && message.id === id ? message.counter : null,
    );
  }

  async function answer(message: Message): Promise<void> {
    if ("ask" in message) {
      if (isLender()) post({ key: session.keys.key });
      // Said again, so that who asks later knows to wait.
      else if (askedAt < message.ask) post({ ask: askedAt });
    } else if ("key" in message) {
      last = message.key;
      if (session.keyIs !== "enrolled") heard();
    } else if ("reserve" in message) {
      if (!isLender() || message.reserve !== session.keys.key.key) return;
      post({ counter: (await session.keys.nextCounter()) ?? 0, id: message.id });
    } else if ("stream" in message && message.stream === "mine" && streaming) {
      post({ stream: "taken" });
    }
  }
  channel?.addEventListener("message", ({ data }: MessageEvent<Message>) => {
    for (const hearer of hearers) hearer(data);
    void answer(data);
  });

  return {
    async lead(act) {
      // One clock for all frames of a device.
      const mine = (askedAt = performance.timeOrigin + performance.now());
      const elder = hear(waits.answerMs, (message) =>
        "ask" in message && message.ask < mine ? true : null,
      );
      const soon = hearKey(waits.answerMs);
      post({ ask: mine });
      const key = (await soon) ?? ((await elder) ? await hearKey(waits.enrolMs) : null);
      try {
        return await act(key);
      } finally {
        askedAt = Infinity;
      }
    },
    adopt() {
      if (last === null) return;
      const { key } = last;
      session.keys = session.keys.adopt(last, () => borrow(key));
      session.keyIs = "enrolled";
      borrowed = key;
    },
    announce: () => post({ key: session.keys.key }),
    ask: () => post({ ask: Infinity }),
    async stream(listen) {
      post({ stream: "mine" });
      const isTaken = await hear(waits.streamMs, (message) =>
        "stream" in message && message.stream === "taken" ? true : null,
      );
      if (isTaken) return null;
      streaming = true;
      return await listen().finally(() => (streaming = false));
    },
  };
}

/** Refused where the browser refuses everything: then each frame is alone. */
function openChannel(merchant: string): BroadcastChannel | null {
  try {
    return new BroadcastChannel(`farthing-${merchant}`);
  } catch {
    return null;
  }
}
