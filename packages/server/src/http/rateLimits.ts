import { type ProblemCode, ProblemError } from "@farthing/core";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { ServerConfig } from "../config.ts";

/** Too many requests of one caller; says how long to wait. */
export class RateLimited extends ProblemError {
  readonly retryAfterSeconds: number;

  constructor(waitMs: number, code: ProblemCode = "rate-limited") {
    super(code);
    this.retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1_000));
  }
}

/** Counts one request of a caller; rejects with `RateLimited` above the configured number a minute. */
export type CountRequest = (key: string) => Promise<void>;

/** Per process: behind several processes each allows its share. A limit of 0 is off. */
export interface RateLimits {
  readonly address: CountRequest;
  readonly payer: CountRequest;
  /** Keyed by merchant, so that one site cannot burn a payer's budget (frame-and-grant.md rule 11). */
  readonly merchant: CountRequest;
  /** Mails that somebody asked for, by payer and by address: nobody's mailbox is flooded from here. Five an hour. */
  readonly mail: CountRequest;
}

const mailsPerHour = 5;

export function newRateLimits(rate: ServerConfig["rate"]): RateLimits {
  return {
    address: perMinute(rate.addressPerMinute),
    payer: perMinute(rate.payerPerMinute),
    merchant: perMinute(rate.merchantPerMinute),
    mail: limited({ points: mailsPerHour, duration: 3_600 }),
  };
}

function perMinute(points: number): CountRequest {
  return points === 0 ? () => Promise.resolve() : limited({ points, duration: 60 });
}

/** `duration` in seconds. */
function limited(of: { points: number; duration: number }): CountRequest {
  const limiter = new RateLimiterMemory(of);
  return async (key) => {
    try {
      await limiter.consume(key);
    } catch (refusal) {
      throw refusal instanceof RateLimiterRes ? new RateLimited(refusal.msBeforeNext) : refusal;
    }
  };
}
