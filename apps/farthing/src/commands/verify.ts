import { formatMoney, isAsset, money, parseAmount } from "@farthing/core";
import {
  checkReceiptFile,
  disclosedFields,
  isLiabilitiesFile,
  proofFileLengthMax,
  type ReceiptFault,
  type TrueReceipt,
  type TrustPolicy,
} from "@farthing/log";
import { logVerifiers, sha256 } from "@farthing/server";
import { ConfigError } from "../config.ts";
import { readText, readTrustPolicy } from "../readTrustPolicy.ts";
import { readWords } from "../readWords.ts";
import { verifyLiabilities } from "../verifyLiabilities.ts";
import type { Command } from "./command.ts";

const usage = "verify FILE --policy POLICY [--json]";

/** Whether a receipt file, or a liabilities file, is true, by nothing but itself and whom the reader trusts. */
export const verify: Command = {
  usage,
  does: "checks a receipt or a balance in a sealed total (.tlog-proof) without asking anybody; POLICY says which log and witnesses to believe",
  async run({ speech, words }) {
    const read = readWords(words, { usage, flags: ["json"], values: ["policy"], placeCount: 1 });
    const [file = ""] = read.places;
    const policyFile = read.value("policy");
    if (policyFile === undefined) {
      throw new ConfigError(
        `Whom to believe is missing: say \`farthing ${usage}\`. A log tells its own at /log/policy; write it down once, from a place you trust.`,
      );
    }
    const policy = readTrustPolicy(policyFile);
    const text = readText(file, proofFileLengthMax);
    if (isLiabilitiesFile(text)) {
      const told = await verifyLiabilities(text, policy);
      speech.say(read.has("json") ? JSON.stringify(told.json) : told.words);
      return told.isTrue ? 0 : 1;
    }
    const checked = await checkReceiptFile(sha256, text, policy, logVerifiers);
    const isTrue = typeof checked !== "string";
    if (read.has("json")) speech.say(JSON.stringify(report(checked)));
    else speech.say(isTrue ? trueInWords(checked, policy) : faults[checked]);
    return isTrue ? 0 : 1;
  },
};

/** What each failed check means to whoever holds the file. */
const faults: Record<ReceiptFault, string> = {
  "not-a-proof-file":
    "Not true: this is no proof file, or it was cut off. Download the receipt again.",
  "not-a-receipt":
    "Not true: the file does not say what was paid, so nothing can be compared with the log.",
  "not-a-checkpoint": "Not true: what the log signed in this file is not a head of a log.",
  "not-signed":
    "Not true: the head in this file is not signed by the log that the policy names, with each kind of key it names.",
  "not-witnessed":
    "Not believed: the log signed this head, but not enough of the policy's witnesses did.",
  "not-included":
    "Not true: the log signed this head, but what the file says was paid is not in it. It was changed, or belongs to another log.",
};

/** Witnesses of the policy that signed, by the names that it gives them. */
function witnessesOf({ checkpoint }: TrueReceipt, policy: TrustPolicy): string[] {
  const signed = new Set(checkpoint.signed.map(({ key }) => key));
  return [...policy.witnesses].flatMap(([name, { key }]) => (signed.has(key) ? [name] : []));
}

function trueInWords(receipt: TrueReceipt, policy: TrustPolicy): string {
  const facts = new Map(disclosedFields(receipt.disclosure));
  const { origin, size } = receipt.checkpoint;
  const witnesses = witnessesOf(receipt, policy);
  const by = witnesses.length === 0 ? "no witness asked for" : `witnesses: ${witnesses.join(", ")}`;
  const what = [facts.get("payment"), priceOf(facts), timeOf(receipt)].filter(Boolean).join(", ");
  const lines = [...facts].map(([name, value]) => `  ${name}: ${value}`);
  return [
    `True: ${what} is leaf ${receipt.index} of ${origin}, under its signed head of ${size} ${size === 1 ? "leaf" : "leaves"} (${by}).`,
    ...lines,
  ].join("\n");
}

function priceOf(facts: ReadonlyMap<string, string>): string | undefined {
  const [amount, asset = ""] = [parseAmount(facts.get("amount") ?? ""), facts.get("asset")];
  if (amount === null || !isAsset(asset)) return undefined;
  const isPlay = asset.startsWith("PLAY/");
  // Any other code is somebody's own, and no currency that has a sign.
  if (!isPlay && !/^[A-Z]{3}\//.test(asset)) return `${amount} of ${asset}`;
  return `${formatMoney(money(amount, asset), "en")}${isPlay ? " of play money" : ""}`;
}

function timeOf({ disclosure }: TrueReceipt): string {
  const ms = Number(disclosure.timestamp / 1_000_000n);
  // Swedish writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat("sv", {
    dateStyle: "short",
    timeStyle: "medium",
    timeZone: "UTC",
  })
    .format(ms)
    .concat(" UTC");
}

function report(checked: TrueReceipt | ReceiptFault) {
  if (typeof checked === "string") return { true: false, fault: checked };
  const { disclosure, index, checkpoint } = checked;
  const { origin, size, signed } = checkpoint;
  return {
    true: true,
    log: origin,
    leaf: index,
    size,
    signed: signed.map(({ key, time }) => ({ name: key.name, type: key.type, time })),
    timestamp: disclosure.timestamp.toString(),
    facts: Object.fromEntries(disclosedFields(disclosure)),
  };
}
