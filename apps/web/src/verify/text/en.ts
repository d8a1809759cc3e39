import type { Trouble } from "../anchorTrouble.ts";

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

  anchorTitle: "Check it against an anchor",
  anchorLead:
    "If you want to know more: an anchor holds a head of the log where its operator can neither withdraw nor replace it, in a contract on a chain or in a file that others keep. Take the contract’s address, or the file, from somebody whom you trust.",
  anchorNode: "Address of a node of the chain (JSON-RPC)",
  anchorContract: "Address of the contract",
  anchorTiles: "Address of the log, or of a copy",
  anchorTilesHint:
    "From there come the tiles that lead from the receipt to the anchored head. They are not believed. Nobody is asked before you press a button.",
  anchorAsk: "Check against the chain",
  anchorFile: "Choose an anchor file",
  anchorAsking: "Asking for the anchored head and for the way to it …",
  anchorTroubles: {
    "node-address": () =>
      "Not checked: give the node’s address, such as https://rpc.example. Without https only this machine is asked.",
    "contract-address": () =>
      "Not checked: a contract’s address is 0x and 40 hexadecimal digits. The log’s operator tells it.",
    "node-silent": () =>
      "Not checked: the node does not answer. It may be down, or not let pages ask it: try another one, or `farthing verify --anchor` on a command line.",
    "node-odd": () =>
      "Not checked: what answers at this address is no node of a chain. See that its address is right.",
    "node-refuses": (reason) =>
      `Not checked: the node refuses${reason === "" ? "" : `, and says: ${reason}`}. Try another one.`,
    "no-contract": (chain) =>
      `Not checked: in chain ${chain}, twelve blocks deep, no anchor answers at this address. See that the node is of the right chain and the address is right; if the contract is new, try again in some minutes.`,
    "other-contract": () =>
      "Not checked: the contract at this address is no anchor of a log. See that its address is right.",
    "file-unreadable": (name) => `Not checked: ${name} cannot be read. Choose it again.`,
    "file-empty": (name) =>
      `Not checked: ${name} holds no whole line, so nothing is anchored in it. Choose another file.`,
    "file-odd": (name) =>
      `Not checked: the last line of ${name} is no head of a log. Either it is no anchor file, or it was changed.`,
    "tiles-address": () =>
      "Not checked: the anchored head is another one than the receipt’s, and the tiles between them need the log’s address, such as https://pay.example/log. Without https only this machine is asked.",
    "tiles-missing": (tile) =>
      `Not checked: ${tile} is not there. Try again, or give the address of a copy of the log.`,
    "page-part": () =>
      "Not checked: a part of this page is missing. Go online, load the page again and try once more.",
  } as Record<Trouble, (detail: string) => string>,

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
    held: "Held before it was paid",
    merchant: "Merchant",
    resource: "Page",
    visitor: "Visitor, by a number of the site’s own",
  } as Readonly<Record<string, string>>,
};

export type VerifyText = typeof en;
