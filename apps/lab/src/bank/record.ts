import { setTimeout as sleep } from "node:timers/promises";
import { assert } from "@farthing/core";
import type { Answer } from "../payer/http.ts";
import type { Bank } from "./bank.ts";
import type { Shown } from "./check/bankModel.ts";
import type { Call, Heard, Op } from "./history.ts";

/** What an answer says, in the words of the history, and the numbers that it shows. Null: ask again. */
export type Understood = (Heard & { readonly shown: readonly Shown[] }) | null;

/** A request whose bytes are fixed, and how its answer reads. */
export interface Ask {
  send(): Promise<Answer>;
  understand(json: unknown): Understood;
}

const attemptsMax = 400;
const pauseMs = 50;

/** Asks for a write until it is answered, with the same bytes each time, and writes down when and what. */
export async function record(bank: Bank, op: Op, ask: Ask): Promise<Call> {
  const call: Call = { op, start: performance.now(), end: Infinity, heard: null, again: [] };
  bank.calls.push(call);
  const { understood, end, attempts } = await untilAnswered(bank, ask);
  if (attempts > 1) bank.resolvedLater += 1;
  call.end = end;
  call.heard = { word: understood.word, payment: understood.payment };
  return call;
}

/** The same bytes once more: the first answer again, for ever. */
export async function recordAgain(bank: Bank, call: Call, ask: Ask): Promise<void> {
  const { understood } = await untilAnswered(bank, ask);
  call.again.push({ word: understood.word, payment: understood.payment });
}

/** A question that changes nothing. */
export async function look(bank: Bank, ask: Ask): Promise<void> {
  await untilAnswered(bank, ask);
}

async function untilAnswered(
  bank: Bank,
  ask: Ask,
): Promise<{ understood: NonNullable<Understood>; end: number; attempts: number }> {
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const start = performance.now();
    const answer = await ask.send().catch(() => null);
    const end = performance.now();
    const understood = answer === null ? null : read(answer, ask);
    if (understood !== null) {
      const includes = understood.payment;
      for (const [register, value] of understood.shown) {
        bank.seen.push({ register, value, start, end, includes });
      }
      return { understood, end, attempts: attempt };
    }
    bank.retries += 1;
    await sleep(pauseMs);
  }
  assert(false, `the server answers within ${attemptsMax} attempts`);
}

/** Says neither that something happened nor that nothing did; just started or too busy, it may not even say so in JSON. */
const busy = 503;
const askAgain = new Set(["unavailable", "outcome-unknown"]);

function read({ status, text }: Answer, ask: Ask): Understood {
  if (status === busy) return null;
  const json = JSON.parse(text) as { code?: string };
  if (status <= 299) return ask.understand(json);
  if (askAgain.has(json.code ?? "")) return null;
  return { word: `problem:${json.code}`, payment: null, shown: [] };
}
