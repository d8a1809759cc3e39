/**
 * Answers at the door: the entry says something no ledger could do. Given before the queue and never
 * recorded, in this order. Words and order of accounts and transfers are TigerBeetle 0.17's
 * (`CreateAccountStatus`, `CreateTransferStatus`); what its integer types rule out, ours say.
 */
export const malformedStatuses = [
  "id_must_be_u128",
  "id_must_not_be_zero",
  "id_must_not_be_int_max",
  "id_must_leave_room_for_transfers",
  "time_must_be_an_instant",
  "entry_too_large",
  "memo_too_long",
  "commitment_must_be_32_bytes",
  "facts_must_be_32_bytes",
  "key_must_be_u128",
  "linked_event_chain_open",
  "imported_event_not_expected",
  "reserved_flag",
  "account_id_must_be_u128",
  "account_id_must_not_be_zero",
  "account_id_must_not_be_int_max",
  "user_data_must_fit",
  "flags_are_mutually_exclusive",
  "debit_account_id_must_not_be_zero",
  "debit_account_id_must_not_be_int_max",
  "credit_account_id_must_not_be_zero",
  "credit_account_id_must_not_be_int_max",
  "accounts_must_be_different",
  "pending_id_must_be_zero",
  "pending_id_must_not_be_zero",
  "pending_id_must_not_be_int_max",
  "pending_id_must_be_different",
  "timeout_reserved_for_pending_transfer",
  "closing_transfer_must_be_pending",
  "amount_must_be_u128",
  "timeout_must_be_u32",
  "ledger_must_not_be_zero",
  "ledger_must_be_an_asset",
  "code_must_not_be_zero",
  "code_must_be_u16",
  "amount_must_be_between_0_and_max",
  "window_must_be_bounded",
  "expiry_must_be_an_instant",
] as const;

/**
 * Answers of the rules, in THE order of precedence: the first that applies is the answer. Order inside
 * each group is TigerBeetle 0.17's; limits, claims and counters are Farthing's own and are asked before
 * money moves, so that "you already own this" and "this device is revoked" are heard before "your
 * balance is too low". The journal stores a status by its position: never reorder; append and read
 * docs/explanation/ledger.md.
 */
export const answerStatuses = [
  "created",
  // The id was seen before: created with other facts (the first difference, transfer by transfer), …
  "exists_with_different_flags",
  "exists_with_different_pending_id",
  "exists_with_different_timeout",
  "exists_with_different_debit_account_id",
  "exists_with_different_credit_account_id",
  "exists_with_different_amount",
  "exists_with_different_user_data_128",
  "exists_with_different_user_data_64",
  "exists_with_different_user_data_32",
  "exists_with_different_ledger",
  "exists_with_different_code",
  // … in another part of the entry, or in the caller's own `facts`; …
  "exists_with_different_facts",
  // … created with the same facts; or refused with other facts (with the same: the first answer again).
  "exists",
  "id_already_failed",
  // The time inside the client's key is more than 24 hours off the engine's.
  "clock_skew",
  // Accounts.
  "account_exists_with_different_flags",
  "account_exists_with_different_user_data_128",
  "account_exists_with_different_user_data_64",
  "account_exists_with_different_user_data_32",
  "account_exists_with_different_ledger",
  "account_exists_with_different_code",
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
  // Transfers, in their order inside the entry; the first that fails refuses the whole entry, and
  // every other transfer of it is told `linked_event_failed`.
  "linked_event_failed",
  "debit_account_not_found",
  "credit_account_not_found",
  "accounts_must_have_the_same_ledger",
  "transfer_must_have_the_same_ledger_as_accounts",
  "pending_transfer_not_found",
  "pending_transfer_not_pending",
  "pending_transfer_has_different_debit_account_id",
  "pending_transfer_has_different_credit_account_id",
  "pending_transfer_has_different_ledger",
  "pending_transfer_has_different_code",
  "exceeds_pending_transfer_amount",
  "pending_transfer_has_different_amount",
  "pending_transfer_already_posted",
  "pending_transfer_already_voided",
  "pending_transfer_expired",
  "pending_transfer_not_expired",
  "debit_account_already_closed",
  "credit_account_already_closed",
  "overflows_debits_pending",
  "overflows_credits_pending",
  "overflows_debits_posted",
  "overflows_credits_posted",
  "overflows_debits",
  "overflows_credits",
  "overflows_timeout",
  "exceeds_credits",
  "exceeds_debits",
] as const;

/** An answer at the door: never recorded. */
export type MalformedStatus = (typeof malformedStatuses)[number];

/** An answer of the rules. */
export type AnswerStatus = (typeof answerStatuses)[number];

/** One answer to one entry, or to one transfer of it. */
export type EntryStatus = MalformedStatus | AnswerStatus;

/** Every status in the order of precedence. */
export const entryStatuses: readonly EntryStatus[] = [...malformedStatuses, ...answerStatuses];

const codes = new Map(answerStatuses.map((status, code) => [status, code]));

/** The number the journal stores for an answer of the rules. */
export function statusCode(status: AnswerStatus): number {
  return codes.get(status) ?? 0;
}
