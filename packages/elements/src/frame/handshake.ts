import { type FrameMessage, type InitMessage, messageName } from "../messages.ts";

/** The page around the frame, after it introduced itself. */
export interface Parent {
  readonly origin: string;
  readonly init: InitMessage;
  readonly tell: (message: FrameMessage) => void;
}

/** The parent's origin as the browser names it; null where it does not (then the handshake's origin stands). */
export function browserNamedParent(): string | null {
  return location.ancestorOrigins?.[0] ?? null;
}

/**
 * Says `ready` and waits for the page's `init`. Only the window around this frame is heard, and only under the origin
 * that the browser names. `again` hears later ones: they may change the looks, nothing else.
 */
export function handshake(again: (init: InitMessage) => void): Promise<Parent> {
  const named = browserNamedParent();
  const parent = window.parent;
  return new Promise((resolve) => {
    let known: string | null = null;
    addEventListener("message", (event: MessageEvent<unknown>) => {
      const { data, origin } = event;
      if (event.source !== parent || origin !== (known ?? named ?? origin) || !isInit(data)) return;
      if (known !== null) return again(data);
      known = origin;
      resolve({ origin, init: data, tell: (message) => parent.postMessage(message, origin) });
    });
    const ready: FrameMessage = { farthing: "ready" };
    parent.postMessage(ready, named ?? "*");
  });
}

function isInit(data: unknown): data is InitMessage {
  if (messageName(data) !== "init") return false;
  const { offer, theme, lang, page } = data as Record<keyof InitMessage, unknown>;
  return [offer, theme, lang, page].every((each) => typeof each === "string");
}
