/** Every word of the wallet in English; `{{…}}` are filled in. German has the same names (de.ts). */
export const en = {
  wallet: "Farthing wallet",
  skip: "Skip to the content",
  playMoney: "Play money",
  close: "Close",
  signOut: "Sign out",
  signedInAs: "Wallet: {{name}}",
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
    status: { active: "Allowed", revoked: "Taken back", expired: "Ended" },
    endedOn: "Ended on {{until}}.",
    revokedNote: "This site cannot charge you by a click. It may ask you again.",
    devices: "Works in",
    device: "a browser, since {{moment}}",
    deviceGone: "one page only, since {{moment}}",
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

  activity: {
    title: "Activity",
    empty: "Nothing paid yet.",
    emptyHint: "Press a Farthing button on a site: what you pay appears here with its receipt.",
    more: "Load more",
    topUp: "Play money added",
    undone: "Undone",
  },

  payment: {
    title: "Payment",
    back: "Back to the wallet",
    paidTo: "Paid to",
    address: "Page",
    fee: "Of this, fee",
    feeNote: "taken from the merchant's part",
    when: "When",
    state: "State",
    captured: "Paid",
    reversed: "Undone on {{moment}}",
    id: "Payment number",
    topUpTitle: "Play money added",
    receiptTitle: "Receipt and proof",
    receiptLead:
      "The receipt is signed by this wallet's server. The proof shows that the payment stands in the public log.",
    downloadReceipt: "Download the receipt",
    downloadProof: "Download the proof",
    proofLater: "The proof is made within two seconds after the payment.",
  },

  verify: {
    title: "Check it yourself",
    lead: "Your browser does the sums here; it takes nobody's word for it.",
    run: "Verify",
    again: "Verify again",
    running: "Checking …",
    passed: "All checks passed. The payment is exactly as you see it and stands in the public log.",
    failed: "This payment did not pass. Keep its receipt and proof, and report it.",
    unsupported:
      "This browser cannot check Ed25519 signatures. Try a current Firefox, Chrome or Safari.",
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
    },
  },

  notFound: "There is nothing at this address.",
};

/** The names of all texts, with any words: what a translation must hold. */
export type WalletText = Widened<typeof en>;

type Widened<Text> = Text extends string ? string : { [Name in keyof Text]: Widened<Text[Name]> };
