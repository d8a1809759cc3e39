interface Failure {
  code: string;
  status: number | null;
  title: string;
  hint: string;
  retry: "never" | "same-key" | "later";
}

/** Why a call to the wallet failed, and what to do about it. Thrown by the calls that need the network. */
export class FarthingError extends Error {
  override readonly name = "FarthingError";
  /** The wallet's problem code (its `/reference` lists them), or `unreachable`, `unreadable`, `misconfigured`. */
  readonly code: string;
  /** HTTP status; `null` when there was no answer. */
  readonly status: number | null;
  /** The one next step. */
  readonly hint: string;
  /** `same-key`: sending the same again is safe. `later`: wait first. `never`: change the request. */
  readonly retry: "never" | "same-key" | "later";

  constructor(failure: Failure, options?: ErrorOptions) {
    super(`${failure.title} ${failure.hint}`, options);
    this.code = failure.code;
    this.status = failure.status;
    this.hint = failure.hint;
    this.retry = failure.retry;
  }
}
