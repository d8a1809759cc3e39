/** Entries: all or nothing, each id once, one order of answers. */
export const entryStories: Record<string, string> = {
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

  "every transfer of a refused entry is told why": `
    open bank & open A PLAY/6 payer & open M & move bank A 10      created
    T: move A M 6 & move A M 5 & move A M 1                        exceeds_credits
    told T/0                                                       linked_event_failed
    told T/1                                                       exceeds_credits
    told T/2                                                       linked_event_failed
    set day sum 5                                                  created
    L: use day 6 & move A M 1 & move A M 1                         limit_exceeded
    told L/0                                                       linked_event_failed
    told L/1                                                       linked_event_failed
    S: move A M 11                                                 exceeds_credits
    told S/0                                                       exceeds_credits
    C: move A M 1 & move A M 2                                     created
    told C/0                                                       created
    told C/1                                                       created`,

  "the linked flag says what an entry says already": `
    open a & open b                            created
    move a b 1 linked & move a b 2             created
    balance b                                  3
    move a b 1 linked                          linked_event_chain_open
    move a b 1 & move a b 2 linked             linked_event_chain_open
    balance b                                  3`,

  "a retry gets the first answer, for ever": `
    open bank & open A PLAY/6 payer & open M & move bank A 10      created
    P1: move A M 10                            created
    P1: move A M 10                            exists
    P1: move A M 9                             exists_with_different_amount
    P1: move A M 10 & memo x                   exists_with_different_facts
    balance A                                  0
    P2: move A M 10                            exceeds_credits
    move bank A 100                            created
    P2: move A M 10                            exceeds_credits
    P2: move A M 11                            id_already_failed
    balance A                                  100
    tick 30 days
    P1: move A M 10                            exists
    P2: move A M 10                            exceeds_credits`,

  "another attempt hears the first difference, in TigerBeetle's order": `
    open bank & open A & open B & open U USD/6                        created
    H: hold bank A 9 0s                                               created
    T: move A B 5 & move B A 1                                        created
    T: post H/0 4 debit=B code=2 data64=1 & move B A 1                exists_with_different_flags
    T: hold A B 6 5s code=2 & move B A 1                              exists_with_different_flags
    T: move B A 6 data128=1 code=2 & move B A 1                       exists_with_different_debit_account_id
    T: move A bank 6 data128=1 code=2 & move B A 1                    exists_with_different_credit_account_id
    T: move A B 6 data128=1 code=2 & move B A 1                       exists_with_different_amount
    T: move A B 5 data128=1 data64=1 data32=1 code=2 & move B A 1     exists_with_different_user_data_128
    T: move A B 5 data64=1 data32=1 code=2 & move B A 1               exists_with_different_user_data_64
    T: move A B 5 data32=1 USD/6 code=2 & move B A 1                  exists_with_different_user_data_32
    T: move A B 5 USD/6 code=2 & move B A 1                           exists_with_different_ledger
    T: move A B 5 code=2 & move B A 1                                 exists_with_different_code
    T: move A B 5 & move B A 2                                        exists_with_different_amount
    T: move A B 5                                                     exists_with_different_facts
    T: move A B 5 & move B A 1 & move A B 1                           exists_with_different_facts
    T: move A B 5 & move B A 1 & memo other                           exists_with_different_facts
    T: move A B 5 & move B A 1                                        exists
    P: hold A B 5 10s                                                 created
    P: hold A B 5 11s                                                 exists_with_different_timeout
    V: void P/0                                                       created
    V: void H/0                                                       exists_with_different_pending_id
    V: void P/0                                                       exists
    balance B                                                         4`,

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

  "one order of statuses": `
    open bank & open A PLAY/6 payer & set total sum 10 & counter K open & counter K 1      created
    P0: claim c                                                                            created
    E: move A bank 1                                                                       exceeds_credits
    E: time -48h & open A USD/6 & counter K 1 & claim c & use total 11 & move A bank 11    id_already_failed
    time -48h & open A USD/6 & counter K 1 & claim c & use total 11 & move A bank 11       clock_skew
    open A USD/6 & counter K 1 & claim c & use total 11 & move A bank 11                   account_exists_with_different_flags
    counter K 1 & claim c & set total each 1 & use total 11 & move A bank 11               counter_conflict
    counter K 2 & release c of X & claim c & set total each 1 & use total 11               claim_not_held
    counter K 2 & claim c & set total each 1 & use total 11 & move A bank 11               claim_taken
    counter K 2 & claim d & set total each 1 & use total 11 & move A bank 11               limit_exists_with_different_kind
    counter K 2 & claim d & use total 11 & move A bank 11                                  limit_exceeded
    counter K 2 & claim d & use total 10 & move A X 11                                     credit_account_not_found
    counter K 2 & claim d & use total 10 & move A bank 11                                  exceeds_credits
    counter K 2 & claim d & use total 10 & move bank A 11 & move A bank 11                 created`,
};
