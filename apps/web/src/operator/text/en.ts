import type { DecisionRequest, ReportStep, ReportView } from "@farthing/protocol";

/** `1 payment`, `12 payments`: `count` is `shown` in the reader's digits. */
const counted = (count: number, shown: string, one: string, many: string) =>
  `${shown} ${count === 1 ? one : many}`;

/** A number and how it is written. */
export interface Counted {
  readonly count: number;
  readonly shown: string;
}

const payments = ({ count, shown }: Counted) => counted(count, shown, "payment", "payments");

/** Every word of the operator's page. */
export const en = {
  title: "The balance",
  documentTitle: "Operator · Farthing",
  skip: "Skip to the content",
  playMoney: "Play money",

  key: {
    title: "For the operator",
    lead: "Friction and loss in figures, and the reports that wait for your decision.",
    label: "The operator’s key",
    where: "On the server, this tells it:",
    kept: "It stays in this tab until you close it or press “Forget the key”.",
    open: "Open",
    missing: "Enter the key first.",
    wrong:
      "This is not this server’s key. Run the command below where the server’s data is, and copy all that it prints.",
    forget: "Forget the key",
  },

  lookBack: "How far back",
  days: (count: number) => `${count} days`,
  lastDays: (count: number) => `The last ${count} days (UTC), today with it.`,
  refresh: "Refresh",
  loading: "Loading the figures …",
  failedTitle: "The figures could not be loaded",
  failed: "The server did not answer as it should. Its log says why.",
  offlineTitle: "The server cannot be reached",
  offline:
    "You are offline, or the server does not answer. This page tries again once you are back.",
  older: "Below are the figures from before.",
  tryAgain: "Try again",
  emptyTitle: "No payments yet",
  empty: (count: number) =>
    `Nobody paid in the last ${count} days. Both sides are recorded from the first payment on.`,

  tooFew: (few: Counted) => `${payments(few)}: too few to judge`,
  tooFewWhy: (min: number) => `Rates are shown from ${min} payments on.`,
  friction: {
    title: "Friction",
    lead: "What paying costs those who pay honestly.",
    per100: "questions per 100 payments",
    of: (asked: Counted, paid: Counted) =>
      `${counted(asked.count, asked.shown, "question", "questions")} at ${payments(paid)}`,
    interrupted: (share: string, bounds: string) =>
      `A question came before ${share} of the payments (at 95 %: ${bounds}).`,
    gestures: (each: string) => `A payment took ${each} gestures: a click is one, a passkey two.`,
    bounds: (bounds: string) => `at 95 %: ${bounds}`,
    givenUp: "Asked, and not paid",
    cancelled: "of these, cancelled on the page",
    failed: "of these, no passkey fitted",
    abandoned: "of these, left without a word",
    notEnough: "Clicks that were not enough",
    after: (asked: string, paid: string) => `${asked}, after ${paid} of them it was paid`,
    times: (half: string, most: string) =>
      `From the press to the content: half within ${half}, 95 in 100 within ${most}.`,
    timeTooFew: (known: Counted, min: number) =>
      `From the press to the content: known of ${payments(known)}, shown from ${min} on.`,
    oneClick: "Paid by one click",
    declined: "Turned down",
    part: (part: string, all: string) => `${part} of ${all}`,
  },
  loss: {
    title: "Loss",
    lead: "What was taken from those who did not pay: reported as not theirs, and not decided otherwise by you.",
    reported: "basis points of what was paid, reported as not theirs",
    of: (part: string, all: string) => `${part} of ${all} reported as not theirs`,
    none: "None reported",
    noneOf: (paid: Counted, share: string) =>
      `Among ${payments(paid)}: that still allows up to ${share} of them (at 95 %).`,
    share: (count: string, share: string, bounds: string) =>
      `By number ${count}, that is ${share} of the payments (at 95 %: ${bounds}).`,
    ripe: (share: string) =>
      `About ${share} of the reports on these payments should be in by now, going by how late reports came.`,
    ripeUnknown: "How many reports are still to come, too few reports say.",
    back: "Given back as not theirs",
    refunded: "Refunded in all",
    undone: "Undone by payers",
    madeWhole: "Of the refunds, borne by you",
    tabLost: "Guests’ bills never paid",
    tabBorne: "Of these, borne by you",
  },

  reports: {
    title: "Reports that wait for you",
    none: "No report waits for a decision.",
    full: "These are the 100 that are due first.",
    due: (moment: string, amount: string) =>
      `Decide until ${moment}. After that, ${amount} goes back to the payer.`,
    reason: "Reported",
    payment: "Payment",
    reasons: {
      "not-me": "Somebody else paid",
      "not-received": "Got nothing",
      "charged-twice": "Charged twice",
      "not-as-described": "Not what it said",
    } satisfies Record<ReportView["reason"], string>,
    looked: "Unusual when it was paid",
    unscored: "Not judged",
    calm: "Nothing",
    signals: {
      "new-device": "new device",
      "new-merchant": "new site",
      velocity: "many payments at once",
      "price-jump": "far above this site’s usual price",
      "limit-raised": "a limit just raised",
      "small-in-a-row": "many small payments in a row",
      "impossible-counter": "a key used in two places",
    },
    others: "Reported of this merchant in 90 days",
    labels: (of: Readonly<Record<"fraud" | "not-received" | "quality", number>>) =>
      `${of.fraud} as not theirs, ${of["not-received"]} as not received, ${of.quality} as not what was promised`,
    steps: {
      reported: "The payer reported it.",
      stopped: "The site was stopped from charging this payer.",
      asked: "The merchant was asked.",
      "merchant-evidence": "The merchant says:",
      "payer-evidence": "The payer says:",
      unanswered: "Nobody answered in time.",
      refunded: "The money went back.",
      granted: "You decided that the money goes back:",
      "already-back": "The money was back before.",
      stands: "The payment stands:",
      "refund-stays": "You decided that the merchant bears it:",
      "made-whole": "You decided that the payment was right, and bore it:",
    } satisfies Record<ReportStep, string>,
    why: "Why",
    whyHint: "The payer and the merchant read it.",
    whyMissing: "Write why first: both sides are owed a reason.",
    act: { refund: "Give it back", stands: "The payment stands" } satisfies Outcomes<string>,
    sure: {
      refund: (amount: string, merchant: string) =>
        `What is left of ${amount} goes back to the payer, from ${merchant}. This cannot be undone.`,
      stands: (amount: string, merchant: string) =>
        `${merchant} keeps ${amount}, and the report is closed. This cannot be undone.`,
    } satisfies Outcomes<(amount: string, merchant: string) => string>,
    yes: { refund: "Yes, give it back", stands: "Yes, it stands" } satisfies Outcomes<string>,
    no: "Not yet",
    deciding: "Deciding …",
    done: {
      refund: (title: string) => `“${title}”: the money goes back.`,
      stands: (title: string) => `“${title}”: the payment stands.`,
    } satisfies Outcomes<(title: string) => string>,
    // What went back at once: the payer keeps it, and somebody bears it.
    atOnce: {
      due: (moment: string, amount: string) =>
        `${amount} went back at once, and the payer keeps it. Decide until ${moment} who bears it. After that, the merchant does.`,
      act: {
        refund: "The merchant bears it",
        stands: "The payment was right: I bear it",
      } satisfies Outcomes<string>,
      sure: {
        refund: (amount: string, merchant: string) =>
          `${merchant} bears the refund of ${amount}, and the report is closed. This cannot be undone.`,
        stands: (amount: string, merchant: string) =>
          `${merchant} gets its part of ${amount} from your account. The payer keeps the money, and for 90 days this payer’s reports are looked at before any goes back. This cannot be undone.`,
      } satisfies Outcomes<(amount: string, merchant: string) => string>,
      yes: { refund: "Yes, the merchant", stands: "Yes, I bear it" } satisfies Outcomes<string>,
      done: {
        refund: (title: string) => `“${title}”: the merchant bears it.`,
        stands: (title: string) => `“${title}”: the merchant is made whole.`,
      } satisfies Outcomes<(title: string) => string>,
    },
    offline: "The server was not reached. Press again: it is decided once.",
  },

  recoveries: {
    title: "Recoveries that wait for you",
    lead: "Somebody wants back into a wallet, and somebody else seems not to want it. Ask the payer by a way that you trust.",
    ways: {
      code: (moment: string) => `Begun with a recovery code, ${moment}.`,
      mail: (moment: string) => `Begun by mail, ${moment}.`,
    },
    ready: (moment: string) => `Its wait ends ${moment}.`,
    frozen: "The wallet is frozen.",
    cancelled: (count: number) =>
      count === 1
        ? "One recovery of this wallet was cancelled in the last 90 days."
        : `${count} recoveries of this wallet were cancelled in the last 90 days.`,
    act: { allow: "Let it go on", refuse: "End it" },
    sure: {
      allow: "Once its wait is over, whoever began it sets a new passkey. This cannot be undone.",
      refuse: "The recovery ends. Another code or link can begin a new one.",
    },
    yes: { allow: "Yes, let it go on", refuse: "Yes, end it" },
  },

  delay: {
    title: "How soon reports come",
    none: "Nothing was reported in these days.",
    few: (reports: Counted, p50: string) =>
      `${counted(reports.count, reports.shown, "report", "reports")}: too few to judge. Half of them came within about ${p50} of the payment.`,
    one: (p50: string) => `1 report: too few to judge. It came about ${p50} after the payment.`,
    many: (count: string, p50: string, p90: string) =>
      `Of ${count} reports, half came within about ${p50} of the payment and nine in ten within ${p90}.`,
    why: "Whoever steals goes on until somebody says so: the sooner a report comes, the fewer payments follow. And what is not reported yet is missing above.",
  },
  brake: {
    title: "The brake",
    states: (above: string) => ({
      off: "It is off: clicks are asked what the policy says.",
      "dear-clicks": `It is on: every click above ${above} needs a passkey.`,
      "all-clicks": "It is on: every payment needs a passkey.",
    }),
    names: (above: string) => ({
      off: "off",
      "dear-clicks": `clicks above ${above}`,
      "all-clicks": "every payment",
    }),
    notMeasured: "Fraud was not measured in the last hour. Until it is, the brake counts as on.",
    rate: (points: string, line: string) =>
      `Fraud over 90 days is ${points} in 10,000 by value. It brakes above ${line}.`,
    letGo: (moment: string) =>
      `The rate is lower now. If it stays so, the brake is let go on ${moment}.`,
    change: (moment: string, state: string, points: string) =>
      `${moment}: ${state}, at ${points} in 10,000`,
    why: (volume: string) =>
      `Fraud is what payers reported as not theirs and you did not decide otherwise. Volume below ${volume} counts as ${volume}, so that one report in a new installation brakes nobody.`,
  },
  spread: {
    title: "Reports by delay",
    within: "Within",
    count: "Reports",
    later: "later",
  },
  wallets: {
    title: "How wallets are looked after",
    none: "No wallet has a passkey yet.",
    all: "Wallets with a passkey",
    second: "with a second passkey",
    codes: "with recovery codes",
    alerts: "with alerts by mail",
    password: "with a password",
    totp: "with an authenticator app beside it",
    presets: {
      careful: "set to Careful",
      balanced: "set to Balanced",
      convenient: "set to Convenient",
    },
    scores: {
      title: "Wallets by their security check-up",
      score: "Score",
      wallets: "Wallets",
      none: "Nobody has looked at a check-up yet.",
      note: "As each payer last saw it; who never looked counts nowhere.",
    },
    why: "A wallet with one passkey can be lost with the device that holds it, and one without alerts hears of a theft late.",
  },

  blocks: {
    title: "Stop a merchant",
    lead: "A stopped merchant is paid by nobody, from this moment on. What is held for it goes back. Refunds go on.",
    isBlocked: (name: string) => `${name} is stopped.`,
    why: "Why (it stands in the journal)",
    whyMissing: "Write why first.",
    block: (name: string) => `Stop ${name}`,
    unblock: (name: string) => `Let ${name} go on`,
    running: "One moment …",
  },

  tables: {
    byDay: "By day",
    byTier: "By price",
    byMerchant: "By merchant",
    day: "Day (UTC)",
    tier: "Price",
    merchant: "Merchant",
    columns: {
      payments: "Payments",
      paid: "Paid",
      asked: "Questions",
      per100: "Per 100",
      givenUp: "Not paid",
      half: "Half within",
      most: "95 % within",
      oneClick: "One click",
      declined: "Turned down",
      reported: "Not theirs",
      basisPoints: "Basis points",
      refunded: "Refunded",
      undone: "Undone",
      madeWhole: "Refunds you bore",
      tabLost: "Unpaid bills",
      tabBorne: "Of these you bore",
    },
    noRate: "no rate",
    note: (min: number, timesMin: number) =>
      `– stands for no rate: fewer than ${min} payments, fewer than ${timesMin} times known, or nothing reported. “Not paid” counts questions that ended without a payment; times run from the press to the content.`,
    upTo: (amount: string) => `up to ${amount}`,
    above: (amount: string) => `above ${amount}`,
    quiet: (count: number) =>
      count === 1 ? "1 day without payments" : `${count} days without payments`,
    noMerchants: "No merchant was paid in these days.",
  },
};

type Outcomes<Value> = Record<DecisionRequest["outcome"], Value>;

export type OperatorText = typeof en;
