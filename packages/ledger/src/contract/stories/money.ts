/** Accounts and the transfers that move at once. */
export const moneyStories: Record<string, string> = {
  "money moves, and never more than there is": `
    move bank A 5                              debit_account_not_found
    open bank                                  created
    open A PLAY/6 payer                        created
    move bank M 5                              credit_account_not_found
    open M & move bank A 100                   created
    move A M 30                                created
    balance A                                  70
    move A M 71                                exceeds_credits
    move A M 70                                created
    balance A                                  0
    balance M                                  100
    balance bank                               -100
    move A M 0                                 created
    move A M 1                                 exceeds_credits
    move M bank 150                            created     # no flag: may go negative
    balance M                                  -50`,

  "an account is opened once, and stays what it was opened as": `
    open A PLAY/6 payer code=7 data128=1 data64=2 data32=3           created
    open A PLAY/6 payer code=7 data128=1 data64=2 data32=3           created
    open A USD/6 code=8 data128=9 data64=9 data32=9                  account_exists_with_different_flags
    open A USD/6 payer code=8 data128=9 data64=9 data32=9            account_exists_with_different_user_data_128
    open A USD/6 payer code=8 data128=1 data64=9 data32=9            account_exists_with_different_user_data_64
    open A USD/6 payer code=8 data128=1 data64=2 data32=9            account_exists_with_different_user_data_32
    open A USD/6 payer code=8 data128=1 data64=2 data32=3            account_exists_with_different_ledger
    open A PLAY/6 payer code=8 data128=1 data64=2 data32=3           account_exists_with_different_code
    open A PLAY/6 payer history code=7 data128=1 data64=2 data32=3   account_exists_with_different_flags
    open U USD/6                                                     created
    move A U 1                                                       accounts_must_have_the_same_ledger
    open B                                                           created
    move B A 1 USD/6                                                 transfer_must_have_the_same_ledger_as_accounts`,

  "an account that can only owe": `
    open bank & open rail PLAY/6 owing         created
    move bank rail 1                           exceeds_debits
    move rail bank 10                          created
    move bank rail 10                          created
    move bank rail 1                           exceeds_debits`,

  "amounts end at 2^128−1": `
    open a & open b & open c                   created
    move a b 2^128-1                           created
    move a c 1                                 overflows_debits_posted
    move c b 1                                 overflows_credits_posted
    balance b                                  340282366920938463463374607431768211455
    move b a 2^128-1                           created
    move c a 0                                 created
    balance b                                  0
    open d & open e & open f                   created
    H: hold d e 2^128-1 0s                     created
    hold d f 1 0s                              overflows_debits_pending
    hold f e 1 0s                              overflows_credits_pending
    move d f 1                                 overflows_debits
    move f e 1                                 overflows_credits
    post H/0 2^63                              created
    balance e                                  9223372036854775808
    move d f 2^127                             created
    balance f                                  170141183460469231731687303715884105728`,

  "a payer's balance may be larger than any integer of SQLite's": `
    open bank & open A PLAY/6 payer & open M   created
    move bank A 2^63                           created
    move A M 2^63-1                            created
    balance A                                  1
    move A M 2                                 exceeds_credits
    move bank A 2^100                          created
    H: hold A M 2^99 0s                        created
    balance A                                  633825300114114700748351602689
    post H/0 2^98                              created
    balance A                                  950737950171172051122527404033
    balance M                                  316912650066280722411030577151`,

  "a balancing debit takes what there is": `
    open bank & open A PLAY/6 payer & open M & move bank A 10      created
    H: hold A M 4 10s                          created
    T1: move A M 100 balancing-debit           created
    moved T1/0                                 6
    balance A                                  0
    T2: move A M 100 balancing-debit           created     # nothing left: it moves nothing
    moved T2/0                                 0
    void H/0                                   created
    T3: move A M 3 balancing-debit             created     # never more than it asks for
    moved T3/0                                 3
    T3: move A M 3 balancing-debit             exists
    T3: move A M 4 balancing-debit             exists_with_different_amount
    T4: hold A M 100 10s balancing-debit       created
    moved T4/0                                 1
    balance A                                  0
    post T4/0                                  created
    balance M                                  10
    move M bank 30                             created     # M has no floor
    T5: move M bank 9 balancing-debit          created
    moved T5/0                                 0
    balance M                                  -20`,

  "a balancing credit pays what is owed": `
    open bank & open D PLAY/6 owing & open M   created
    move D bank 10                             created
    T1: move M D 7 balancing-credit            created
    moved T1/0                                 7
    T2: move M D 7 balancing-credit            created
    moved T2/0                                 3
    T3: move M D 7 balancing-credit            created
    moved T3/0                                 0
    open P PLAY/6 payer & move bank P 2        created
    move D bank 5                              created
    T4: move P D 2^128-1 balancing-debit balancing-credit     created
    moved T4/0                                 2`,
};
