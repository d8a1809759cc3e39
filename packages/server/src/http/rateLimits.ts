import { ProblemError } from "@farthing/core";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { ServerConfig } from "../config.ts";

/** Too many requests of one caller; says how long to wait. */
export class RateLimited extends ProblemError {
  readonly retryAfterSeconds: number;

  constructor(waitMs: number) {
    super("rate-limited");
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
}

export function newRateLimits(rate: ServerConfig["rate"]): RateLimits {
  return {
    address: perMinute(rate.addressPerMinute),
    payer: perMinute(rate.payerPerMinute),
    merchant: perMinute(rate.merchantPerMinute),
  };
}

function perMinute(points: number): CountRequest {
  if (points === 0) return () => Promise.resolve();
  const limiter = new RateLimiterMemory({ points, duration: 60 });
  return async (key) => {
    try {
      await limiter.consume(key);
    } catch (refusal) {
      throw refusal instanceof RateLimiterRes ? new RateLimited(refusal.msBeforeNext) : refusal;
    }
  };
}
