import { type Server } from "node:http";
import { serve } from "@hono/node-server";
import { type Clock, systemClock } from "@farthing/core";
import { createFarthing } from "@farthing/sdk";
import { createNewsstand } from "./newsstand.ts";
import { createOffers } from "./offers.ts";
import { openDatabase } from "./store/openDatabase.ts";
import { createSeenReceipts } from "./store/seenReceipts.ts";
import { createUnlocks } from "./store/unlocks.ts";

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
}

/** A running Newsstand. */
export interface Newsstand {
  /** Its origin, such as `http://127.0.0.1:4021`. */
  readonly url: string;
  /** Stops listening and closes the database. */
  close(): Promise<void>;
}

type Handler = (request: Request) => Response | Promise<Response>;

/** Serves The Newsstand. Rejects with the socket's error when the port is taken. Needs no wallet to start. */
export async function startNewsstand(options: NewsstandOptions): Promise<Newsstand> {
  const { port, host, wallet, merchant, apiKey, folder, clock = systemClock } = options;
  const database = openDatabase(folder);
  const unlocks = createUnlocks(database);
  const seen = createSeenReceipts(database, clock);
  const farthing = createFarthing({ wallet, merchant, apiKey, seen, clock });
  // The origin is part of every resource, and with port 0 it is known only once the socket listens.
  let handle: Handler = () => new Response(null, { status: 503 });
  try {
    const { server, boundPort } = await listen((request) => handle(request), port, host);
    const origin = new URL(`http://${host}:${boundPort}`).origin;
    const offers = createOffers(farthing, clock);
    const coop = options.coop ?? false;
    const walletOrigin = new URL(wallet).origin;
    const desk = { farthing, offers, unlocks, clock, origin, wallet: walletOrigin, coop };
    handle = createNewsstand(desk).fetch;
    return { url: origin, close: () => stop(server, () => database.close()) };
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
    const server = serve({ fetch, port, hostname }, (info) => {
      server.off("error", reject);
      resolve({ server: server as Server, boundPort: info.port });
    });
    server.once("error", reject);
  });
}

function stop(server: Server, then: () => void): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      then();
      resolve();
    });
    server.closeAllConnections();
  });
}
