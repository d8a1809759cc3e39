import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { assert } from "@farthing/core";

/** A small site of somebody else on 127.0.0.1: the same site as the Newsstand for a browser, another origin. */
export interface Site {
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves what `pageFor` answers with: the HTML for a request, in a page without any Content-Security-Policy. */
export async function openSite(
  pageFor: (request: IncomingMessage) => string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Site> {
  const server = createServer((request, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.end(`<!doctype html><html lang="en"><title>Site</title>${pageFor(request)}`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert(typeof address === "object" && address !== null, "a listening server has an address");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
