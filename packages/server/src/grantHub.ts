import type { GrantStatus } from "@farthing/protocol";

type Listener = (status: GrantStatus) => void;

/**
 * Tells the frame that waits (frame-and-grant.md rule 5) what became of its grant, inside this process.
 * Only a bell: the state itself is in the store, and a listener reads it there when it starts.
 */
export interface GrantHub {
  publish(grantId: string, status: GrantStatus): void;
  /** Returns the way to stop listening. */
  subscribe(grantId: string, listener: Listener): () => void;
  /** Grants that somebody listens to. */
  size(): number;
}

/** A hub without listeners. */
export function newGrantHub(): GrantHub {
  const listeners = new Map<string, Set<Listener>>();
  return {
    publish(grantId, status) {
      for (const listener of listeners.get(grantId) ?? []) listener(status);
    },
    subscribe(grantId, listener) {
      const own = listeners.get(grantId) ?? new Set();
      listeners.set(grantId, own.add(listener));
      return () => {
        own.delete(listener);
        if (own.size === 0 && listeners.get(grantId) === own) listeners.delete(grantId);
      };
    },
    size: () => listeners.size,
  };
}
