/**
 * Every answer the ledger gives to an entry, in THE order of precedence: the first that applies is
 * the answer. Vocabulary and order inside each group are TigerBeetle 0.17's (`src/state_machine.zig`);
 * limits, claims and counters are Farthing's own and are asked before money moves, so that "you
 * already own this" and "this device is revoked" are heard before "your balance is too low".
 * The journal stores a status by its position: never reorder; append and read docs/explanation/ledger.md.
 */
export const entryStatuses = [
  "created",
  // Shape: the entry says something no ledger could do. Answered before the queue, never recorded.
  "id_must_be_u128",
  "time_must_be_an_instant",
  "entry_too_large",
  "memo_too_long",
  "commitment_must_be_32_bytes",
  "facts_must_be_32_bytes",
  "key_must_be_u128",
  "account_id_must_be_u128",
  "flags_are_mutually_exclusive",
  "accounts_must_be_different",
  "closing_transfer_must_be_pending",
  "amount_must_be_between_0_and_max",
  "asset_must_be_code_and_scale",
  "code_must_be_between_1_and_65535",
  "timeout_must_be_between_0_and_max",
  "expiry_is_the_engines",
  "window_must_be_bounded",
  "expiry_must_be_an_instant",
  // The id was seen before.
  "exists",
  "exists_with_different_facts",
  // The time inside the client's key is more than 24 hours off the engine's.
  "clock_skew",
  // Accounts.
  "account_exists_with_different_asset",
  "account_exists_with_different_code",
  "account_exists_with_different_flags",
  // Counters: is this key alive, and is this number fresh?
  "counter_not_found",
  "counter_closed",
  "counter_conflict",
  // Claims.
  "claim_not_held",
  "claim_taken",
  // Limits: changes first, then uses.
  "limit_not_found",
  "limit_exists_with_different_kind",
  "limit_closed",
  "limit_expired",
  "limit_exceeded",
  // Transfers, in their order inside the entry; the first that fails refuses the whole entry.
  "debit_account_not_found",
  "credit_account_not_found",
  "accounts_must_have_the_same_asset",
  "transfer_must_have_the_same_asset_as_accounts",
  "pending_transfer_not_found",
  "exceeds_pending_transfer_amount",
  "pending_transfer_already_posted",
  "pending_transfer_already_voided",
  "pending_transfer_expired",
  "pending_transfer_not_expired",
  "debit_account_already_closed",
  "credit_account_already_closed",
  "overflows_debits",
  "overflows_credits",
  "exceeds_credits",
  "exceeds_debits",
] as const;

/** One answer to one entry. See `entryStatuses` for all of them and their order. */
export type EntryStatus = (typeof entryStatuses)[number];

const codes = new Map(entryStatuses.map((status, code) => [status, code]));

/** The number the journal stores for a status. */
export function statusCode(status: EntryStatus): number {
  return codes.get(status) ?? 0;
}
