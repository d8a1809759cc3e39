import type { FrameKey } from "./keys.ts";

/** What frames of one merchant say to each other. */
export type Message =
  /** Is a key enrolled? The number is when the sender first asked: the earliest enrols, `Infinity` never. */
  | { readonly ask: number }
  | { readonly key: FrameKey }
  | { readonly reserve: string; readonly id: string }
  | { readonly counter: number; readonly id: string }
  | { readonly stream: "mine" | "taken" };

type Hearer = (message: Message) => unknown;

export interface Channel {
  readonly post: (message: Message) => void;
  /** Calls `hearer` with every message. */
  readonly listen: (hearer: Hearer) => void;
  /** What `pick` makes of the first message that it takes, or `null` after `ms`. */
  readonly hear: <Found>(
    ms: number,
    pick: (message: Message) => Found | null,
  ) => Promise<Found | null>;
}

/** Opens the channel. Where the browser refuses it nobody is heard, at once. */
export function openChannel(name: string): Channel {
  const hearers = new Set<Hearer>();
  const channel = open(name);
  // Only frames of the wallet's own origin hear each other here, so that a message is what it says.
  channel?.addEventListener("message", ({ data }: MessageEvent<Message>) => {
    for (const hearer of hearers) hearer(data);
  });
  return {
    post: (message) => {
      try {
        channel?.postMessage(message);
      } catch {
        // A browser that cannot hand over such a key: each frame enrols its own.
      }
    },
    listen: (hearer) => hearers.add(hearer),
    hear: (ms, pick) =>
      new Promise((resolve) => {
        const hearer = (message: Message) => {
          const found = pick(message);
          if (found !== null) end(found);
        };
        const end = (found: ReturnType<typeof pick>) => {
          hearers.delete(hearer);
          resolve(found);
        };
        hearers.add(hearer);
        setTimeout(end, channel ? ms : 0, null);
      }),
  };
}

function open(name: string): BroadcastChannel | null {
  try {
    return new BroadcastChannel(name);
  } catch {
    return null;
  }
}
