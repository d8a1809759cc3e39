import { second } from "@farthing/core";
import type { GrantStatus } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { findGrant, type Grant } from "./grant.ts";
import { loadPaidGrant } from "./recover.ts";
import { statusOf } from "./rules.ts";
import { newOpenStreams, type OpenStream, type OpenStreams } from "./openStreams.ts";

/** Keeps proxies from ending a quiet stream. */
const heartbeatMs = 15 * second;

const streams = new WeakMap<Deps, OpenStreams>();

/**
 * The status of a grant as a stream of `status` events (HTML Living Standard §9.2), status only, until
 * it is answered or its five minutes are over (rule 5). One stream per grant: a new one ends the old.
 * Throws `unavailable` when `address` holds as many streams as it may, or everybody together.
 */
export function grantEvents(deps: Deps, grant: Grant, address: string): ReadableStream<Uint8Array> {
  const open = streams.get(deps) ?? newOpenStreams();
  streams.set(deps, open);
  open.makeRoom(grant.row.id, address);
  let stop: () => void = () => {};
  return new ReadableStream<Uint8Array>({
    start(controller) {
      stop = follow(deps, grant, {
        open,
        address,
        write: (text) => controller.enqueue(encoder.encode(text)),
        close: () => controller.close(),
      });
    },
    cancel() {
      stop();
    },
  });
}

const encoder = new TextEncoder();

interface Sink {
  readonly open: OpenStreams;
  readonly address: string;
  write(text: string): void;
  close(): void;
}

/** Starts telling; returns the way to stop without a last word. */
function follow(deps: Deps, { row, status }: Grant, sink: Sink): () => void {
  let last: GrantStatus | null = null;
  const tell = (now: GrantStatus) => {
    if (now === last || stopped) return;
    last = now;
    sink.write(`event: status\ndata: ${now}\n\n`);
    if (isOver(now)) end();
  };
  let stopped = false;
  const stop = () => {
    stopped = true;
    clearTimeout(expiry);
    clearInterval(heartbeat);
    unsubscribe();
    sink.open.remove(row.id, stream);
  };
  const end = () => {
    if (stopped) return;
    stop();
    sink.close();
  };
  const missed = (error: unknown) => {
    // The frame asks for the result when its stream ends; this one would have missed a change.
    deps.logger.error({ err: error }, "a grant's stream ends early");
    end();
  };
  const stream: OpenStream = { address: sink.address, end };
  const unsubscribe = deps.grantHub.subscribe(row.id, tell);
  // While an approval is under way nobody knows the end: the frame asks for the result when its stream is over.
  const tellEnd = () =>
    loadPaidGrant(deps, row.id)
      .then(({ status: now }) => tell(statusOf(now)))
      .finally(end)
      .catch((error: unknown) => missed(error));
  const expiry = setTimeout(() => void tellEnd(), Math.max(0, row.expires_at - deps.clock.now()));
  const heartbeat = setInterval(() => sink.write(": here\n\n"), heartbeatMs);
  sink.open.add(row.id, stream);
  tell(statusOf(status));
  // What changed between reading the grant and listening rang no bell here.
  findGrant(deps, row.id).then((now) => void (now !== null && tell(statusOf(now.status))), missed);
  return stop;
}

function isOver(status: GrantStatus): boolean {
  return status === "approved" || status === "closed" || status === "expired";
}
