import { payingProblems } from "./problems/paying.ts";
import { requestProblems } from "./problems/request.ts";
import { returnProblems } from "./problems/returns.ts";
import { walletProblems } from "./problems/wallet.ts";
import { waysInProblems } from "./problems/waysIn.ts";

/**
 * Every problem Farthing answers with (RFC 9457). The code is the last part of the problem's `type`.
 * A code is added to one of these rooms or it does not exist: the reference page is generated from this table.
 */
export const problems = {
  ...requestProblems,
  ...waysInProblems,
  ...payingProblems,
  ...walletProblems,
  ...returnProblems,
} as const;

/** The name of a problem. */
export type ProblemCode = keyof typeof problems;
