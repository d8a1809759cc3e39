import { toHex } from "@farthing/core";
import {
  type AnchorCheck,
  anchorSentence,
  checkReceiptFile,
  disclosedFields,
  isLiabilitiesFile,
  faultSentence,
  placeWords,
  proofFileLengthMax,
  provenSentence,
  type TrueReceipt,
  type TrustPolicy,
} from "@farthing/log";
import { logVerifiers, sha256 } from "@farthing/server";
import { type AnchorWish, verifyAnchored } from "../anchors/verifyAnchored.ts";
import { ConfigError, type Settings } from "../config.ts";
import { readText, readTrustPolicy } from "../readTrustPolicy.ts";
import { readWords, type Words } from "../readWords.ts";
import { verifyLiabilities } from "../verifyLiabilities.ts";
import type { Command } from "./command.ts";

const usage =
  "verify FILE --policy POLICY [--anchor WHERE] [--contract 0x…] [--tiles WHERE] [--json]";
const values = ["policy", "anchor", "contract", "tiles"] as const;

/** Whether a receipt file, or a liabilities file, is true, by nothing but itself and whom the reader trusts. */
export const verify: Command = {
  usage,
  does: "checks a receipt or a balance in a sealed total (.tlog-proof) without asking anybody; POLICY says which log and witnesses to believe; --anchor holds a receipt against a chain or a file, too",
  async run({ settings, speech, words }) {
    const read = readWords(words, { usage, flags: ["json"], values, placeCount: 1 });
    const [file = ""] = read.places;
    const policyFile = read.value("policy");
    if (policyFile === undefined) {
      throw new ConfigError(
        `Whom to believe is missing: say \`farthing ${usage}\`. A log tells its own at /log/policy; write it down once, from a place you trust.`,
      );
    }
    const wish = wishOf(read, settings);
    const policy = readTrustPolicy(policyFile);
    const text = readText(file, proofFileLengthMax);
    if (isLiabilitiesFile(text)) {
      if (wish !== null) throw new ConfigError("Only receipts are held against an anchor.");
      const told = await verifyLiabilities(text, policy);
      speech.say(read.has("json") ? JSON.stringify(told.json) : told.words);
      return told.isTrue ? 0 : 1;
    }
    const checked = await checkReceiptFile(sha256, text, policy, logVerifiers);
    if (typeof checked === "string") {
      const json = { true: false, fault: checked };
      speech.say(
        read.has("json") ? JSON.stringify(json) : faultSentence(checked, { text, policy }, "en"),
      );
      return 1;
    }
    const anchor = wish === null ? null : await verifyAnchored(checked, policy, wish);
    if (read.has("json")) speech.say(JSON.stringify(report(checked, anchor)));
    else {
      const held = anchor === null ? [] : [anchorSentence(anchor, checked.index, "en")];
      speech.say([...held, trueInWords(checked, policy)].join("\n"));
    }
    return anchor === null || anchor.verdict === "anchored" ? 0 : 1;
  },
};

/** Against which anchor, if any. Throws `ConfigError` where half of it is said. */
function wishOf(
  read: Words<"json", (typeof values)[number]>,
  settings: Settings,
): AnchorWish | null {
  const where = read.value("anchor");
  const [contract, tiles] = [read.value("contract"), read.value("tiles")];
  if (where === undefined) {
    if (contract === undefined && tiles === undefined) return null;
    throw new ConfigError(`--anchor is missing: say \`farthing ${usage}\`.`);
  }
  const confirmations = settings.anchorConfirmations;
  return { where, contract: contract ?? settings.anchorContract, confirmations, tiles };
}

function trueInWords(receipt: TrueReceipt, policy: TrustPolicy): string {
  const facts = disclosedFields(receipt.disclosure).map(([name, value]) => `  ${name}: ${value}`);
  return [provenSentence(receipt, policy, "en"), ...facts].join("\n");
}

function report(checked: TrueReceipt, anchor: AnchorCheck | null) {
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
    ...(anchor === null ? {} : { anchor: anchorReport(anchor) }),
  };
}

function anchorReport({ verdict, place, anchored }: AnchorCheck) {
  const root = anchored === null ? null : toHex(anchored.root);
  return { verdict, where: placeWords(place, "en"), size: anchored?.size ?? 0, root };
}
