import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { Desk } from "../desk.ts";
import type { Delivery } from "../store/deliveries.ts";
import { giveBack } from "./giveBack.ts";

/** A file is sent in so many pieces, with a pause after each, so that a person can watch it come. */
const pieces = 16;
const pauseMs = 50;
/** After so many breaks this server cannot send it. */
const failuresMax = 3;

/**
 * Sends the file, or the rest of it from where a `Range` asks (RFC 9110 §14.2; only for the same bytes, by `If-Range`).
 * Where the server breaks off for the third time the delivery has failed, and the money goes back at once. A reader who
 * leaves is no failure of ours: what is missing can be asked for until the delivery is late.
 */
export function sendPrints(desk: Desk, c: Context, delivery: Delivery): Response {
  const { bytes, name, sha256 } = desk.printsFile;
  const etag = `"${sha256}"`;
  const from = firstByte(c, etag, bytes.length);
  if (from === null) {
    return c.body(null, 416, { "content-range": `bytes */${bytes.length}` });
  }
  const isConfirmedByPage = c.req.query("by") === "page";
  const end = {
    // A plain link has no script that could confirm: handing over every byte is all that can be known.
    sent: () => {
      if (from === 0 && !isConfirmedByPage) confirm(desk, delivery.payment);
    },
    async broke() {
      await breakOff(desk, delivery.payment);
      // In the middle of the answer, as when a server dies.
      (c.env as HttpBindings).outgoing.destroy();
    },
  };
  const until = delivery.isBroken ? from + Math.ceil((bytes.length - from) / 2) : bytes.length;
  return c.body(stream(bytes, { from, until }, end), from === 0 ? 200 : 206, {
    "content-type": "application/zip",
    "content-disposition": `attachment; filename="${name}"`,
    "content-length": String(bytes.length - from),
    "accept-ranges": "bytes",
    // Compressed on the way, the count of bytes would be another.
    "cache-control": "no-store, no-transform",
    etag,
    ...(from === 0 ? {} : { "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
  });
}

/** It arrived whole. `false` if the money is on its way back already. */
export function confirm(desk: Desk, payment: string): boolean {
  desk.deliveries.move(payment, ["due"], "confirmed", desk.clock.now());
  return desk.deliveries.find(payment)?.state === "confirmed";
}

/** Only `bytes=N-`, as our page asks; anything else gets the whole file, as the standard allows. */
function firstByte(c: Context, etag: string, length: number): number | null {
  const asked = /^bytes=(\d{1,9})-$/.exec(c.req.header("range") ?? "")?.[1];
  if (asked === undefined || c.req.header("if-range") !== etag) return 0;
  return Number(asked) < length ? Number(asked) : null;
}

async function breakOff(desk: Desk, payment: string): Promise<void> {
  if (desk.deliveries.fail(payment) < failuresMax) return;
  desk.deliveries.move(payment, ["due"], "failed", desk.clock.now());
  await giveBack(desk);
}

function stream(
  bytes: Uint8Array<ArrayBuffer>,
  { from, until }: { from: number; until: number },
  end: { sent: () => void; broke: () => Promise<void> },
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const step = Math.ceil(bytes.length / pieces);
  let at = from;
  return new ReadableStream({
    async pull(controller) {
      const next = Math.min(at + step, until);
      controller.enqueue(bytes.subarray(at, next));
      at = next;
      if (at < until) return new Promise((resolve) => setTimeout(resolve, pauseMs));
      if (until < bytes.length) await end.broke();
      else end.sent();
      return controller.close();
    },
  });
}
