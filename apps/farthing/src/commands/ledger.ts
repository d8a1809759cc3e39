import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Exported } from "@farthing/ledger";
import { ConfigError, type Settings } from "../config.ts";
import { auditLedger, type Audit } from "../auditLedger.ts";
import { exportLedger } from "../exportLedger.ts";
import { interruptible } from "../interruptible.ts";
import { findSeed } from "../keys.ts";
import { newProgress } from "../progress.ts";
import { checkpointFilesOf } from "../published.ts";
import { readRange } from "../readRange.ts";
import { readWords } from "../readWords.ts";
import { writeWhole } from "../writeWhole.ts";
import type { Command, Speech } from "./command.ts";

const verifyUsage = "ledger verify [--json]";
const exportUsage = "ledger export FILE [--from N|TIME] [--to N|TIME] [--without-salts]";
const usage = `${verifyUsage} | ${exportUsage.replace("ledger ", "")}`;

/** Whether what is stored is what the journal gives, and the journal for whoever wants to see for themselves. */
export const ledger: Command = {
  usage,
  does: "replays the journal through the rules and names every difference; or writes it to FILE for `farthing audit`; beside a running server",
  async run({ settings, speech, words: [verb, ...words] }) {
    if (verb !== "verify" && verb !== "export") throw new ConfigError(`Say \`farthing ${usage}\`.`);
    return verb === "verify" ? verify(settings, speech, words) : write(settings, speech, words);
  },
};

async function verify(
  { data, checkpointCopy }: Settings,
  speech: Speech,
  words: readonly string[],
): Promise<number> {
  const read = readWords(words, { usage: verifyUsage, flags: ["json"], placeCount: 0 });
  requireLedger(data);
  const progress = newProgress(process.stderr, entriesInWords);
  const audit = await auditLedger(data, checkpointFilesOf(data, checkpointCopy), (done, all) =>
    progress.tell("replaying", done, all),
  ).finally(progress.end);
  if (read.has("json")) speech.say(JSON.stringify(audit));
  else speech.say(auditInWords(audit));
  return audit.ok ? 0 : 1;
}

async function write(
  settings: Settings,
  speech: Speech,
  words: readonly string[],
): Promise<number> {
  const read = readWords(words, {
    usage: exportUsage,
    flags: ["without-salts"],
    values: ["from", "to"],
    placeCount: 1,
  });
  const [file = ""] = read.places;
  const range = readRange(read.value("from"), read.value("to"));
  const { data, keyField } = settings;
  requireLedger(data);
  const fieldKey = read.has("without-salts") ? null : findSeed("field", data, { field: keyField });
  if (fieldKey === null && !read.has("without-salts")) {
    throw new ConfigError(
      `There is no field key in ${data}, so no entry can be opened for an audit: put keys.json back, or say --without-salts.`,
    );
  }
  const progress = newProgress(process.stderr, entriesInWords);
  const done = await interruptible(`Stopped. Nothing was left in ${file}.`, (signal) =>
    writeWhole(file, (line) =>
      exportLedger({
        data,
        range,
        fieldKey,
        signal,
        write: line,
        onProgress: progress.tell,
      }),
    ),
  ).finally(progress.end);
  speech.say(exportedInWords(done, file));
  return 0;
}

function exportedInWords({ from, to, checkpoints }: Exported, file: string): string {
  return `Entries ${from} to ${to} and ${checkpoints} signed heads are in ${file}. It holds what every payer paid: give it to nobody but who may see that.\nNext: farthing audit ${file}`;
}

function requireLedger(data: string): void {
  if (existsSync(join(data, "ledger.db"))) return;
  throw new ConfigError(`There is no ledger in ${data}: name the data folder with FARTHING_DATA.`);
}

function entriesInWords(entries: number): string {
  return `${entries.toLocaleString("en")} entries`;
}

function auditInWords({ ok, entries, entriesPerSecond, compared, faults }: Audit): string {
  const speed = `${entriesInWords(entries)} replayed, ${entriesInWords(entriesPerSecond)} a second.`;
  const what = `Compared: ${compared.join("; ")}.`;
  if (ok) return `${speed}\n${what}\nNo differences.`;
  const listed = faults.map((fault) => `- ${fault}`).join("\n");
  const next =
    "Do not start this ledger: keep the folder as it is, and restore a backup (docs/how-to/back-up-and-restore.md).";
  return `${speed}\n${what}\n${faults.length} differences:\n${listed}\n${next}`;
}
