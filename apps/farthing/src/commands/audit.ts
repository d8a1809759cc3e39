import { type ExportAudit, NotAnExport } from "@farthing/ledger";
import { type AuditWish, auditFiles, auditReport, readHeads } from "../auditFiles.ts";
import { bytesInWords } from "../bytesInWords.ts";
import { ConfigError } from "../config.ts";
import { newProgress } from "../progress.ts";
import { readText, readTrustPolicy } from "../readTrustPolicy.ts";
import { readWords } from "../readWords.ts";
import type { Command, Speech } from "./command.ts";

const usage = "audit FILE… [--policy POLICY] [--heads FILE] [--json]";

/** Most files of one audit. */
const filesMax = 1_000;
/** Longest file of heads, in UTF-16 units. */
const headsMax = 50_000_000;

/** What could not be audited is neither right nor wrong. */
const notAudited = 2;

/** Whether an export of a journal is what the rules, the log and others say. */
export const audit: Command = {
  usage,
  does: "replays exports of a journal in their order, with nothing of the server that wrote them, and names the first wrong entry",
  async run({ speech, words }) {
    try {
      return await run(speech, words);
    } catch (error) {
      if (!(error instanceof ConfigError || error instanceof NotAnExport)) throw error;
      speech.complain(
        error instanceof ConfigError
          ? error.message
          : `This is no export of a journal (\`farthing ledger export\` makes one): ${error.message}.`,
      );
      return notAudited;
    }
  },
};

async function run(speech: Speech, words: readonly string[]): Promise<number> {
  const read = readWords(words, {
    usage,
    flags: ["json"],
    values: ["policy", "heads"],
    placeCount: 1,
    placeMax: filesMax,
  });
  const [policyFile, headsFile] = [read.value("policy"), read.value("heads")];
  const policy = policyFile === undefined ? null : readTrustPolicy(policyFile);
  const heads =
    headsFile === undefined
      ? []
      : await readHeads(headsFile, readText(headsFile, headsMax), policy);
  const progress = newProgress(process.stderr, bytesInWords);
  const wish: AuditWish = {
    files: read.places,
    policy,
    heads,
    onProgress: (done, all) => progress.tell("replaying", done, all),
  };
  const found = await auditFiles(wish).finally(progress.end);
  speech.say(
    read.has("json")
      ? JSON.stringify({ ...auditReport(found), signatures: policy !== null })
      : inWords(found, wish),
  );
  return found.ok ? 0 : 1;
}

function inWords(found: ExportAudit, { policy }: AuditWish): string {
  const { log, from, to, created, refused, leaves, faults } = found;
  const range = `Entries ${from} to ${to} of ${log ?? "a log that signed nothing yet"}: ${created} created, ${refused} refused, ${leaves} leaves.`;
  if (faults.length > 0) {
    const listed = faults.map((fault) => `- ${fault}`).join("\n");
    return `${range}\nNot as it should be:\n${listed}`;
  }
  return [
    range,
    "Each answer, balance, hold, limit, claim, counter and leaf is what the rules give, and each asset's sum is zero.",
    openedInWords(found),
    signedInWords(found, policy !== null),
    ...(from === 1n
      ? []
      : [
          `What there was before entry ${from} was taken at the export's word: audit the files before it with it.`,
        ]),
    "No differences.",
  ].join("\n");
}

function openedInWords({ opened, closed, sealed }: ExportAudit): string {
  return [
    `${opened} entries say what their leaves were made of.`,
    ...(closed === 0n
      ? []
      : [`${closed} are of erased payers: all was compared but the payer's own part.`]),
    ...(sealed === 0n
      ? []
      : [
          `${sealed} cannot be opened by this export: of them the leaf alone was compared, not what they say.`,
        ]),
  ].join(" ");
}

function signedInWords({ checkpoints, published, before }: ExportAudit, isJudged: boolean): string {
  const by = isJudged
    ? "signed by the log that the policy names"
    : "their signatures were not looked at, because no --policy was named";
  const outside = published === 0 ? "none from elsewhere" : `${published} from elsewhere`;
  const older = before === 0 ? "" : `; ${before} are over less than the files begin with`;
  return `The log passed through all ${checkpoints} heads in the files (${by}), and ${outside}${older}.`;
}
