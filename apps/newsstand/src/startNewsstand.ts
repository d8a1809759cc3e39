import { type Server } from "node:http";
import { type HttpBindings, serve } from "@hono/node-server";
import { type Clock, minute, second, systemClock } from "@farthing/core";
import { createFarthing } from "@farthing/sdk";
import { createNewsstand } from "./newsstand.ts";
import { articles } from "./articles/index.ts";
import { makePrints } from "./download/printsFile.ts";
import { startDuties } from "./duties.ts";
import { createOffers } from "./offers.ts";
import { createAskedRequests } from "./store/askedRequests.ts";
import { createDeliveries } from "./store/deliveries.ts";
import { openDatabase } from "./store/openDatabase.ts";
import { createSeenReceipts } from "./store/seenReceipts.ts";
import { createPurchases } from "./store/purchases.ts";

/** How the demo publisher is started. */
export interface NewsstandOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Such as `127.0.0.1`: another site than `localhost` for a browser. */
  readonly host: string;
  /** The wallet's origin. */
  readonly wallet: string;
  /** This publisher's merchant id, whose registered origins hold this site's. */
  readonly merchant: string;
  readonly apiKey: string;
  /** Where `newsstand.db` lies. */
  readonly folder: string;
  /** Sends `Cross-Origin-Opener-Policy: same-origin` with article pages. */
  readonly coop?: boolean;
  readonly clock?: Clock;
  /** How long a download may take until it is refunded. Default: 10 minutes. */
  readonly deliverWithinMs?: number;
  /** Time between two rounds of refunds. Default: 5 s. */
  readonly dutyMs?: number;
  /** Writes a line for the people who run the site. Default: nowhere. */
  readonly log?: (line: string) => void;
}

/** A running Newsstand. */
export interface Newsstand {
  /** Its origin, such as `http://127.0.0.1:4021`. */
  readonly url: string;
  /** Stops listening and closes the database. */
  close(): Promise<void>;
}

type Handler = (request: Request, bindings: HttpBindings) => Response | Promise<Response>;

/** Serves The Newsstand. Rejects with the socket's error when the port is taken. Needs no wallet to start. */
export async function startNewsstand(options: NewsstandOptions): Promise<Newsstand> {
  const { port, host, wallet, merchant, apiKey, folder, clock = systemClock } = options;
  const database = openDatabase(folder);
  const seen = createSeenReceipts(database, clock);
  const farthing = createFarthing({ wallet, merchant, apiKey, seen, clock });
  // The origin is part of every resource, and with port 0 it is known only once the socket listens.
  let handle: Handler = () => new Response(null, { status: 503 });
  try {
    const { server, boundPort } = await listen(
      (request, bindings) => handle(request, bindings),
      port,
      host,
    );
    const origin = new URL(`http://${host}:${boundPort}`).origin;
    const desk = {
      farthing,
      offers: createOffers(farthing, clock, origin),
      purchases: createPurchases(database),
      deliveries: createDeliveries(database),
      asked: createAskedRequests(database),
      printsFile: makePrints(articles),
      clock,
      origin,
      wallet: new URL(wallet).origin,
      coop: options.coop ?? false,
      deliverWithinMs: options.deliverWithinMs ?? 10 * minute,
      log: options.log ?? (() => undefined),
    };
    handle = createNewsstand(desk).fetch;
    const duties = startDuties(desk, options.dutyMs ?? 5 * second);
    return { url: origin, close: () => stop(server, duties, () => database.close()) };
  } catch (error) {
    database.close();
    throw error;
  }
}

function listen(
  fetch: Handler,
  port: number,
  hostname: string,
): Promise<{ server: Server; boundPort: number }> {
  return new Promise((resolve, reject) => {
    const answer = (request: Request, bindings: unknown) =>
      fetch(request, bindings as HttpBindings);
    const server = serve({ fetch: answer, port, hostname }, (info) => {
      server.off("error", reject);
      resolve({ server: server as Server, boundPort: info.port });
    });
    server.once("error", reject);
  });
}

async function stop(
  server: Server,
  duties: { stop(): Promise<void> },
  then: () => void,
): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await Promise.all([closed, duties.stop()]);
  then();
}
