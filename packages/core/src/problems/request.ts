import { kind, type ProblemKind } from "../problemKind.ts";

/** What is wrong with a request, whatever it asks, and what is wrong here: nothing was done, or nobody knows yet. */
export const requestProblems = {
  "malformed-json": kind(
    400,
    "never",
    "The body is not JSON.",
    "Send a JSON object as application/json.",
  ),
  "invalid-request": kind(
    400,
    "never",
    "The request does not have the expected shape.",
    "Compare the fields named in the detail with /reference.",
  ),
  "period-invalid": kind(
    400,
    "never",
    "There is no such period.",
    "Ask for a month such as 2026-11, or for `from` before `to`.",
  ),
  "cursor-unknown": kind(
    400,
    "never",
    "This cursor is not one of this list's.",
    "Start without a cursor, or send the last `next` as it came.",
  ),
  "unsupported-media-type": kind(
    415,
    "never",
    "Only application/json is accepted here.",
    "Set Content-Type: application/json.",
  ),
  "body-too-large": kind(
    413,
    "never",
    "The body is larger than this address accepts.",
    "Send at most 64 KiB.",
  ),
  "not-found": kind(
    404,
    "never",
    "There is nothing at this address.",
    "Look the address up in /reference.",
  ),
  "method-not-allowed": kind(
    405,
    "never",
    "This address does not take that method.",
    "Look the address up in /reference.",
  ),
  "wrong-host": kind(
    421,
    "never",
    "This server answers under another address.",
    "Use the address that the server prints when it starts.",
  ),
  "cross-site-request": kind(
    403,
    "never",
    "This address answers only the wallet's own pages.",
    "Open the wallet itself and try there.",
  ),
  "origin-not-registered": kind(
    403,
    "never",
    "This site is not registered with the wallet.",
    "Add the site's address to the merchant's origins.",
  ),
  "api-key-invalid": kind(
    401,
    "never",
    "The API key is missing or not known.",
    "Send Authorization: Bearer with the key of this merchant.",
  ),
  "operator-key-invalid": kind(
    401,
    "never",
    "This is not the operator's key.",
    "`farthing operator key`, run where the server's data is, tells it.",
  ),
  "idempotency-key-missing": kind(
    400,
    "never",
    "This request moves money and needs an Idempotency-Key.",
    "Send a fresh UUIDv7 as Idempotency-Key and keep it for retries.",
  ),
  "idempotency-conflict": kind(
    409,
    "never",
    "This Idempotency-Key was used with another body.",
    "Use a new key for a new request.",
  ),
  "rate-limited": kind(
    429,
    "later",
    "Too many requests. Nothing was charged.",
    "Wait as long as Retry-After says, then send the same request.",
  ),
  unavailable: kind(
    503,
    "same-key",
    "The server is too busy. Nothing was charged.",
    "Send the same request again after Retry-After.",
  ),
  "outcome-unknown": kind(
    503,
    "same-key",
    "The server cannot say yet whether this was done.",
    "Send the same request again: it will never be done twice.",
  ),
  internal: kind(
    500,
    "same-key",
    "Something went wrong on our side.",
    "Send the same request again: it will never be done twice.",
  ),
} as const satisfies Record<string, ProblemKind>;
