import { minute } from "@farthing/core";
import { z } from "zod";

const hash = z.templateLiteral(["0x", z.string().regex(/^[0-9a-f]{64}$/)]);
const raw = z.templateLiteral(["0x", z.string().regex(/^([0-9a-f]{2})+$/)]);
const wei = z.string().regex(/^\d{1,30}$/);

/** What was signed to be sent, each time with a higher fee: at most one of them can ever be mined. */
const Send = z.strictObject({
  hash,
  raw,
  maxFeePerGas: wei,
  maxPriorityFeePerGas: wei,
  /** Milliseconds since 1970. */
  at: z.number(),
});

/** What is written down of a head's way into a chain. */
export const Way = z.strictObject({
  chain: z.number(),
  /** The account's: all sends have it in common. */
  nonce: z.number(),
  sends: z.array(Send).min(1),
  /** Where one of them was mined, as far as was seen last. */
  block: z.strictObject({ hash, number: wei }).optional(),
});

export type Way = z.infer<typeof Way>;
export type Send = z.infer<typeof Send>;

export interface Fees {
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

/** How long a send may wait for a block until a dearer one takes its place. */
export const bumpAfterMs = 3 * minute;
/** Sends of one head: the last may offer eight times the first fee, and is then sent again as it is. */
export const sendsMax = 18;

/** What a replacement must offer: an eighth more than before, which nodes ask for (a tenth), or what is usual now. */
export function dearer(last: Send, usual: Fees): Fees {
  const more = (wei: string) => (BigInt(wei) * 9n) / 8n + 1n;
  const most = (a: bigint, b: bigint) => (a > b ? a : b);
  return {
    maxFeePerGas: most(more(last.maxFeePerGas), usual.maxFeePerGas),
    maxPriorityFeePerGas: most(more(last.maxPriorityFeePerGas), usual.maxPriorityFeePerGas),
  };
}
