/**
 * What every engine must do, as stories: one line per event, the expected answer last. `tick` moves
 * the clock. Limit expiries count from the start of the story.
 */
export const stories: Record<string, string> = {
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
    open A PLAY/6 payer code 7                 created
    open A PLAY/6 payer code 7                 created
    open A USD/6 payer code 8                  account_exists_with_different_asset
    open A PLAY/6 code 8                       account_exists_with_different_code
    open A PLAY/6 code 7                       account_exists_with_different_flags
    open U USD/6                               created
    move A U 1                                 accounts_must_have_the_same_asset
    open B                                     created
    move B A 1 USD/6                           transfer_must_have_the_same_asset_as_accounts`,

  "an entry is all or nothing": `
    open bank & open A PLAY/6 payer & open M & move bank A 10      created
    set day sum 100                                                created
    open N & claim c & use day 5 & move A M 6 & move A M 5         exceeds_credits
    balance A                                                      10
    balance M                                                      0
    balance N                                                      none
    available day                                                  100
    holder c                                                       nobody
    open N & move A N 10 & move N M 10 & use day 10                created
    balance N                                                      0
    balance M                                                      10
    available day                                                  90`,

  "transfers of one entry see each other": `
    open bank & open A PLAY/6 payer & open M                       created
    move A M 10 & move bank A 10                                   exceeds_credits
    move bank A 10 & move A M 10                                   created
    balance M                                                      10
    balance bank                                                   -10`,

  "an account that can only owe": `
    open bank & open rail PLAY/6 owing         created
    move bank rail 1                           exceeds_debits
    move rail bank 10                          created
    move bank rail 10                          created
    move bank rail 1                           exceeds_debits`,

  "totals end at 2^63−1": `
    open a & open b & open c                   created
    move a b max                               created
    move a c 1                                 overflows_debits
    move c b 1                                 overflows_credits
    move b a max                               created
    move c a 0                                 created`,

  "a hold is posted, once": `
    open bank & open A PLAY/6 payer & open M & move bank A 100     created
    H1: hold A M 60 10s                        created
    balance A                                  40
    balance M                                  0
    move A M 41                                exceeds_credits
    post H1/0 61                               exceeds_pending_transfer_amount
    post H1/1                                  pending_transfer_not_found
    post nowhere/0                             pending_transfer_not_found
    post H1/0 50                               created
    balance A                                  50           # the rest is released
    balance M                                  50
    post H1/0 50                               pending_transfer_already_posted
    void H1/0                                  pending_transfer_already_posted
    H2: hold A M 50 0s                         created
    post H2/0                                  created
    balance A                                  0`,

  "a hold is voided, or its time is over": `
    open bank & open A PLAY/6 payer & open M & move bank A 100     created
    H1: hold A M 60 10s                        created
    void H1/0                                  created
    balance A                                  100
    void H1/0                                  pending_transfer_already_voided
    H2: hold A M 60 10s                        created
    H3: hold A M 30 0s                         created
    tick 9 seconds
    balance A                                  10
    tick 1 seconds
    post H2/0                                  pending_transfer_expired
    void H2/0                                  pending_transfer_expired
    balance A                                  70
    tick 400 days
    balance A                                  70           # timeout 0: never
    post H3/0                                  created
    balance M                                  30`,

  "a hold made and posted in one entry": `
    open bank & open A PLAY/6 payer & open M & move bank A 10      created
    H: hold A M 10 10s & post H/0 4            created
    balance A                                  6
    balance M                                  4`,

  "a closing hold closes, its void opens": `
    open bank & open A PLAY/6 payer & open M & move bank A 10      created
    H1: hold A M 10 10s                        created
    C: hold A M 0 20s closing-debit            created
    move bank A 1                              credit_account_already_closed
    move A M 0                                 debit_account_already_closed
    post H1/0                                  debit_account_already_closed
    void H1/0                                  created
    void C/0                                   created
    move bank A 1                              created
    D: hold bank M 0 20s closing-credit        created
    move A M 1                                 credit_account_already_closed
    tick 20 seconds
    move A M 1                                 created`,

  "a limit for each use": `
    use click 5                                limit_not_found
    set click each 5                           created
    use click 5                                created
    use click 5                                created
    use click 6                                limit_exceeded
    set click each 6                           created
    use click 6                                created
    available click                            6`,

  "a limit for the sum of uses": `
    set total sum 100                          created
    use total 60                               created
    available total                            40
    use total 41                               limit_exceeded
    use total 40                               created
    use total 0                                created
    use total 1                                limit_exceeded
    tick 400 days
    available total                            0
    reset total                                created
    available total                            100
    use total 30 & use total 70                created
    use total 1                                limit_exceeded`,

  "an edit acts at once": `
    set total sum 100                          created
    use total 60                               created
    set total sum 50                           created
    available total                            0
    use total 0                                limit_exceeded
    set total sum 60 & use total 0             created
    set total sum 70 & use total 10            created
    available total                            0
    set total each 70                          limit_exists_with_different_kind
    set total sum 70 24x1h                     limit_exists_with_different_kind`,

  "a window gives a bucket back only when wholly outside": `
    set day sum 100 24x1h                      created
    use day 60                                 created
    tick 1 hours
    use day 40                                 created
    tick 23 hours
    use day 1                                  limit_exceeded  # the first use was 24 h ago, not its bucket
    tick 1 hours
    available day                              60
    use day 61                                 limit_exceeded
    use day 60                                 created
    tick 1 hours
    available day                              40
    tick 100 days
    available day                              100`,

  "a limit closes, opens again and expires": `
    set pay sum 100 until 60s                  created
    use pay 10                                 created
    close pay                                  created
    close pay                                  created
    use pay 1                                  limit_closed
    available pay                              0
    set pay sum 1000                           limit_closed    # an edit never undoes a freeze
    reset pay                                  limit_closed
    reopen pay                                 created
    available pay                              90
    tick 59 seconds
    use pay 1                                  created
    tick 1 seconds
    use pay 1                                  limit_expired
    available pay                              0
    set pay sum 100 until 120s                 created
    use pay 1                                  created
    close nothing                              limit_not_found
    reset nothing                              limit_not_found
    reopen nothing                             limit_not_found`,

  "an undo gives back what was used, where it was used": `
    set day sum 100 24x1h & set total sum 100  created
    P1: use day 60 & use total 60              created
    tick 2 hours
    P2: use day 40 & use total 40              created
    use day 1                                  limit_exceeded
    give day 60 of P1 & give total 60 of P1    created
    available day                              60
    available total                            60
    tick 23 hours
    give day 40 of P1                          created     # its bucket is gone: nothing to give
    available day                              60
    give day 50 of P2                          created     # never more than was used
    available day                              100
    reset total                                created
    P3: use total 30                           created
    give total 40 of P2                        created     # the reset forgave it already
    available total                            70
    give total 30 of P3                        created
    P4: reset total & use total 25             created     # used after the reset of its own entry
    give total 25 of P4                        created
    available total                            100
    give nothing 5 of P1                       created`,

  "a claim has one holder": `
    P1: claim article                          created
    holder article                             P1
    P2: claim article                          claim_taken
    release article of P2                      claim_not_held
    release other of P1                        claim_not_held
    release article of P1                      created
    holder article                             nobody
    P3: claim article                          created
    holder article                             P3
    release article of P1                      claim_not_held
    P4: release article of P3 & claim article  created
    holder article                             P4`,

  "a counter takes every number once, 64 behind the highest at most": `
    counter K 5                                counter_not_found
    counter K close                            counter_not_found
    counter K open                             created
    counter K 0                                created
    counter K 0                                counter_conflict
    counter K 100                              created
    counter K 100                              counter_conflict
    counter K 99                               created
    counter K 99                               counter_conflict
    counter K 37                               created
    counter K 36                               counter_conflict
    counter K 101                              created
    counter K 37                               counter_conflict
    counter K open                             created     # opening an open one changes nothing
    counter K 101                              counter_conflict
    counter K 1000000                          created
    counter K 101                              counter_conflict
    highest K                                  1000000
    counter K close                            created
    counter K close                            created
    counter K 1000001                          counter_closed
    counter K open                             counter_closed`,

  "a retry gets the first answer, for ever": `
    open bank & open A PLAY/6 payer & open M & move bank A 10      created
    P1: move A M 10                            created
    P1: move A M 10                            exists
    P1: move A M 9                             exists_with_different_facts
    P1: move A M 10 & memo x                   exists_with_different_facts
    balance A                                  0
    P2: move A M 10                            exceeds_credits
    move bank A 100                            created
    P2: move A M 10                            exceeds_credits
    P2: move A M 11                            exists_with_different_facts
    balance A                                  100
    tick 30 days
    P1: move A M 10                            exists
    P2: move A M 10                            exceeds_credits`,

  "facts say what a retry must repeat": `
    open bank & open A PLAY/6 payer & open M & move bank A 10      created
    P1: move A M 5 & memo scored-10 & facts x  created
    P1: move A M 5 & memo scored-20 & facts x  exists
    P1: move A M 5 & memo scored-10 & facts y  exists_with_different_facts
    balance M                                  5`,

  "a client's time more than a day off is refused, unless the id exists": `
    open bank & open A                         created
    E1: move bank A 1 & time -24h              created
    E2: move bank A 1 & time -86401s           clock_skew
    E3: move bank A 1 & time 24h               created
    E4: move bank A 1 & time 86401s            clock_skew
    tick 2 days
    E1: move bank A 1                          exists
    E4: move bank A 1                          clock_skew
    balance A                                  2`,

  "what no ledger could do is said at the door": `
    open a & open b                            created
    move a a 1                                 accounts_must_be_different
    move a b 9223372036854775808               amount_must_be_between_0_and_max
    move a b -1                                amount_must_be_between_0_and_max
    move a b 1 closing-debit                   closing_transfer_must_be_pending
    hold a b 1 4294967296s                     timeout_must_be_between_0_and_max
    open c PLAY/6 payer owing                  flags_are_mutually_exclusive
    open c PLAY/6 code 0                       code_must_be_between_1_and_65535
    open c PLAY/6 code 65536                   code_must_be_between_1_and_65535
    set w sum 1 65x1h                          window_must_be_bounded
    set w sum 1 0x1h                           window_must_be_bounded
    set w each 1 24x1h                         window_must_be_bounded
    set w sum -1                               amount_must_be_between_0_and_max
    use w -1                                   amount_must_be_between_0_and_max
    counter k -1                               amount_must_be_between_0_and_max
    E: move a b 1                              created
    E: move a a 1                              accounts_must_be_different`,

  "one order of statuses": `
    open bank & open A PLAY/6 payer & set total sum 10 & counter K open & counter K 1      created
    P0: claim c                                                                            created
    E: move A bank 1                                                                       exceeds_credits
    E: time -48h & open A USD/6 & counter K 1 & claim c & use total 11 & move A bank 11    exists_with_different_facts
    time -48h & open A USD/6 & counter K 1 & claim c & use total 11 & move A bank 11       clock_skew
    open A USD/6 & counter K 1 & claim c & use total 11 & move A bank 11                   account_exists_with_different_asset
    counter K 1 & claim c & set total each 1 & use total 11 & move A bank 11               counter_conflict
    counter K 2 & release c of X & claim c & set total each 1 & use total 11               claim_not_held
    counter K 2 & claim c & set total each 1 & use total 11 & move A bank 11               claim_taken
    counter K 2 & claim d & set total each 1 & use total 11 & move A bank 11               limit_exists_with_different_kind
    counter K 2 & claim d & use total 11 & move A bank 11                                  limit_exceeded
    counter K 2 & claim d & use total 10 & move A X 11                                     credit_account_not_found
    counter K 2 & claim d & use total 10 & move A bank 11                                  exceeds_credits
    counter K 2 & claim d & use total 10 & move bank A 11 & move A bank 11                 created`,
};
