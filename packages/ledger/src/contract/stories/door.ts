/** What is answered before the queue, and never recorded. */
export const doorStories: Record<string, string> = {
  "what no ledger could do is said at the door": `
    open a & open b                            created
    H: hold a b 1 0s                           created
    move @0 b 1                                debit_account_id_must_not_be_zero
    move @2^128-1 b 1                          debit_account_id_must_not_be_int_max
    move a @0 1                                credit_account_id_must_not_be_zero
    move a @2^128-1 1                          credit_account_id_must_not_be_int_max
    move @2^128 b 1                            account_id_must_be_u128
    move a @-1 1                               account_id_must_be_u128
    move a a 1                                 accounts_must_be_different
    move a b 2^128                             amount_must_be_u128
    move a b -1                                amount_must_be_u128
    move a b 1 of=H/0                          pending_id_must_be_zero
    move a b 1 5s                              timeout_reserved_for_pending_transfer
    move a b 1 closing-debit                   closing_transfer_must_be_pending
    move a b 1 closing-credit                  closing_transfer_must_be_pending
    hold a b 1 4294967296s                     timeout_must_be_u32
    move a b 1 code=0                          code_must_not_be_zero
    move a b 1 code=65536                      code_must_be_u16
    move a b 1 data128=2^128                   user_data_must_fit
    move a b 1 data64=2^64                     user_data_must_fit
    move a b 1 data32=4294967296               user_data_must_fit
    move a b 1 imported                        imported_event_not_expected
    move a b 1 unheard                         reserved_flag
    hold a b 1 5s posting                      flags_are_mutually_exclusive
    hold a b 1 5s voiding                      flags_are_mutually_exclusive
    post H/0 voiding                           flags_are_mutually_exclusive
    post H/0 balancing-debit                   flags_are_mutually_exclusive
    void H/0 balancing-credit                  flags_are_mutually_exclusive
    void H/0 closing-debit                     flags_are_mutually_exclusive
    post @0                                    pending_id_must_not_be_zero
    void @2^128-1                              pending_id_must_not_be_int_max
    S: void S/0                                pending_id_must_be_different
    post @2^128                                key_must_be_u128
    post H/0 code=65536                        code_must_be_u16
    open @0                                    account_id_must_not_be_zero
    open @2^128-1                              account_id_must_not_be_int_max
    open @2^128                                account_id_must_be_u128
    open c PLAY/6 payer owing                  flags_are_mutually_exclusive
    open c PLAY/6 closed                       reserved_flag
    open c PLAY/6 imported                     imported_event_not_expected
    open c PLAY/6 code=0                       code_must_not_be_zero
    open c PLAY/6 code=65536                   code_must_be_u16
    open c data64=2^64                         user_data_must_fit
    set w sum 1 65x1h                          window_must_be_bounded
    set w sum 1 0x1h                           window_must_be_bounded
    set w each 1 24x1h                         window_must_be_bounded
    set w sum -1                               amount_must_be_between_0_and_max
    set w sum 2^63                             amount_must_be_between_0_and_max
    open-limit w sum -1                        amount_must_be_between_0_and_max
    open-limit w each 1 24x1h                  window_must_be_bounded
    use w -1                                   amount_must_be_between_0_and_max
    use w 2^63                                 amount_must_be_between_0_and_max
    counter k -1                               amount_must_be_between_0_and_max
    balance b                                  0
    E: move a b 1                              created
    E: move a a 1                              accounts_must_be_different`,

  "of two things wrong with a transfer the first in TigerBeetle's order is said": `
    move @0 @0 1 5s code=0 closing-debit       debit_account_id_must_not_be_zero
    move a @0 1 5s code=0 closing-debit        credit_account_id_must_not_be_zero
    move a a 1 5s code=0 of=H/0                accounts_must_be_different
    move a b 1 5s code=0 of=H/0                pending_id_must_be_zero
    move a b 1 5s code=0 closing-debit         timeout_reserved_for_pending_transfer
    move a b 1 code=0 closing-debit            closing_transfer_must_be_pending
    move @0 @0 1 posting voiding               flags_are_mutually_exclusive
    move @0 @0 1 unheard posting voiding       reserved_flag
    move @0 @0 1 unheard imported              imported_event_not_expected
    move @0 @0 1 unheard imported linked       linked_event_chain_open`,
};
