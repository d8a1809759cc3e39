/** Pending transfers: posted, voided, expired; and what they close. */
export const holdStories: Record<string, string> = {
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

  "only a hold is posted or voided": `
    open bank & open A PLAY/6 payer & open M & move bank A 10      created
    T: move A M 1 & hold A M 2 0s              created
    post T/0                                   pending_transfer_not_pending
    void T/0                                   pending_transfer_not_pending
    post T/2                                   pending_transfer_not_found
    R: move A M 100                            exceeds_credits
    post R/0                                   pending_transfer_not_found
    S: move A M 1 & post S/0                   pending_transfer_not_pending
    U: post U/1 & hold A M 1 0s                pending_transfer_not_found
    post Late/0                                pending_transfer_not_found
    Late: move A M 0                           created
    post Late/0                                pending_transfer_not_pending
    tick 2 days
    post T/0                                   pending_transfer_not_pending
    post T/1                                   created
    balance M                                  3`,

  "a post or void may say what it ends": `
    open bank & open A & open M & open U USD/6         created
    H: hold A M 9 0s code=5 data128=1 data64=2         created
    post H/0 9 debit=M credit=A USD/6 code=6           pending_transfer_has_different_debit_account_id
    post H/0 9 debit=A credit=A USD/6 code=6           pending_transfer_has_different_credit_account_id
    post H/0 10 debit=A credit=M USD/6 code=6          pending_transfer_has_different_ledger
    post H/0 10 debit=A credit=M PLAY/6 code=6         pending_transfer_has_different_code
    post H/0 10 debit=A credit=M PLAY/6 code=5         exceeds_pending_transfer_amount
    void H/0 10                                        exceeds_pending_transfer_amount
    void H/0 8                                         pending_transfer_has_different_amount
    P: post H/0 7 debit=A credit=M PLAY/6 code=5       created
    moved P/0                                          7
    void H/0 8                                         pending_transfer_has_different_amount
    void H/0 9                                         pending_transfer_already_posted
    G: hold A M 3 0s                                   created
    V: void G/0 3                                      created
    moved V/0                                          3
    N: hold A M 3 0s                                   created
    Z: post N/0 0                                      created     # posts nothing, releases all
    moved Z/0                                          0
    balance M                                          7`,

  "a hold ends at the latest in 2262": `
    open a & open b                            created
    hold a b 1 4294967295s                     created
    tick 36500 days
    hold a b 1 4294967295s                     overflows_timeout
    move a b 1                                 created`,
};
