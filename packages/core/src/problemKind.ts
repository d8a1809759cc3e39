/** What a caller may do after a problem: nothing, send the same request (same key) again, or wait first. */
export type Retry = "never" | "same-key" | "later";

/** A problem as the catalogue has it. */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly retry: Retry;
  /** The one next step. */
  readonly hint: string;
}

/** One line of the catalogue. */
export function kind(status: number, retry: Retry, title: string, hint: string): ProblemKind {
  return { status, title, retry, hint };
}
