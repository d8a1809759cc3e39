/** Where every story begins: a payer with 10 000, a merchant, the operator's fees, a rail. */
const shop = `
    open R rail                                created
    open A payer                               created
    open M merchant                            created
    open F fees                                created
    topUp R A 10000                            created`;

/** The money words, one word a line. */
export const wordStories: Readonly<Record<string, string>> = {
  "charge: the fee is rounded down, the remainder is the merchant's": `${shop}
    p1: charge A M F 999 250bp                 created
    legs p1                                    999,24
    balance A                                  9001
    balance M                                  975
    balance F                                  24
    p2: charge A M F 39 250bp                  created     # a fee of less than one unit is none
    legs p2                                    39
    charge A M F 10000 250bp                   exceeds_credits
    charge A M F 100 10001bp                   fee-is-0-to-100-%
    charge A M F -1 250bp                      a-price-is-not-negative`,

  "hold, capture a part, and the rest is released": `${shop}
    h: hold A M 500 60s                        created
    balance A                                  9500
    balance M                                  0
    capture h F 501 250bp                      exceeds_pending_transfer_amount
    capture h F 0 250bp                        capturing-nothing-is-a-release
    capture h F 340282366920938463463374607431768211455     what-is-captured-is-an-amount,-so-that-the-fee-is-of-it
    c: capture h F 200 250bp                   created
    legs c                                     200,5
    balance A                                  9800
    balance M                                  195
    balance F                                  5
    capture h F 200 250bp                      pending_transfer_already_posted
    release h                                  pending_transfer_already_posted
    refund c 201                               no-more-is-given-back-than-was-paid
    refund c 200                               created
    balance A                                  10000
    balance F                                  0
    hold A M 10001 60s                         exceeds_credits
    hold A M 0 60s                             a-hold-is-of-something
    hold A M 1 0s                              a-hold-ends-by-itself`,

  "a hold ends: released, over, or captured whole": `${shop}
    h1: hold A M 500 60s                       created
    release h1                                 created
    balance A                                  10000
    capture h1 F 1                             pending_transfer_already_voided
    release h1                                 pending_transfer_already_voided
    h2: hold A M 500 60s                       created
    tick 60s
    balance A                                  10000
    capture h2 F 1                             pending_transfer_expired
    release h2                                 pending_transfer_expired
    h3: hold A M 500 60s                       created
    c: capture h3 F all 1000bp                 created
    legs c                                     500,50
    balance M                                  450`,

  "refund in pieces: price and fee exactly, and nothing above": `${shop}
    p: charge A M F 1000 333bp                 created     # a fee of 33
    legs p                                     1000,33
    r1: refund p 1                             created
    legs r1                                    1,1         # 0.033 rounded up: what the operator keeps is rounded down
    r2: refund p 499                           created
    legs r2                                    16,499
    refund p 501                               no-more-is-given-back-than-was-paid
    refund p 0                                 what-is-given-back-is-more-than-nothing
    refund p -1                                what-is-given-back-is-more-than-nothing
    r3: refund p 500                           created
    legs r3                                    16,500
    refund p 1                                 no-more-is-given-back-than-was-paid
    balance A                                  10000
    balance M                                  0
    balance F                                  0`,

  "a piece that does not know of another is refused by the rules": `${shop}
    p: charge A M F 1000 250bp                 created
    refund p 600                               created
    refund p 300 before=0                      limit_exceeded     # read before the other came
    refund p 400 before=0                      limit_exceeded
    refund p 1000 before=0                     limit_exceeded
    refund p 400                               created
    refund p 1 before=0                        limit_exceeded
    balance A                                  10000
    balance F                                  0`,

  "undo and refund exclude each other": `${shop}
    p1: charge A M F 1000 250bp                created
    undo p1                                    created
    undo p1                                    limit_exceeded
    refund p1 1                                no-more-is-given-back-than-was-paid
    refund p1 1 before=0                       limit_exceeded
    refund p1 1000 before=0                    limit_exceeded
    balance A                                  10000
    p2: charge A M F 1000 250bp                created
    refund p2 1                                created
    undo p2                                    limit_exceeded
    balance A                                  9001
    balance M                                  975         # the fee of 25 has one back already, rounded up
    balance F                                  24`,

  "split: the units that remain go to the first that were rounded": `${shop}
    open B payer                               created
    open C payer                               created
    s1: split R 100 A:1 B:1 C:1                created
    legs s1                                    34,33,33
    s2: split R 101 A:0 B:1 C:1                created
    legs s2                                    51,50       # who has no weight gets no remainder
    s3: split R 2 A:1 B:1 C:1                  created
    legs s3                                    1,1
    s6: split R 5 A:2 B:1 C:1                  created
    legs s6                                    3,1,1       # 2.5, 1.25, 1.25
    s7: split R 3 A:2 B:3 C:1                  created
    legs s7                                    1,2         # 1 stays 1: only what was rounded gets more
    s4: split R 10 A:70 B:30                   created
    legs s4                                    7,3
    s5: split R 0 A:1                          created
    legs s5
    split A 1000000 B:1 C:1                    exceeds_credits
    split A 10 A:1 B:1                         accounts_must_be_different
    split R 10 A:0 B:0                         weights-are-parts-of-something
    split R 10 A:-1 B:2                        weights-are-parts-of-something
    split R -1 A:1                             what-is-split-is-not-negative`,

  "exchange: two liquidity accounts, the spread a leg of its own": `${shop}
    open L liquidity                           created
    open RU rail USD/6                         created
    open LU liquidity USD/6                    created
    open AU payer USD/6                        created
    exchange A L LU AU F 1000 9/10 100bp       exceeds_credits     # nothing to sell yet
    topUp RU LU 2000 USD/6                     created
    x1: exchange A L LU AU F 1000 9/10 100bp   created
    legs x1                                    990,891,10
    balance A                                  9000
    balance L                                  990
    balance AU                                 891
    balance LU                                 1109
    balance F                                  10
    x2: exchange A L LU AU F 999 7/9 50bp      created
    legs x2                                    996,774,3           # 773.115 rounded up, and 774 are worth 995.2
    x3: exchange A L LU AU F 9 1/3 0bp         created
    legs x3                                    9,3
    exchange A L LU AU F 10 1/3 0bp            no-whole-number-of-units-fits
    exchange A L LU AU F 1 1/100 9999bp        no-whole-number-of-units-fits
    exchange A L LU AU F 100000 1/1 100bp      exceeds_credits
    exchange A L LU AU F 10 0/1 0bp            a-rate-is-above-zero
    exchange A L LU AU F 10 1/0 0bp            a-rate-is-above-zero
    exchange A L LU AU F 0 1/1 0bp             what-is-sold-is-more-than-nothing
    exchange A L LU AU F 10 1/1 10000bp        a-spread-is-0-to-less-than-100-%`,

  "what is old enough matures, and only that is paid out": `${shop}
    open P payable                             created
    charge A M F 1000 500bp                    created
    mark M monday
    p2: charge A M F 600 500bp                 created     # younger
    m1: mature M P monday                      created
    legs m1                                    600,920,600 # held, moved, let go: both fees came out of the older money
    balance P                                  920
    balance M                                  600
    m2: mature M P monday                      created     # nothing more
    legs m2
    refund p2 100                              created
    mark M tuesday
    charge A M F 50                            created
    m3: mature M P tuesday                     created
    legs m3                                    50,505,50
    payOut P R 1426                            exceeds_credits
    payOut P R 0                               a-payout-is-of-something
    payOut M R 10                              a-payout-leaves-only-from-payable
    o: payOut P R 1425                         created
    balance P                                  0
    returned o                                 created
    returned o                                 limit_exceeded
    balance P                                  1425
    mature F P monday                          what-matures-is-a-merchant's`,

  "what was refunded after the account was read does not eat into younger money": `${shop}
    open P payable                             created
    p1: charge A M F 1000                      created
    mark M monday
    charge A M F 600                           created
    refund p1 700                              created
    m: mature M P monday seen=0                created     # read before the refund: it would be 1000
    legs m                                     600,300,600
    balance M                                  600`,

  "below zero a merchant owes, and sales fill it": `${shop}
    open P payable                             created
    p: charge A M F 1000                       created
    mark M monday
    mature M P monday                          created
    payOut P R 1000                            created
    owes M                                     0
    refund p 400                               created
    balance M                                  -400
    owes M                                     400
    close M P                                  an-account-that-owes-is-not-closed
    charge A M F 300                           created
    mark M tuesday
    m: mature M P tuesday                      created
    legs m
    owes M                                     100
    charge A M F 300                           created
    owes M                                     0
    mark M wednesday
    m2: mature M P wednesday                   created
    legs m2                                    200`,

  "an account is closed, with what it has paid to another, and opened again": `${shop}
    open B payer                               created
    h: hold A M 100 60s                        created
    k: close A B                               created
    legs k                                     9900,0
    balance A                                  0
    balance B                                  9900
    charge A M F 1                             debit_account_already_closed
    topUp R A 1                                credit_account_already_closed
    capture h F 100                            debit_account_already_closed
    close A B                                  debit_account_already_closed
    release h                                  created     # a hold comes back all the same
    balance A                                  100
    reopen k                                   created
    charge A M F 100                           created
    reopen k                                   pending_transfer_already_voided`,

  "top-ups": `${shop}
    balance R                                  -10000
    topUp R A 0                                a-top-up-is-of-something
    topUp R nobody 5                           credit_account_not_found`,
};
