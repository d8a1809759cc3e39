import {
  checkReceiptFile,
  disclosedFields,
  isLiabilitiesFile,
  faultSentence,
  proofFileLengthMax,
  provenSentence,
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
    else speech.say(isTrue ? trueInWords(checked, policy) : faultSentence(checked, text, "en"));
    return isTrue ? 0 : 1;
  },
};

function trueInWords(receipt: TrueReceipt, policy: TrustPolicy): string {
  const facts = disclosedFields(receipt.disclosure).map(([name, value]) => `  ${name}: ${value}`);
  return [provenSentence(receipt, policy, "en"), ...facts].join("\n");
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
