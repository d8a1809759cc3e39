import {
  checkLiabilitiesFile,
  type Disbelief,
  disbeliefSentence,
  type LiabilityFault,
  type ReceiptFault,
  spellMoney,
  type TrueLiability,
  type TrustPolicy,
} from "@farthing/log";
import { logVerifiers, sha256 } from "@farthing/server";

/** What each failed check but those of the head means to whoever holds the file. */
const faults: Record<Exclude<LiabilityFault, Disbelief>, string> = {
  "not-a-proof-file":
    "Not true: this is no proof file, or it was cut off. Download it again from the wallet.",
  "not-a-liability": "Not true: the file does not say whose balance is in which total.",
  "not-in-the-total":
    "Not true: the balance in this file is not in the total that it names. It was changed, or left out of the total.",
  "not-included":
    "Not true: the log signed this head, but the total in this file is not in it. It was changed, or belongs to another log.",
};

/** Whether a liabilities file is true, and what to say of it: in words, and as JSON. */
export async function verifyLiabilities(
  text: string,
  policy: TrustPolicy,
): Promise<{ fault: LiabilityFault | null; words: string; json: object }> {
  const found = await checkLiabilitiesFile(sha256, text, policy, logVerifiers);
  if (typeof found === "string") {
    const words = isOfFile(found)
      ? faults[found]
      : disbeliefSentence(found, { text, policy }, "en");
    return { fault: found, words, json: faultReport(found) };
  }
  const { account, balance, sum, checkpoint, ...facts } = found;
  return {
    fault: null,
    words: trueInWords(found),
    json: {
      true: true,
      log: checkpoint.origin,
      account: account.toString(16).padStart(32, "0"),
      balance: balance.toString(),
      sum: sum.toString(),
      ...facts,
    },
  };
}

/** A failed check for programs. Of another log's file it is not known whether it is true. */
export function faultReport(fault: LiabilityFault | ReceiptFault) {
  return { true: fault === "another-log" ? null : false, fault };
}

function isOfFile(fault: LiabilityFault): fault is Exclude<LiabilityFault, Disbelief> {
  return Object.hasOwn(faults, fault);
}

function trueInWords({ account, balance, sum, asset, day, size, checkpoint }: TrueLiability) {
  const words = (amount: bigint) => spellMoney({ amount, asset }, "en");
  return [
    `True: ${words(balance)} on the account ${account.toString(16).padStart(32, "0")} are in the total of ${words(sum)} that ${checkpoint.origin} sealed for ${day}.`,
    `The tree has ${size} leaves, some of which may stand for nobody. The total says what is owed, not what there is to pay it with.`,
  ].join("\n");
}
