import { assert, ProblemError } from "@farthing/core";

/** One address may hold this many streams open: an office behind one address, and no more. */
const perAddressMax = 64;
/** A stream costs a socket, two timers and some memory: this many are open in one process at most. */
const openMax = 5_000;

/** A stream that is open, and how to end it. */
export interface OpenStream {
  readonly address: string;
  readonly end: () => void;
}

/** The event streams of this process, one per grant, counted by address. */
export interface OpenStreams {
  /**
   * Ends the grant's stream that was open before. Throws `unavailable` when there is no room for one of `address`: the
   * frame asks for the result now and then instead.
   */
  makeRoom(grant: string, address: string): void;
  /** Counts a stream in; room was made for it. */
  add(grant: string, stream: OpenStream): void;
  /** Counts it out. Nothing happens when it is out already. */
  remove(grant: string, stream: OpenStream): void;
  size(): number;
}

/** No streams yet. */
export function newOpenStreams(): OpenStreams {
  const byGrant = new Map<string, OpenStream>();
  const byAddress = new Map<string, number>();
  return {
    makeRoom(grant, address) {
      byGrant.get(grant)?.end();
      const isFull = byGrant.size >= openMax || (byAddress.get(address) ?? 0) >= perAddressMax;
      if (isFull) throw new ProblemError("unavailable");
    },
    add(grant, stream) {
      assert(!byGrant.has(grant), "a grant has one stream");
      byGrant.set(grant, stream);
      byAddress.set(stream.address, (byAddress.get(stream.address) ?? 0) + 1);
    },
    remove(grant, stream) {
      if (byGrant.get(grant) !== stream) return;
      byGrant.delete(grant);
      const left = (byAddress.get(stream.address) ?? 0) - 1;
      if (left > 0) byAddress.set(stream.address, left);
      else byAddress.delete(stream.address);
    },
    size: () => byGrant.size,
  };
}
