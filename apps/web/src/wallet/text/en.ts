import type { Widened } from "./widened.ts";
import { en as checkup } from "../checkup/text/en.ts";
import { en as leave } from "../leave/text/en.ts";
import { en as passkeys } from "../passkeys/text/en.ts";
import { en as sessions } from "../sessions/text/en.ts";
import { programsEn } from "./programsEn.ts";
import { waysEn } from "./waysEn.ts";

/** Every word of the wallet in English; `{{…}}` are filled in. German has the same names (de.ts). */
export const en = {
  wallet: "Farthing wallet",
  skip: "Skip to the content",
  playMoney: "Play money",
  close: "Close",
  signOut: "Sign out",
  signedInAs: "Signed in as {{name}}",
  reference: "API reference",
  offline: "You are offline. What you see may be old; nothing can be paid or changed now.",
  retry: "Try again",
  loading: "Loading …",
  sandboxNote: "This is a sandbox: all money here is play money.",

  failedOffline: "The wallet cannot be reached.",
  failedOfflineHint: "Check your connection, then try again. Nothing was changed.",
  failedOther: "This page did not work.",
  failedOtherHint: "Reload it. If that does not help, come back in a few minutes.",

  out: {
    title: "Read it for a cent. One click.",
    lead: "Farthing pays small prices on the sites you choose, without subscriptions, cards or forms.",
    signIn: "Sign in with your passkey",
    signingIn: "Follow your device …",
    cancelled: "You were not signed in. Try again.",
    unsupported:
      "This browser cannot use passkeys. Open this page in a current Chrome, Safari, Edge or Firefox.",
    noWallet: "No wallet yet? You make one with your first payment: press the button on a site.",
    pointsTitle: "What you can rely on",
    points: {
      click: {
        title: "One click",
        text: "After the first time on a site, one click pays. No window, no form.",
      },
      limits: {
        title: "Limits first",
        text: "You see the most a site can take before you agree, and you take it back whenever you like.",
      },
      undo: {
        title: "Ten seconds to undo",
        text: "Pressed by mistake? Undo it, and the money is back at once.",
      },
      proof: {
        title: "Always the proof",
        text: "Each payment has a signed receipt and a place in a public log. Your browser checks both.",
      },
    },
  },

  balance: {
    title: "Balance",
    add: "Add {{amount}} play money",
    adding: "Adding …",
    added: "{{amount}} play money added.",
    held: "{{amount}} more is held for payments that are not made yet.",
  },

  sites: {
    title: "Sites you allowed",
    empty: "No site may charge you by one click.",
    emptyHint:
      "When you pay on a site and allow it more, it appears here, and you can take it back.",
    left24h: "Left in 24 hours",
    leftTotal: "Left in all",
    leftOf: "{{left}} of {{max}}",
    moreAt: "More from {{moment}}.",
    promise:
      "One click pays at most {{perClick}}. Without asking you again, never more than {{total}}, until {{until}}.",
    status: { active: "Allowed", paused: "Paused", revoked: "Taken back", expired: "Ended" },
    endedOn: "Ended on {{until}}.",
    revokedNote: "This site cannot charge you by a click. It may ask you again.",
    pause: "Pause",
    resume: "Let it go on",
    pausedNote:
      "{{merchant}} charges nothing until you let it go on. Its limits and what is used of them stay as they are.",
    devices: "Works in",
    device: {
      kept: "a browser, since {{moment}}",
      "asked-again": "a browser that gets a new key for each page, since {{moment}}",
      page: "one page only, since {{moment}}",
    },
    remove: "Remove",
    removeTitle: "Stop {{merchant}} from charging you by a click in this one browser?",
    removeMore:
      "It stops there with the next click. Your other browsers keep working, and the button on the site can ask you again.",
    removeYes: "Yes, remove it",
    removing: "Removing it …",
    removed: "Removed: {{merchant}} cannot charge you by a click there.",
    noDevices: "No browser holds a key for it now.",
    revoke: "Take back",
    confirmTitle: "Stop {{merchant}} from charging you by a click?",
    confirm:
      "It stops with its next click, in every browser. What you bought stays yours, and other sites keep working. You can allow it again with the button on its page.",
    confirmYes: "Yes, take it back",
    confirmNo: "Keep it",
    revoking: "Taking it back …",
    revoked: "{{merchant}} can no longer charge you by a click.",
  },

  freeze: {
    title: "Something wrong?",
    what: "Freeze your wallet: from this moment nothing can be charged to it, on any site. What you bought stays yours. Your passkey unfreezes it.",
    do: "Freeze my wallet",
    doing: "Freezing …",
    frozen: "Your wallet is frozen.",
    frozenHint: "Nothing can be charged to it. Money can still come back to you.",
    undo: "Unfreeze with your passkey",
    undoing: "Follow your device …",
    cancelled: "Still frozen: the passkey was not used. Try again.",
  },

  activity: {
    title: "Activity",
    empty: "Nothing paid yet.",
    emptyHint: "Press a Farthing button on a site: what you pay appears here with its receipt.",
    more: "Load more",
    search: "Search what you paid",
    site: "Site",
    allSites: "All sites",
    found_one: "{{count}} line shown.",
    found_other: "{{count}} lines shown.",
    noneFound: "Nothing found.",
    noneFoundHint:
      "Search for a part of the title, the address or the site’s name, or choose all sites.",
    topUp: "Play money added",
    by: "by program {{program}}",
    held: "Held until {{moment}}",
    released: "Not paid",
    reversed: "Undone",
    refunded: "Given back",
    "partly-refunded": "{{amount}} given back",
  },

  statement: {
    title: "Statement",
    month: "Month",
    earlier: "Earlier month",
    later: "Later month",
    opening: "Opening balance",
    closing: "Closing balance",
    sum: "The opening balance and all lines add up to the closing balance. A correction is a line of its own.",
    empty: "Nothing moved in {{month}}.",
    emptyHint: "What you pay, what you add and what comes back stands here, line by line.",
    balance: "Balance {{amount}}",
    reasons: {
      payment: "Payment",
      fee: "Fee",
      "top-up": "Play money added",
      welcome: "Welcome money",
      settlement: "Bill paid",
      "aged-out": "Unpaid bill written off",
      "made-whole": "Refund borne by the operator",
      other: "Transfer",
    },
    returned: { reversed: "Undone: {{title}}", refunded: "Given back: {{title}}" },
    kinds: { pending: "Held", voided: "Released", expired: "Released" },
    download: "Download as CSV",
    print: "Print, or save as PDF",
    of: "Statement of {{wallet}}",
    made: "Made on {{moment}} at {{address}}.",
    zone: "Months and times are those of {{zone}}.",
    useZone: "Use {{zone}}",
  },

  payment: {
    title: "Payment",
    back: "Back to the wallet",
    paidTo: "Paid to",
    by: "Paid",
    address: "Page",
    fee: "Of this, fee",
    feeNote: "taken from the merchant's part",
    when: "When",
    state: "State",
    captured: "Paid",
    held: "Held until {{moment}}. Nothing is final before.",
    released: "Not paid.",
    reversed: "Undone on {{moment}}",
    refunded: "Given back on {{moment}}",
    "partly-refunded": "{{amount}} given back, last on {{moment}}",
    none: "This wallet has no such payment.",
    noneHint: "Its number may be mistyped, or it was paid from another wallet of yours.",
    id: "Payment number",
    topUpTitle: "Play money added",
    receiptTitle: "Receipt and proof",
    receiptLead:
      "The receipt is signed by this wallet's server. The proof shows that the payment stands in the public log; anybody can check it, without us.",
    downloadReceipt: "Download the receipt",
    downloadProof: "Download the proof",
    shareProof: "Share the proof",
    proofLater: "The proof is made within two seconds after the payment.",
    checkFile: "Check a proof that you kept",
  },

  back: {
    title: "Something wrong with it?",
    reported: "Your report",
    done: "It came back",
    reversed: "You undid this payment: {{amount}} is in your wallet again.",
    refunded: "{{merchant}} gave this back: {{amount}} is in your wallet again.",
    "partly-refunded":
      "{{merchant}} gave a part of this back: {{back}} of {{amount}} is in your wallet again.",
    reversedReport: "You undid this payment: {{amount}} is in your wallet again.",
    refundedReport: "{{amount}} is in your wallet again.",
    "partly-refundedReport": "{{back}} of {{amount}} is in your wallet again.",
    legend: "What was wrong?",
    legendBack: "Was it somebody else who paid?",
    reasons: {
      "not-me": "I didn’t do this",
      "not-received": "I got nothing, or was charged twice",
      "charged-twice": "I was charged twice",
      "not-as-described": "It is not what it said",
    },
    what: {
      "not-me":
        "This stops {{merchant}} from charging you, and the browser that paid there. Other sites keep working.",
      "not-received":
        "Small sums come back to you at once. {{merchant}} can go on charging you by a click.",
      "not-as-described":
        "{{merchant}} is asked for your money and has seven days to answer. Nothing else changes.",
    },
    do: "Report it",
    doing: "Reporting …",
    pick: "Pick what was wrong first.",
    steps: {
      reported: "You reported: {{reason}}.",
      stopped: "{{merchant}} was stopped: it cannot charge you by a click any more.",
      asked: "{{merchant}} was asked for {{amount}}.",
      "merchant-evidence": "{{merchant}} answered:",
      "payer-evidence": "You added:",
      unanswered: "Nobody answered in time.",
      granted: "The wallet’s operator decided that the money goes back:",
      refunded: "The money came back to you.",
      "already-back": "The money was back before.",
      stands: "The wallet’s operator decided that the payment stands:",
      "refund-stays": "The wallet’s operator decided that {{merchant}} bears it:",
      "made-whole": "The wallet’s operator decided that the payment was right, and bears it:",
    },
    next: {
      open: "Your report is being worked on. This page shows each step.",
      refunded: "Nothing is left to do.",
      refundedUntil:
        "Nothing is left to do. {{merchant}} may object until {{moment}}. The money stays yours either way.",
      "refund-contested":
        "{{merchant}} objects. The money stays yours. The wallet’s operator decides until {{moment}} who bears it, and reads what you add.",
      "made-whole":
        "The money stays yours. For 90 days, what you report is looked at before money comes back. Your limits are as before.",
      "already-back": "Nothing is left to do.",
      asked:
        "{{merchant}} has until {{moment}} to answer. If it does not, {{amount}} comes back to you.",
      askedOnly:
        "{{merchant}} was asked. When it gives the money back, {{amount}} is in your wallet at once.",
      contested:
        "The wallet’s operator decides until {{moment}}. If it does not, {{amount}} comes back to you.",
      stands: "This report is closed. Your wallet and its limits are as before.",
    },
    howSoon:
      "You reported this after {{took}}. The sooner a stolen payment is reported, the fewer follow: look at your payments once a week.",
    evidence: "Is there more to say?",
    evidenceHint: "Once. {{merchant}} and the wallet’s operator read it.",
    evidenceMissing: "Write something first.",
    evidenceGive: "Add this to the report",
  },

  week: {
    priceRise: "{{merchant}} asks more than it did: usually {{to}} now, {{from}} before.",
    manySmall:
      "{{merchant}} made {{count}} small charges this week, {{sum}} in all. Small sums are easy to miss.",
    look: "Pause {{merchant}} or take it back",
    title: "The last 7 days",
    sum_one: "This week: {{spent}} at {{count}} site.",
    sum_other: "This week: {{spent}} at {{count}} sites.",
    payments_one: "{{count}} payment. What came back is not counted.",
    payments_other: "{{count}} payments. What came back is not counted.",
    nothing: "This week: nothing paid.",
    hint: "Small sums hide: here you see them together.",
  },

  lines: {
    edit: "Change these limits",
    perClick: "A click, at most",
    per24h: "In 24 hours, at most",
    total: "In all, at most",
    faults: {
      perClick: "A click: an amount above nothing, and no more than in 24 hours.",
      per24h: "In 24 hours: an amount above nothing, and no more than in all.",
      total: "In all: an amount above nothing.",
    },
    save: "Use these limits",
    saved: "Changed, from the next click on.",
  },

  limits: {
    title: "Your limits",
    hint: "For all sites together, on top of what you allowed each. Lower holds at once. Higher asks for your passkey and waits, so that nobody raises them behind your back.",
    names: { careful: "Careful", balanced: "Balanced", convenient: "Convenient" },
    own: "{{name}}: this is yours",
    figures:
      "At most {{perClick}} a click and {{perSite24h}} a site in 24 hours. {{per24h}} in 24 hours and {{per30d}} in 30 days in all. We ask for your passkey after {{sinceCheck}} of clicks. The wallet holds at most {{holds}}.",
    lower: "Lower to {{name}}",
    raise: "Raise to {{name}}",
    more: "The wallet's rules were changed since you agreed: {{name}} would be at most {{perSite24h}} a site in 24 hours, {{per24h}} in 24 hours and {{per30d}} in 30 days in all. Nothing rises unless you want it.",
    takeMore: "Raise to the new {{name}}",
    done: "Done.",
    cancelled: "Nothing was changed: the passkey was not used.",
    waits: "Your limits rise to {{name}} on {{moment}}.",
    notYou: "Not you? Cancel it, and freeze your wallet on its first page.",
    cancel: "Cancel the raise",
  },

  holds: {
    title: "Held",
    lead: "Nothing is final before the hold is over. Cancel it, and nothing is paid.",
    held: "{{amount}} to {{merchant}} is held until {{moment}}.",
    noticed: "{{amount}} was paid to {{merchant}} at {{moment}}.",
    notYou:
      "You can cancel until then. Not you? Cancel it, and freeze your wallet on its first page.",
    notYouPaid: "That is more than usual, so we tell you here. Not you? Look at it and report it.",
    cancel: "Cancel the payment",
    look: "Look at it",
    why: {
      cancelled: "It was cancelled.",
      "wallet-frozen": "Your wallet was frozen.",
      "site-stopped": "You paused the site or took it back.",
      reported: "You reported a payment at this site as not yours.",
      "merchant-blocked": "This site was stopped here. Nobody can pay it.",
      expired: "The hold was not settled in time.",
    },
  },

  alerts: {
    "too-risky": {
      title: "A payment to {{merchant}} was turned down at {{moment}}.",
      text: "It looked unusual, so nothing was charged. Not you? Freeze your wallet on its first page.",
      look: "Look at my payments",
    },
    "key-closed": {
      title: "A browser was shut out at {{merchant}} at {{moment}}.",
      text: "Its key was used from two networks, as if somebody had a copy. It pays no more; you can allow your own browser there again.",
      look: "Check up my wallet",
    },
    "many-small": {
      title: "{{merchant}} was paid many small sums in a row, last at {{moment}}.",
      text: "Small sums hide. If you did not want that, pause {{merchant}}.",
      look: "Look at my sites",
    },
  },

  settings: {
    title: "Settings",
    undo: "How long you can undo a payment",
    undoHint:
      "Holds for what you pay from now on. The site waits that long before the sale is final.",
    seconds10: "10 seconds",
    seconds60: "60 seconds",
    minutes2: "2 minutes",
    hold: "How you agree to larger prices",
    holdHint: "For those one click is not enough. Both ways are equally safe.",
    holdOffer: "Hold the button, or press it twice",
    holdNever: "Never hold: press it twice",
    digest: "Your week by mail",
    digestHint: "What was paid, to whom, and anything unusual. The wallet shows the same.",
    digestWeekly: "On Mondays",
    digestNever: "Never",
    saving: "Saving …",
    saved: "Saved.",
    notSaved: "Not saved: it is as it was before.",
  },

  mail: {
    title: "Alerts by mail",
    what: "When a new browser can pay from your wallet, a mail says so. Its link freezes your wallet, also where you are not signed in.",
    goes: "Alerts go to {{address}}.",
    pending:
      "A mail is on its way to {{address}}. Open the link in it within 24 hours: until then nothing goes there.",
    undelivered: "The last mail to you could not be delivered. Check the address.",
    address: "Your e-mail address",
    other: "Another e-mail address",
    ask: "Send a link to confirm it",
    remove: "Send no more alerts",
    removed: "Removed: no more alerts are sent.",
    outbox: "This demo sends no mail: see what it would send",
  },

  checkup,
  passkeys,
  sessions,
  leave,
  ...waysEn,
  ...programsEn,

  verify: {
    title: "Check it yourself",
    lead: "Your browser does the sums here. The log's keys it asks of this server, in this moment: whoever wants to rely on less keeps the proof, and checks it by keys that they wrote down earlier.",
    run: "Verify",
    again: "Verify again",
    running: "Checking …",
    passed: "All checks passed. The payment is exactly as you see it and stands in the public log.",
    failed: "This payment did not pass. Keep its receipt and proof, and report it.",
    unwitnessed:
      "Not believed yet: the log's keeper signed its tree, but not enough of its witnesses did. Verify again in a minute; if it stays so, keep the proof and ask the operator.",
    skipped: "Not checked.",
    checks: {
      "receipt-signature": {
        passed: "The receipt is signed by this server.",
        failed:
          "The receipt's signature does not fit: its text was changed, or someone else signed it.",
      },
      "receipt-facts": {
        passed: "The receipt states this payment, page and amount.",
        failed: "The receipt states another payment, page or amount than shown here.",
      },
      "disclosed-facts": {
        passed: "The log's entry tells the same facts.",
        failed: "The facts of the log's entry differ from those shown here.",
      },
      commitment: {
        passed: "The facts fit the sealed entry that the receipt promises.",
        failed: "The facts do not fit the sealed entry: one of them was changed.",
      },
      inclusion: {
        passed: "The entry is in the log's tree.",
        failed: "The entry's place in the log's tree does not add up.",
      },
      checkpoint: {
        passed: "The log's keeper signed that tree.",
        failed: "The signature under the log's tree does not fit.",
      },
      witnesses: {
        passed: "Enough of the log's witnesses signed that tree, too.",
        failed:
          "Not enough of the log's witnesses signed that tree, or one of their lines is wrong.",
      },
    },
  },

  total: {
    title: "Is your balance in the total?",
    lead: "Once a day all that is owed to payers and sites is added up and sealed in the public log. Your browser checks that your balance is in that total, and takes nobody's word for it.",
    run: "Check",
    again: "Check again",
    save: "Save the proof",
    passed:
      "True: your {{own}} is in the total of {{sum}} that the log sealed for {{day}}, over {{leaves}} leaves.",
    signed: "The log's head over it was signed on {{when}}.",
    failed:
      "This proof does not add up: your balance is not in the total, or the log did not sign it. Save the proof, and ask the operator.",
    notYours:
      "This proof is of another wallet’s account, not yours: it does not show that your balance was counted. Save the proof, and ask the operator.",
    unwitnessed:
      "Not believed yet: the log signed this total, but not enough of its witnesses did. Save the proof, check again later, and ask the operator if it stays so.",
    whose:
      "Checked for wallet {{payer}}. The proofs of your payments name the same one: compare it once with one that you kept.",
    none: "No total with your wallet in it is sealed yet. The first comes in the night after your first day.",
    leaks:
      "A proof shows the sums of your neighbours in the tree: next to you one account's balance, but not whose. In the same way one neighbour sees yours, and not that it is yours; and how many leaves there are tells about how many accounts this server has at most. It shows what is owed, not that the money is there.",
  },

  notFound: {
    title: "There is nothing at this address.",
    hint: "It may be mistyped, or what stood here is gone.",
    home: "To your wallet",
  },
};

/** The names of all texts, with any words: what a translation must hold. */
export type WalletText = Widened<typeof en>;
