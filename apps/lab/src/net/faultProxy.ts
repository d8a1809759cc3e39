import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { assert } from "@farthing/core";
import type { Chance } from "../seeded.ts";

/** What becomes of one request and its answer. */
export const fates = ["pass", "delay", "cut-request", "cut-sent", "cut-answer"] as const;
export type Fate = (typeof fates)[number];

/** A way to a server on this machine that is as bad as somebody wants it. */
export interface FaultProxy {
  readonly port: number;
  /** How often each fate befell a request. */
  readonly counts: Readonly<Record<Fate, number>>;
  /** Whether there are faults from now on; at first there are none. */
  setFaults(on: boolean): void;
  close(): Promise<void>;
}

export interface FaultProxyOptions {
  /** The server's port on loopback. */
  readonly target: number;
  readonly chance: Chance;
  /** Of a hundred requests: how many are held up, and how many are cut, in three ways alike. */
  readonly delayPercent: number;
  readonly cutPercent: number;
  readonly delayMsMax: number;
}

/**
 * Relays connections of HTTP clients that send one request after the other. By chance a request is cut before it is
 * through, when it has been sent and nothing of its answer came back, or in the middle of the answer.
 */
export async function openFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const counts: Record<Fate, number> = {
    pass: 0,
    delay: 0,
    "cut-request": 0,
    "cut-sent": 0,
    "cut-answer": 0,
  };
  const open = new Set<Socket>();
  let faults = false;
  const draw = (): Fate => {
    const fate = faults ? drawFate(options) : "pass";
    counts[fate] += 1;
    return fate;
  };
  const server = createServer((client) => {
    const upstream = connect(options.target, "127.0.0.1");
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.setNoDelay(true).on("close", () => open.delete(socket));
    }
    relay({ client, upstream, draw, delayMs: () => options.chance.whole(1, options.delayMsMax) });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert(typeof address === "object" && address !== null, "a listening server has an address");
  return {
    port: address.port,
    counts,
    setFaults: (on) => void (faults = on),
    async close() {
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, "close");
    },
  };
}

function drawFate({ chance, delayPercent, cutPercent }: FaultProxyOptions): Fate {
  if (chance.happens(cutPercent)) return chance.one(["cut-request", "cut-sent", "cut-answer"]);
  return chance.happens(delayPercent) ? "delay" : "pass";
}

interface Pair {
  readonly client: Socket;
  readonly upstream: Socket;
  readonly draw: () => Fate;
  readonly delayMs: () => number;
}

function relay({ client, upstream, draw, delayMs }: Pair): void {
  let fate: Fate = "pass";
  // What a client sends after an answer began is its next request: it sends one at a time.
  let isNew = true;
  const cut = () => {
    client.destroy();
    upstream.destroy();
  };
  for (const socket of [client, upstream]) socket.on("error", cut).on("close", cut);
  client.on("data", (bytes) => {
    if (isNew) fate = draw();
    isNew = false;
    if (fate === "cut-request") {
      // The head or a part of the body: nothing that a server could act on.
      upstream.write(bytes.subarray(0, bytes.length >> 1), cut);
    } else if (fate === "cut-sent") {
      // To the server it is a client that went away after asking; it goes on with what it was asked.
      upstream.write(bytes, () => client.destroy());
    } else if (fate === "delay") {
      client.pause();
      void sleep(delayMs()).then(() => {
        upstream.write(bytes);
        client.resume();
      });
    } else {
      upstream.write(bytes);
    }
  });
  upstream.on("data", (bytes) => {
    isNew = true;
    if (fate === "cut-answer") client.write(bytes.subarray(0, bytes.length >> 1), cut);
    else client.write(bytes);
  });
}
