import { second } from "@farthing/core";
import type { GrantStatus } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { findGrant, type Grant } from "./grant.ts";

/** Keeps proxies from ending a quiet stream. */
const heartbeatMs = 15 * second;

const streams = new WeakMap<Deps, Map<string, () => void>>();

/**
 * The status of a grant as a stream of `status` events (HTML Living Standard §9.2), status only, until
 * it is answered or its five minutes are over (rule 5). One stream per grant: a new one ends the old.
 */
export function grantEvents(deps: Deps, grant: Grant): ReadableStream<Uint8Array> {
  let stop: () => void = () => {};
  return new ReadableStream<Uint8Array>({
    start(controller) {
      stop = follow(deps, grant, {
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
  write(text: string): void;
  close(): void;
}

/** Starts telling; returns the way to stop without a last word. */
function follow(deps: Deps, { row, status }: Grant, sink: Sink): () => void {
  const open = streams.get(deps) ?? new Map<string, () => void>();
  streams.set(deps, open);
  open.get(row.id)?.();
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
    if (open.get(row.id) === end) open.delete(row.id);
  };
  const end = () => {
    if (stopped) return;
    stop();
    sink.close();
  };
  const unsubscribe = deps.grantHub.subscribe(row.id, tell);
  const expiry = setTimeout(() => tell("expired"), Math.max(0, row.expires_at - deps.clock.now()));
  const heartbeat = setInterval(() => sink.write(": here\n\n"), heartbeatMs);
  open.set(row.id, end);
  tell(status);
  // What changed between reading the grant and listening rang no bell here.
  findGrant(deps, row.id).then(
    (now) => void (now !== null && tell(now.status)),
    (error: unknown) => {
      // The frame asks for the result when its stream ends; this one would have missed a change.
      deps.logger.error({ err: error }, "a grant's stream ends early");
      end();
    },
  );
  return stop;
}

function isOver(status: GrantStatus): boolean {
  return status === "approved" || status === "closed" || status === "expired";
}
