import { accountKinds } from "@farthing/ledger";

/** Accounts of these kinds are owed what is in them. Holds are in their payer's until they are captured. */
const kinds: ReadonlySet<number> = new Set(
  (["payer", "merchant", "unsettled", "payable"] as const).map((kind) => accountKinds[kind].code),
);

/** Whether what is in an account of that code is owed to somebody. */
export function isOwed(code: number): boolean {
  return kinds.has(code);
}

/** What is owed, and what accounts below zero owe: it is in no sum, as nobody's claim is less because somebody else owes. */
export interface Owed {
  sum: bigint;
  receivable: bigint;
}

/** Adds the balance of one account that is owed. */
export function addOwed(owed: Owed, balance: bigint): void {
  if (balance < 0n) owed.receivable -= balance;
  else owed.sum += balance;
}
