import { type ExportAudit, NotAnExport } from "@farthing/ledger";
import type { AuditOthers } from "../askForAudit.ts";
import {
  type AuditWish,
  auditFiles,
  auditReport,
  type FilesAudit,
  readHeads,
} from "../auditFiles.ts";
import { bytesInWords } from "../bytesInWords.ts";
import { ConfigError, type Settings } from "../config.ts";
import { newProgress } from "../progress.ts";
import { readText, readTrustPolicy } from "../readTrustPolicy.ts";
import { readRange } from "../readRange.ts";
import { readWords, type Words } from "../readWords.ts";
import type { Command, Speech } from "./command.ts";

const usage =
  "audit FILE… [--from N|TIME] [--to N|TIME] [--policy POLICY] [--heads FILE] [--witness URL] [--anchor WHERE] [--contract 0x…] [--json]";

const values = ["from", "to", "policy", "heads", "witness", "anchor", "contract"] as const;

/** Most files of one audit. */
const filesMax = 1_000;
/** Longest file of heads, in UTF-16 units. */
const headsMax = 50_000_000;

/** What could not be audited, or not compared with what was asked for, is neither right nor wrong. */
const notAudited = 2;

/** Whether an export of a journal is what the rules, the log and others say. */
export const audit: Command = {
  usage,
  does: "replays exports of a journal in their order, with nothing of the server that wrote them, and names the first wrong entry",
  async run({ settings, speech, words }) {
    try {
      return await run(settings, speech, words);
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

async function run(settings: Settings, speech: Speech, words: readonly string[]): Promise<number> {
  const read = readWords(words, {
    usage,
    flags: ["json"],
    values,
    placeCount: 1,
    placeMax: filesMax,
  });
  const asked = { from: read.value("from") ?? null, to: read.value("to") ?? null };
  const range = readRange(read.value("from"), read.value("to"));
  const [policyFile, headsFile] = [read.value("policy"), read.value("heads")];
  const policy = policyFile === undefined ? null : readTrustPolicy(policyFile);
  const heads =
    headsFile === undefined
      ? []
      : await readHeads(headsFile, readText(headsFile, headsMax), policy);
  const progress = newProgress(process.stderr, bytesInWords);
  const wish: AuditWish = {
    files: read.places,
    range,
    policy,
    heads,
    others: othersOf(read, settings),
    onProgress: progress.tell,
  };
  const found = await auditFiles(wish).finally(progress.end);
  speech.say(
    read.has("json")
      ? JSON.stringify({ ...auditReport(found), range: asked, signatures: policy !== null })
      : inWords(found, { asked, isJudged: policy !== null }),
  );
  if (!found.ok) return 1;
  return found.notCompared.length === 0 ? 0 : notAudited;
}

/** Whom to ask. Throws `ConfigError` where half of it is said. */
function othersOf(read: Words<"json", (typeof values)[number]>, settings: Settings): AuditOthers {
  const [witness, where, contract] = [
    read.value("witness"),
    read.value("anchor"),
    read.value("contract"),
  ];
  if (witness !== undefined && !/^https?:$/.test(URL.parse(witness)?.protocol ?? "")) {
    throw new ConfigError(`${witness} is no address of a witness: it begins with https://.`);
  }
  if (where === undefined && contract !== undefined) {
    throw new ConfigError(`--anchor is missing: say \`farthing ${usage}\`.`);
  }
  const confirmations = settings.anchorConfirmations;
  return {
    witness: witness?.replace(/\/$/, "") ?? null,
    anchor:
      where === undefined
        ? null
        : { where, contract: contract ?? settings.anchorContract, confirmations },
  };
}

/** The bounds as they were said. */
interface Asked {
  readonly from: string | null;
  readonly to: string | null;
}

function inWords(
  found: FilesAudit,
  { asked, isJudged }: { readonly asked: Asked; readonly isJudged: boolean },
): string {
  const { replayedFrom, faults } = found;
  const range = [entriesInWords(found), ...rangeInWords(found, asked)];
  const open = listed("Not compared:", found.notCompared);
  if (faults.length > 0) {
    return [...range, ...listed("Not as it should be:", faults), ...open].join("\n");
  }
  return [
    ...range,
    "Each answer, balance, hold, limit, claim, counter and leaf is what the rules give, and each asset's sum is zero.",
    openedInWords(found),
    signedInWords(found, isJudged, isRange(asked) ? "the range" : "the files"),
    ...(replayedFrom === 1n
      ? []
      : [
          `What there was before entry ${replayedFrom} was taken at the export's word: audit the files before it with it.`,
        ]),
    ...totalsInWords(found),
    ...open,
    open.length === 0 ? "No differences." : "No differences in what was compared.",
  ].join("\n");
}

function entriesInWords({ log, from, to, entries, created, refused, leaves }: FilesAudit): string {
  const of = log ?? "a log that signed nothing yet";
  if (entries === 0n) return `No entry of ${of}: the replay came to entry ${to}.`;
  return `Entries ${from} to ${to} of ${of}: ${created} created, ${refused} refused, ${leaves} leaves.`;
}

function isRange({ from, to }: Asked): boolean {
  return from !== null || to !== null;
}

/** What was asked for, and what of the files that is not. */
function rangeInWords({ replayedFrom, from, to, stopped }: FilesAudit, asked: Asked): string[] {
  if (!isRange(asked)) return [];
  const bounds = [
    ...(asked.from === null ? [] : [`from ${asked.from}`]),
    ...(asked.to === null ? [] : [`to ${asked.to}`]),
  ];
  const before =
    replayedFrom < from
      ? ` Entries ${replayedFrom} to ${from - 1n} were replayed for what it begins with, and are not counted.`
      : "";
  const behind = stopped
    ? ` What follows entry ${to} was not looked at, nor whether the files are whole.`
    : "";
  return [`That is the range ${bounds.join(" ")}.${before}${behind}`];
}

function listed(title: string, sentences: readonly string[]): string[] {
  return sentences.length === 0 ? [] : [title, ...sentences.map((sentence) => `- ${sentence}`)];
}

function totalsInWords({ totals, totalsBefore }: FilesAudit): string[] {
  if (totals === 0 && totalsBefore === 0) return [];
  const before = totalsBefore === 0 ? "" : ` ${totalsBefore} are of moments before the first file.`;
  return [
    `${totals} sealed totals of what is owed are what the balances come to; their trees, whose salts only the server has, were not built again.${before}`,
  ];
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

function signedInWords(found: FilesAudit, isJudged: boolean, where: string): string {
  const { checkpoints, published, before, beyond, unsigned } = found;
  const by = isJudged
    ? "signed by the log that the policy names"
    : "their signatures were not looked at, because no --policy was named";
  const outside = published === 0 ? "none from elsewhere" : `${published} from elsewhere`;
  const older = before === 0 ? "" : `; ${before} are over less than it begins with`;
  const newer =
    beyond === 0 ? "" : `; ${beyond} are over more than it ends with, and were not compared`;
  const rest = unsigned === 0 ? "" : ` Its last ${unsigned} leaves are under no head in the files.`;
  return `The log passed through all ${checkpoints} heads in ${where} (${by}), and ${outside}${older}${newer}.${rest}`;
}
