import { z } from "zod";
import { instantField, moneyField, ofList } from "../fields.ts";
import { WebAuthnJson } from "./webAuthnJson.ts";

/** Taking a wallet away for good: `/v1/wallet/erasure…`. */

/** What is to be settled first. Each has one next step. */
export const EraseBlocker = z.enum(["balance", "held", "reports", "recovery", "frozen"]);

/** `GET /v1/wallet/erasure`. */
export const Erasure = z.strictObject({
  /** From asking to erasing, in milliseconds. */
  waitMs: z.number().int(),
  /** Until when it can be cancelled; null: nobody asked. */
  until: instantField.nullable(),
  /** Whether money that is left then is given up. */
  givesUp: z.boolean(),
  /** Whether this server's money may be given up at all: play money may. */
  mayGiveUp: z.boolean(),
  /** What stands in the way now. `balance` does not, where it is given up. */
  blockers: z.array(EraseBlocker).max(5, ofList),
  balance: moneyField,
  /** It is done: this session is over. */
  erased: z.boolean(),
});

/** `POST /v1/wallet/erasure`, with the passkey's answer for `erase-wallet`. */
export const EraseRequest = z.strictObject({
  credential: WebAuthnJson,
  /** Gives up whatever money is left when the wait is over. */
  givesUp: z.boolean(),
});

export type EraseBlocker = z.infer<typeof EraseBlocker>;
export type Erasure = z.infer<typeof Erasure>;
