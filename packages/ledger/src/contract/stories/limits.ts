/** Limits, claims and counters: Farthing's own, asked before money moves. */
export const limitStories: Record<string, string> = {
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

  "a limit is opened once, whoever opens it how often": `
    open-limit day sum 100 24x1h               created
    available day                              100
    open-limit day sum 500 24x1h & use day 60  created     # looked before another opened it
    available day                              40
    set day sum 70 24x1h                       created
    open-limit day sum 500 24x1h               created
    available day                              10
    open-limit day sum 500                     limit_exists_with_different_kind
    open-limit day each 500                    limit_exists_with_different_kind
    close day                                  created
    open-limit day sum 500 24x1h               created     # it stays closed
    use day 0                                  limit_closed
    open-limit day sum 5 & use day 0           limit_exists_with_different_kind
    open-limit new sum 5 & use new 6           limit_exceeded
    use new 1                                  limit_not_found`,

  "nothing is held any more once the sum of what is held may be nothing": `
    open-limit held sum 100 & use held 30      created
    set held sum 0 & use held 0                limit_exceeded
    available held                             70
    P1: open-limit held sum 100 & use held 5   created
    give held 30 of P1                         created
    give held 5 of P1                          created
    set held sum 0 & use held 0                created
    open-limit held sum 100 & use held 1       limit_exceeded`,

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
};
