import { toHex } from "@farthing/core";
import {
  type AnchorCheck,
  anchorSentence,
  checkReceiptFile,
  disclosedFields,
  isLiabilitiesFile,
  faultSentence,
  type LiabilityFault,
  placeWords,
  proofFileLengthMax,
  provenSentence,
  type ReceiptFault,
  type TrueReceipt,
  type TrustPolicy,
} from "@farthing/log";
import { logVerifiers, sha256 } from "@farthing/server";
import { type AnchorWish, verifyAnchored } from "../anchors/verifyAnchored.ts";
import { ConfigError, type Settings } from "../config.ts";
import { readText, readTrustPolicy } from "../readTrustPolicy.ts";
import { readWords, type Words } from "../readWords.ts";
import { faultReport, verifyLiabilities } from "../verifyLiabilities.ts";
import type { Command, Speech } from "./command.ts";

const usage =
  "verify FILE [--policy POLICY] [--anchor WHERE] [--contract 0x…] [--tiles WHERE] [--json]";
const values = ["policy", "anchor", "contract", "tiles"] as const;

/** Nothing was found out: neither that it is true, nor that it is not. */
const notChecked = 2;

/** Whether a receipt file, or a liabilities file, is true, by nothing but itself and whom the reader trusts. */
export const verify: Command = {
  usage,
  does: "checks a receipt or a balance in a sealed total (.tlog-proof) without asking anybody; POLICY says which log and witnesses to believe; --anchor holds a receipt against a chain or a file, too",
  failed: notChecked,
  async run({ settings, speech, words }) {
    const read = readWords(words, { usage, flags: ["json"], values, placeCount: 1 });
    const [file = ""] = read.places;
    const wish = wishOf(read, settings);
    const policy = readTrustPolicy(policyFile(read, settings));
    const text = readText(file, proofFileLengthMax);
    const asked = { text, policy, speech, isJson: read.has("json") };
    if (!isLiabilitiesFile(text)) return checkReceipt(asked, wish);
    if (wish !== null) throw new ConfigError("Only receipts are held against an anchor.");
    const told = await verifyLiabilities(text, policy);
    speech.say(asked.isJson ? JSON.stringify(told.json) : told.words);
    return exitCode(told.fault);
  },
};

type Read = Words<"json", (typeof values)[number]>;

function policyFile(read: Read, { trustPolicy }: Settings): string {
  const path = read.value("policy") ?? trustPolicy;
  if (path !== undefined) return path;
  throw new ConfigError(
    `Whom to believe is missing: say \`farthing ${usage}\`, or name the policy once with FARTHING_TRUST_POLICY. A log tells its own at /log/policy; write it down once, from a place you trust.`,
  );
}

interface Asked {
  readonly text: string;
  readonly policy: TrustPolicy;
  readonly speech: Speech;
  readonly isJson: boolean;
}

async function checkReceipt(asked: Asked, wish: AnchorWish | null): Promise<number> {
  const { text, policy, speech, isJson } = asked;
  const checked = await checkReceiptFile(sha256, text, policy, logVerifiers);
  if (typeof checked === "string") {
    const json = JSON.stringify(faultReport(checked));
    speech.say(isJson ? json : faultSentence(checked, { text, policy }, "en"));
    return exitCode(checked);
  }
  // What is known is said first: an anchor may not answer.
  if (!isJson) speech.say(trueInWords(checked, policy));
  else if (wish === null) speech.say(JSON.stringify(report(checked)));
  return wish === null ? 0 : holdReceipt(asked, checked, wish);
}

async function holdReceipt(
  { policy, speech, isJson }: Asked,
  receipt: TrueReceipt,
  wish: AnchorWish,
): Promise<number> {
  try {
    const anchor = await verifyAnchored(receipt, policy, wish);
    const json = { ...report(receipt), anchor: anchorReport(anchor) };
    speech.say(isJson ? JSON.stringify(json) : anchorSentence(anchor, receipt.index, "en"));
    return anchor.verdict === "anchored" ? 0 : 1;
  } catch (error) {
    const anchor = { verdict: "not-checked" };
    if (isJson) speech.say(JSON.stringify({ ...report(receipt), anchor }));
    throw error;
  }
}

/** Of another log's file nothing but the name was looked at. */
function exitCode(fault: ReceiptFault | LiabilityFault | null): number {
  if (fault === null) return 0;
  return fault === "another-log" ? notChecked : 1;
}

/** Against which anchor, if any. Throws `ConfigError` where half of it is said. */
function wishOf(read: Read, settings: Settings): AnchorWish | null {
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

function report({ disclosure, index, checkpoint }: TrueReceipt) {
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

function anchorReport({ verdict, place, anchored }: AnchorCheck) {
  const root = anchored === null ? null : toHex(anchored.root);
  return { verdict, where: placeWords(place, "en"), size: anchored?.size ?? 0, root };
}
