import type { DeclineReason } from "@farthing/protocol";
import type { LimitFault } from "../limits.ts";
import type { StopName } from "../state.ts";

/** Amounts and the day as the page shows them. */
export interface LimitWords {
  readonly perClick: string;
  readonly per24h: string;
  readonly total: string;
  readonly until: string;
}

/** What an allowance that stands already still lets through. */
export interface StandingWords {
  readonly perClick: string;
  readonly left24h: string;
  readonly leftTotal: string;
  readonly until: string;
}

/** Every word of the payment page. frame-and-grant.md rule 24 fixes those of the first view. */
export const en = {
  title: (price: string, merchant: string) => `Pay ${price} to ${merchant}`,
  playMoney: "Play money",
  allow: "Pay with fingerprint, face or screen lock",
  once: { article: "Only this article", other: "Only this once" },
  payOnce: "Pay this once",
  raise: "Raise the line",
  next: ({ perClick, per24h, total, until }: LimitWords) =>
    `Next time: one click here, at most ${perClick} each, ${per24h} in 24 hours, ${total} in all until ${until}. Above that we ask you.`,
  unchecked: "Clicks up to these limits do not check who is clicking.",
  forgetful: ({ perClick, per24h, total, until }: LimitWords) =>
    `On the page you came from: one click, at most ${perClick} each, ${per24h} in 24 hours, ${total} in all until ${until}. Above that we ask you. Your browser forgets the button when that page closes, so each new page asks once.`,
  everyTime: "Others use this device: ask every time",
  everyTimeOn:
    "This pays once and allows nothing more. On this device we ask every time for this site, and after paying nobody stays signed in.",
  haveWallet: "I already have a wallet",
  newWallet: "Make a new wallet",
  changeLimits: "Change limits",
  cancel: "Cancel",

  newHere: "New here? This makes your wallet, with play money in it. Nothing to install.",
  usingMine: "Your passkey finds the wallet you have.",
  payingFrom: (name: string) => `Paying from ${name}.`,
  notYou: "Not you?",
  standing: ({ perClick, left24h, leftTotal, until }: StandingWords) =>
    `Next time: one click here, at most ${perClick} each, within the limits you set for this site: ${left24h} left in 24 hours, ${leftTotal} left in all until ${until}. Above that we ask you.`,
  changed: ({ perClick, per24h, total, until }: LimitWords) =>
    `From now on: one click here, at most ${perClick} each, ${per24h} in 24 hours, ${total} in all until ${until}. Above that we ask you.`,

  why: {
    "from-another-site": () =>
      "You came here by a link, so this page can pay this once and nothing more.",
    "first-time": () => "We ask because you have not allowed this site to charge you by a click.",
    "over-per-click": (price: string, line: string) => `${price} is above your ${line} line here.`,
    "over-24h": (_price: string, left: string) =>
      `We ask because ${left} is left here in these 24 hours.`,
    "over-total": (_price: string, left: string) =>
      `We ask because ${left} is left of what you allowed this site in all.`,
    "key-not-kept": () =>
      "We ask because your browser forgets this site's key when its page closes.",
    "new-device": () => "We ask because this browser is new in your wallet.",
    "check-age": () => "We ask because your last check was some time ago.",
    "many-clicks": () => "We ask because you paid many times in a row.",
    "merchant-asks": () => "This site asks for your passkey at this price.",
    "platform-brake": () =>
      "We ask everybody at the moment, because more payments than usual were reported as stolen.",
    unusual: () => "We ask because this payment looks unusual for you.",
    check: () => "We ask to check that it is you.",
  },
  moreAt: (moment: string) => `More from ${moment}.`,
  notOwned: (price: string) => `This wallet has not paid for this. Pay ${price}?`,

  open: {
    title: "Paid for this before?",
    lead: "Sign in to open it. Nothing is charged.",
    act: "Sign in and open it",
    inWallet: (name: string) => `We look in ${name}.`,
    buy: "I have not paid for it yet",
    owned: { title: "You paid for this already", lead: "Nothing is charged.", act: "Open it" },
  },

  later: {
    act: { article: "Read now, pay later", other: "Now, and pay later" },
    says: (price: string, line: string) =>
      `Read now, pay later. No account. ${price} is added to a bill kept in this browser. We ask you to pay at ${line}.`,
    more: (price: string, owed: string, line: string) =>
      `Pay later adds ${price} to the bill kept in this browser: ${owed} of ${line} so far.`,
    due: (owed: string) => `Your bill is ${owed}. Pay it to go on, or stop here.`,
    network: "Pay-later is used up on this network today. A wallet takes one tap.",
    closed: "Nothing more goes on your bill. A wallet takes one tap.",
    openAndPay: "Open a wallet and pay",
    fromWallet: "Pay from my wallet",
    rail: "Pay without a wallet (play money)",
    stop: "Stop here",
    look: "Look at my bill",
    onBill: (price: string) => `${price} is on your bill`,
  },

  hold: {
    before: (duration: string) =>
      `Held for ${duration}. You can cancel until then. Nothing is final before.`,
    title: (price: string, merchant: string) => `${price} is held for ${merchant}`,
    until: (moment: string) =>
      `You can cancel until ${moment}, here or in your wallet. Then it is paid, and the site opens it.`,
    cancel: "Cancel the payment",
    cancelling: "Cancelling …",
    failed: "Not cancelled yet.",
    cancelled: "The payment was let go of. Nothing was paid, and the money is yours again.",
  },

  waiting: "One moment. Waiting for the site …",
  passkeyRunning: "Follow your device: fingerprint, face or screen lock.",
  paying: "Paying …",
  doNotClose: "Please keep this page open.",
  paid: (price: string, merchant: string) => `Paid ${price} to ${merchant}`,
  owned: "You own this already",
  ownedMore: "Nothing was charged.",
  closing: "This page closes by itself.",
  returning: (merchant: string) => `Taking you back to ${merchant} …`,
  backTo: (merchant: string) => `Back to ${merchant}`,
  goBack: "Go back",
  closePage: "Close this page",
  tryAgain: "Try again",
  askAgain: "Ask again",

  notice: {
    "passkey-cancelled": "Nothing was charged. Try again.",
    offline:
      "You are offline, or the wallet cannot be reached. Nothing was charged. Try again in a moment.",
    "bill-unsure":
      "We have not heard whether your bill is paid. Press again: it is never paid twice.",
    "press-again": "That was very quick, so it did not count. Press again.",
  },
  unknownTitle: "We have not heard whether you paid",
  unknown:
    "You are offline, or the wallet does not answer. Ask again: you will never be charged twice.",

  declinedTitle: "Not paid",
  nothingCharged: "Nothing was charged.",
  neverSoMuch: "This is more than this wallet ever pays at once.",
  declined: {
    "insufficient-balance":
      "Your wallet holds too little. Add money there, then press the button on the site again.",
    "allowance-revoked":
      "You took back what you had allowed this site. Press its button again to allow it anew.",
    "device-revoked":
      "You removed this browser's key for this site. Press its button again to add it.",
    "daily-limit-reached": "Your wallet's own limit for 24 hours is reached.",
    "monthly-limit-reached": "Your wallet's own limit for 30 days is reached.",
    "merchant-limit-reached":
      "This is the most that you pay this site in 24 hours. You can choose higher limits in your wallet.",
    "wallet-frozen": "Your wallet is frozen. Unfreeze it in your wallet, then try again.",
    "wallet-erased":
      "This wallet was erased. Press the button on the page again: it opens a new wallet.",
    "allowance-paused": "You paused this site. Let it go on in your wallet, then try again.",
    "too-risky": "This payment looks unusual. Open your wallet and look at your last payments.",
    "merchant-blocked": "This site was stopped here. Nobody can pay it now.",
    "above-site-price": "This site no longer sells at this price. Go back and reload it.",
    "not-owned": "This wallet has not paid for this yet.",
  } satisfies Record<DeclineReason, string>,
  openWallet: "Open your wallet",

  stoppedTitle: {
    notPaid: "Not paid",
    nothingAsked: "Nothing to pay here",
    paidBefore: "You paid here already",
    over: "This request is over",
    unsure: "We do not know yet whether you paid",
  },
  stopped: {
    cancelled: "You cancelled. Nothing was charged. You can close this page.",
    "cancelled-there":
      "You cancelled on the page you came from. Nothing was charged. Its button asks again.",
    "bill-stopped":
      "You stopped here. Nothing was charged. Nothing more goes on your bill; what is on it can still be paid.",
    "no-passkeys":
      "This browser cannot use passkeys. Nothing was charged. Open the site in a current Chrome, Safari, Edge or Firefox, and press its button there.",
    burnt:
      "This page opens only from the button on a site. Go back and press it again. Nothing was charged.",
    "nothing-asked":
      "This page opens from the button on a site. What you paid is listed in your wallet.",
    broken:
      "The address of this page is not complete. Go back and press the button again. Nothing was charged.",
    expired: "This request is too old. Go back and press the button again. Nothing was charged.",
    unreached: "You are offline, or the wallet cannot be reached. Nothing was charged.",
    reloaded: "This page was reloaded. Go back and press the button again. Nothing was charged.",
    "reloaded-late":
      "This page was reloaded while it paid. The page you came from and your wallet show what became of it. You will never be charged twice.",
    "paid-before": "Opening this page again charges nothing.",
    answered:
      "This request was already answered. Opening it again charged nothing. Go back and press the button again.",
    over: "It was answered in another window. This page charged nothing. Go back and press the button again.",
  } satisfies Record<StopName, string>,

  short: (balance: string) => `Your wallet holds ${balance}: too little for this.`,
  topUp: (amount: string) => `Add ${amount} play money`,
  toppingUp: "Adding play money …",

  editor: {
    title: (merchant: string) => `Your limits for ${merchant}`,
    intro: "Up to here, one click pays. Above it, we ask you.",
    introRaise: (price: string, line: string) =>
      `This costs ${price}. Your line for one click here is ${line}: write a higher one, or keep it.`,
    introNew:
      "A new wallet starts with these limits or lower ones. After that your passkey can raise them.",
    perClick: "Each click, at most",
    per24h: "In any 24 hours, at most",
    total: "In all, at most",
    until: "Until",
    save: "Use these limits",
    back: "Keep as it was",
    currency: { sign: "$", isBefore: true },
    fault: {
      "not-money": () => "Write an amount such as 0.05.",
      zero: () => "Write an amount above zero.",
      "above-next": (label: string) => `This is more than “${label}” below.`,
      "above-ceiling": (max: string) => `At most ${max} here.`,
    } satisfies Record<LimitFault["kind"], (words: string) => string>,
  },
};

export type PayText = typeof en;
