import { OpenAPIHono } from "@hono/zod-openapi";
import type { ProblemCode } from "@farthing/core";
import type { Context } from "hono";
import type { PromptKind } from "../metrics.ts";
import type { Rung } from "../payments/rung.ts";
import type { Asked } from "../questions/questionOf.ts";

/** What the server knows about one request while it runs. Ids and codes only: the log line is made of it. */
export interface RequestState {
  readonly id: string;
  /** The caller's address, for rate limits. */
  readonly address: string;
  /** Pattern of the route that answers, set when one was found. */
  route: string;
  /** Set when the answer is a problem. */
  problem?: ProblemCode;
  /** Set by use cases that know whom they serve: prefixed ids only. */
  payer?: string;
  merchant?: string;
  payment?: string;
  /** In the smallest unit, where a payment or a question is about one offer. */
  price?: bigint;
  /** The kind of a payment outcome, with its reason. */
  outcome?: string;
  /** What the payer was asked, if anything was. */
  prompt?: PromptKind;
  /** What a question or a no is about, so that it is found again: by a retry, and once it is known what came of it. */
  asked?: Asked;
  /** How well the payer's browser remembers them, where a payment or a question is counted. */
  rung?: Rung;
}

/** Hono's type parameter: the request's state is `c.env`. */
export interface HonoEnv {
  Bindings: RequestState;
}

/** What handlers receive. */
export type Ctx = Context<HonoEnv>;

/** A set of routes that `createServer` mounts. */
export type Routes = OpenAPIHono<HonoEnv>;

/** An empty set of routes. */
export function newRoutes(): Routes {
  return new OpenAPIHono<HonoEnv>();
}
