/**
 * What an account promises: TigerBeetle's `Account.flags`, same names, same numbers. Combine with `|`.
 * `linked` is not here: everything in one entry is linked.
 */
export const accountFlags = {
  /** The balance never goes below zero: a payer's wallet, a prepaid budget. */
  debitsMustNotExceedCredits: 2,
  /** The mirror image: an account that can only owe us. */
  creditsMustNotExceedDebits: 4,
  /** Its statement has a line with the running balance for every transfer. */
  history: 8,
  /** Takes no new transfers: set by a closing transfer, cleared when that is voided or expires. */
  closed: 32,
} as const;

/** How a transfer moves money: TigerBeetle's `Transfer.flags`, same names, same numbers. */
export const transferFlags = {
  /** The chain goes on with the next transfer. The transfers of an entry are one chain with or without it. */
  linked: 1,
  /** Only reserves: posted, voided, or expired by the engine's clock after `timeout` seconds. */
  pending: 2,
  /** Makes the hold `pendingId` final: `amount` of it, or all of it with `amountAll`. The rest is released. */
  postPendingTransfer: 4,
  /** Releases the hold `pendingId`. */
  voidPendingTransfer: 8,
  /** Moves at most what the debit account has. */
  balancingDebit: 16,
  /** Moves at most what the credit account owes. */
  balancingCredit: 32,
  /** Closes the debit account for as long as this pending transfer is not voided or expired. */
  closingDebit: 64,
  /** The same for the credit account. */
  closingCredit: 128,
} as const;

/** `imported` of both: this ledger takes no events from other ledgers, and says so. */
export const importedFlags = { account: 16, transfer: 256 } as const;

/** The end of a hold whose time is over: set by the engine's clock only, above TigerBeetle's sixteen bits. */
export const expiredFlag = 1 << 16;

/** 2^128−1. As the amount of a post: all that is held (TigerBeetle's `AMOUNT_MAX`). */
export const amountAll = (1n << 128n) - 1n;
