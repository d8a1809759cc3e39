import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { concat, fromBase64url } from "@farthing/core";
import {
  type Authorization,
  authorizationBytes,
  type PaymentOutcome,
  proofBytes,
} from "@farthing/protocol";
import { clickBody } from "../payer/click.ts";
import { prove } from "../payer/device.ts";
import { ownPageHeaders } from "../payer/http.ts";
import type { Hand, Seat } from "./bank.ts";
import type { Call } from "./history.ts";
import { type Ask, record, recordAgain } from "./record.ts";
import { understandOutcome } from "./understand.ts";

const thinkMsMax = 120;
const paidKept = 64;
const sentKept = 64;

/** Presses one button again and again, at times twice at once, sends the same bytes again, and takes payments back. */
export async function clickHand(hand: Hand, seat: Seat): Promise<void> {
  const { bank, chance } = hand;
  const sent: Sent[] = [];
  while (bank.isOpen) {
    await sleep(chance.whole(1, thinkMsMax));
    // Also much later, when the allowance is another one and the price was given back: the first answer.
    const old = chance.happens(15) ? sent[chance.whole(0, sentKept)] : undefined;
    if (old !== undefined) await recordAgain(bank, old.call, old.ask);
    const clicks = chance.happens(15) ? 2 : 1;
    sent.unshift(...(await Promise.all(Array.from({ length: clicks }, () => press(hand, seat)))));
    sent.length = Math.min(sent.length, sentKept);
  }
}

interface Sent {
  readonly call: Call;
  readonly ask: Ask;
}

async function press(hand: Hand, seat: Seat): Promise<Sent> {
  const { bank, chance } = hand;
  const offer = chance.one(seat.stall.offers);
  const { origin, merchant } = seat.stall.shop;
  const body = clickBody(seat, { offer: offer.text, parent: origin, clock: bank.clock });
  const ask: Ask = {
    send: () =>
      bank.http.send("POST", "/v1/frame/payments", ownPageHeaders(bank.http.origin), body),
    understand: (json) => understandOutcome(json as PaymentOutcome),
  };
  const { allowance, payer } = seat;
  const { price, owns } = offer;
  const facts = clickFacts(body);
  const call = await record(
    bank,
    { kind: "click", payer: payer.number, merchant, allowance, facts, price, owns },
    ask,
  );
  if (chance.happens(10)) await recordAgain(bank, call, ask);
  if (call.heard?.word === "captured") await afterwards(hand, seat, call);
  return { call, ask };
}

async function afterwards({ bank, chance }: Hand, seat: Seat, call: Call): Promise<void> {
  const payment = call.heard?.payment ?? "";
  const { paid } = seat.stall;
  paid.push(payment);
  if (paid.length > paidKept) paid.shift();
  if (!chance.happens(12)) return;
  const undos = chance.happens(25) ? 2 : 1;
  // Two at once are two requests: their proofs differ in time.
  const now = bank.clock.now();
  const undo = async (_: unknown, nth: number) => {
    const time = now - nth;
    const { op, ask } = undoOf({ bank, chance }, seat, { payment, time });
    const undone = await record(bank, op, ask);
    if (chance.happens(30)) await recordAgain(bank, undone, ask);
  };
  await Promise.all(Array.from({ length: undos }, undo));
}

function undoOf(
  { bank }: Hand,
  { device }: Seat,
  { payment, time }: { payment: string; time: number },
) {
  const proof = prove(device, { purpose: "undo", subject: payment, time });
  const signed = proofBytes({ purpose: "undo", subject: payment, time });
  const signature = fromBase64url(proof.signature) ?? new Uint8Array();
  const body = JSON.stringify({ proof });
  const path = `/v1/frame/payments/${payment}/undo`;
  const ask: Ask = {
    send: () => bank.http.send("POST", path, ownPageHeaders(bank.http.origin), body),
    understand: () => ({ word: "reversed", payment, shown: [] }),
  };
  return { op: { kind: "undo", payment, facts: sha256(concat(signed, signature)) } as const, ask };
}

/** The journal keeps a click under the hash of what its key signed (specs/authorization.md). */
function clickFacts(body: string): string {
  const { authorization } = JSON.parse(body) as { authorization: Authorization };
  return sha256(authorizationBytes(authorization));
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
