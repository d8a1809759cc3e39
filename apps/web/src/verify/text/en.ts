/** The page that checks a receipt, in English. German has the same names (de.ts). */
export const en = {
  title: "Check a receipt",
  lead: "Your browser does the sums. The file is sent to nobody, and no account is needed.",

  fileTitle: "The receipt’s proof",
  drop: "Drop a file here that ends in .tlog-proof, or",
  choose: "Choose a file",
  paste: "Or paste its text",
  pasteLabel: "Text of the file",
  pasteCheck: "Check this text",
  unreadable: "This file cannot be read. Choose it again, or paste its text.",
  several: "One file at a time: only the first of them was checked.",

  policyTitle: "Whom to believe",
  policyLoading: "Loading this server’s policy …",
  policyServer:
    "This server’s own policy: its log’s keys, and the witnesses that it asks. It comes from the server that keeps the log, so it proves less than one that you wrote down earlier or got from somebody else.",
  policyOwn: (name: string) =>
    `Your own policy, ${name}. What this server says of itself counts for nothing.`,
  policyWrong: (name: string, line: number, fault: string) =>
    `${name} is no trust policy: line ${line}: ${fault}. The policy from before stays.`,
  policyFailed:
    "This server’s policy could not be loaded. Try again, or choose a policy that you kept.",
  policyChoose: "Use my own policy",
  policyBack: "Use this server’s policy",
  policyShow: "Show the policy",
  tryAgain: "Try again",

  checking: (name: string) => `Checking ${name} …`,
  pasted: "the pasted text",
  waiting: "Waiting for a policy to check it by.",
  failed:
    "The check could not be made: a part of this page is missing. Go online, load the page again and try once more.",
  checked: (name: string) => `Checked: ${name}.`,

  factsTitle: "What it discloses",
  shared: "Both sides know",
  payer: "The payer’s own part",
  merchant: "The merchant’s own part",
  notDisclosed: "Not disclosed",
  closed: {
    shared: "what both sides know: payment and sum",
    payer: "the payer’s own part, such as who paid and how",
    merchant: "the merchant’s own part, such as who sold which page",
  },
  allDisclosed: "Nothing is kept back in this file.",
  standsTitle: "Where it stands",
  log: "Log",
  leaf: "Leaf",
  head: "Signed head",
  leaves: (shown: string, count: number) => `${shown} ${count === 1 ? "leaf" : "leaves"}`,
  recorded: "Recorded",
  signedBy: "Signed by",
  byLog: "the log itself",
  byWitness: (name: string) => `witness ${name}`,
  noWitness: "No witness: only the log itself says that everybody is shown the same history.",
  names: {
    payment: "Payment",
    amount: "Sum",
    asset: "Currency",
    offer: "Offer",
    time: "Paid",
    payer: "Payer",
    allowance: "Allowance",
    device: "Browser",
    gesture: "How",
    merchant: "Merchant",
    resource: "Page",
  } as Readonly<Record<string, string>>,
};

export type VerifyText = typeof en;
