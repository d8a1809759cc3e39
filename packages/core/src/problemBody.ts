import type { Retry } from "./problemKind.ts";
import { type ProblemCode, problems } from "./problems.ts";

/** The body of a problem (RFC 9457), `application/problem+json`. */
export interface ProblemBody {
  readonly type: string;
  readonly code: ProblemCode;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly hint: string;
  readonly retry: Retry;
}

/** Thrown in the shell only: the caller's or the world's fault, never a business result and never a bug. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly code: ProblemCode;
  readonly detail: string | undefined;

  constructor(code: ProblemCode, detail?: string) {
    super(detail ?? problems[code].title);
    this.code = code;
    this.detail = detail;
  }
}

/** The RFC 9457 body for `code`. */
export function problemBody(code: ProblemCode, detail?: string): ProblemBody {
  const { status, title, hint, retry } = problems[code];
  const type = `/reference#problem-${code}`;
  return { type, code, title, status, ...(detail === undefined ? {} : { detail }), hint, retry };
}
