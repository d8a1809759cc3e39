import { type Channel, type Message, openChannel } from "./channel.ts";
import type { FrameKey } from "./keys.ts";
import type { Session } from "./session.ts";

/**
 * How the frames of one merchant under one site share a key. Measured in Chromium 156 with storage refused to frames of
 * other sites: a BroadcastChannel works between them, in one page and between tabs, and carries a key that cannot be
 * exported; IndexedDB and locks are refused, and frames in shadow trees are no `parent.frames`. Where storage is allowed
 * the same works, so that one way serves both.
 *
 * The counters of a key in memory are given by the frame that made it and by no other (rule 10). When that frame is
 * gone, the others enrol anew within their next press: a family holds 16 keys, far more than frames that lead.
 */
export interface Share {
  /**
   * Runs `act` with the key of a frame that is enrolled, or with `null` where this frame is the one to enrol: the first
   * that asked. Those that ask meanwhile wait for it (rule 9: one leader enrols).
   */
  readonly lead: <Result>(act: (shared: FrameKey | null) => Promise<Result>) => Promise<Result>;
  /** Takes the key that was heard last. */
  readonly adopt: () => void;
  /** Tells the others that this frame's key is enrolled. */
  readonly announce: () => void;
  /** Asks for a key without offering to lead. */
  readonly ask: () => void;
  /** Runs `listen` unless another frame holds a status stream already: then `null` (rule 5). */
  readonly stream: <Result>(listen: () => Promise<Result>) => Promise<Result | null>;
}

/** Longest wait for a frame that answers at once, for one that is enrolling, for a counter. In milliseconds. */
const answerMsMax = 150;
const enrolMsMax = 3_000;
const counterMsMax = 300;
const streamMsMax = 50;

/** Joins the frames of `merchant`; `heard` is called when a key is shared that this frame could use. */
export function openShare(session: Session, merchant: string, heard: () => void): Share {
  // A kept key and one in memory count apart: frames of the two kinds (a store that hung in one) share nothing.
  const channel = openChannel(`farthing-${merchant}-${session.keys.storage}`);
  const { post } = channel;
  let last: FrameKey | null = null;
  let borrowed: string | null = null;
  // All that were taken: two that lend dead keys in turn would be believed for ever.
  const taken = new Set<string>();
  let askedAt = Infinity;

  // A key is taken once: its lender may not know that it is dead, and would lend it for ever.
  const keyIn = (message: Message) =>
    "key" in message && !taken.has(message.key.key) ? message.key : null;
  const isLender = () => session.keyIs === "enrolled" && session.keys.key.key !== borrowed;

  async function answer(message: Message): Promise<void> {
    if ("ask" in message) {
      if (isLender()) post({ key: session.keys.key });
      // Said again, so that who asks later knows to wait.
      else if (askedAt < message.ask) post({ ask: askedAt });
    } else if (keyIn(message)) {
      last = keyIn(message);
      if (session.keyIs !== "enrolled") heard();
    } else if ("reserve" in message) {
      if (!isLender() || message.reserve !== session.keys.key.key) return;
      const counter = await session.keys.nextCounter();
      if (counter !== null) post({ counter, id: message.id });
    }
  }
  channel.listen((message) => void answer(message));

  return {
    async lead(act) {
      // One clock for all frames of a device, and fine enough that two rarely ask at the same time: then both enrol.
      const mine = performance.timeOrigin + performance.now();
      askedAt = mine;
      post({ ask: mine });
      try {
        return await act(await lentKey(channel, keyIn, mine));
      } finally {
        askedAt = Infinity;
      }
    },
    adopt: () => {
      if (last === null || taken.has(last.key)) return;
      const { key } = last;
      session.keys = session.keys.adopt(last, () => borrow(channel, key));
      session.keyIs = "enrolled";
      borrowed = key;
      taken.add(key);
    },
    announce: () => post({ key: session.keys.key }),
    ask: () => post({ ask: Infinity }),
    stream: oneStream(channel),
  };
}

/** A key that is enrolled already, or that a frame which asked earlier is enrolling. */
async function lentKey(
  { hear }: Channel,
  keyIn: (message: Message) => FrameKey | null,
  askedAt: number,
): Promise<FrameKey | null> {
  const soon = hear(answerMsMax, keyIn);
  const elder = hear(answerMsMax, (message) => ("ask" in message && message.ask < askedAt) || null);
  return (await soon) ?? ((await elder) ? await hear(enrolMsMax, keyIn) : null);
}

async function borrow({ post, hear }: Channel, key: string): Promise<number | null> {
  const id = crypto.randomUUID();
  post({ reserve: key, id });
  return await hear(counterMsMax, (message) =>
    "counter" in message && message.id === id ? message.counter : null,
  );
}

function oneStream({ post, hear, listen: hearAll }: Channel): Share["stream"] {
  let streaming = false;
  hearAll((message) => {
    if (streaming && "stream" in message && message.stream === "mine") post({ stream: "taken" });
  });
  return async (listen) => {
    post({ stream: "mine" });
    const isTaken = await hear(
      streamMsMax,
      (message) => ("stream" in message && message.stream === "taken") || null,
    );
    if (isTaken) return null;
    streaming = true;
    return await listen().finally(() => (streaming = false));
  };
}
