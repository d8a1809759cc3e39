import type { ReportReason } from "@farthing/protocol";

/** Every word of the bill's page (rule 21). */
export const en = {
  title: "Your bill",
  playMoney: "Play money",
  loading: "One moment …",
  owed: (owed: string, line: string) => `On your bill: ${owed} of ${line}.`,
  due: (owed: string) => `Your bill is ${owed}. Pay it to go on, or stop here.`,
  closed: "Nothing more goes on this bill.",
  kept: "No account: this bill is kept in this browser alone.",
  none: "There is no bill in this browser.",
  noneHint: "“Read now, pay later” beside a site's button begins one.",
  paid: "Nothing is on your bill. Thank you.",
  moved:
    "From now on your wallet pays. Each of these sites asks for it once; after that one click is enough. What you read stays yours.",
  raised: (line: string) => `From now on we ask you at ${line}.`,
  openAndPay: "Open a wallet and pay",
  fromWallet: "Pay from my wallet",
  haveWallet: "I already have a wallet",
  rail: "Pay without a wallet (play money)",
  stop: "Stop here",
  stopHint: "Stops every site from adding to this bill. This cannot be taken back.",
  paying: "Paying …",
  cancelled: "Nothing was charged. Try again.",
  failed: "You are offline, or the wallet does not answer. Try again: nothing is paid twice.",
  tryAgain: "Try again",
  openWallet: "Open your wallet",
  bySite: (merchant: string, sum: string) => `${merchant}: ${sum}`,
  report: "Report",
  reportTitle: "What was wrong?",
  reasons: {
    "not-me": "I didn’t do this",
    "not-received": "I got nothing, or was charged twice",
    "not-as-described": "It is not what it said",
  } satisfies Record<ReportReason, string>,
  send: "Report it",
  keep: "Keep it",
  reported: "The site was asked. What it does not answer in seven days comes off the bill.",
  takenOff: "It is off your bill.",
};

export type BillText = typeof en;
