import { once } from "node:events";
import type { Server as HttpServer } from "node:http";
import { assert } from "@farthing/core";
import { createAdaptorServer, type Http2Bindings, type HttpBindings } from "@hono/node-server";

/** Answers one request; `address` is the other end of its socket. */
export type Answer = (request: Request, peer: { address: string | undefined }) => Promise<Response>;

/** A socket that listens; what answers may be said later. */
export interface Listening {
  readonly port: number;
  /** Until then every request gets 503. */
  answerWith(answer: Answer): void;
  /** Takes no new connections, lets requests under way finish for up to a second, then cuts what is left. */
  close(): Promise<void>;
}

const graceMs = 1_000;

const starting: Answer = () => {
  return Promise.resolve(
    new Response("starting\n", { status: 503, headers: { "retry-after": "1" } }),
  );
};

/**
 * Listens before anything else is made, so that the port (and with it the origin) is known. Rejects with what the
 * system says: `EADDRINUSE`, `EACCES` …
 */
export async function listen(where: { host: string; port: number }): Promise<Listening> {
  let answer = starting;
  const server = createAdaptorServer({
    fetch: (request: Request, { incoming }: HttpBindings | Http2Bindings) =>
      answer(request, { address: incoming.socket.remoteAddress }),
  }) as HttpServer;
  // A body is at most 64 KiB: whoever sends slower than this holds a socket for nothing.
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.keepAliveTimeout = 65_000;
  server.listen(where.port, where.host);
  await once(server, "listening");
  const address = server.address();
  assert(typeof address === "object" && address !== null, "a listening server has an address");
  return {
    port: address.port,
    answerWith: (given) => void (answer = given),
    close: () => closeServer(server),
  };
}

async function closeServer(server: HttpServer): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  // Streams of waiting frames never end by themselves.
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(cut);
}
