import { existsSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "../config.ts";
import { auditLedger, type Audit } from "../auditLedger.ts";
import { newProgress } from "../progress.ts";
import { checkpointFilesOf } from "../published.ts";
import { readWords } from "../readWords.ts";
import type { Command } from "./command.ts";

const usage = "ledger verify [--json]";

/** Whether what is stored is what the journal gives. */
export const ledger: Command = {
  usage,
  does: "replays the journal through the rules and names every difference, beside a running server",
  async run({ settings: { data, checkpointCopy }, speech, words: [verb, ...words] }) {
    if (verb !== "verify") throw new ConfigError(`Say \`farthing ${usage}\`.`);
    const read = readWords(words, { usage, flags: ["json"], placeCount: 0 });
    if (!existsSync(join(data, "ledger.db"))) {
      throw new ConfigError(
        `There is no ledger in ${data}: name the data folder with FARTHING_DATA.`,
      );
    }
    const progress = newProgress(process.stderr, entriesInWords);
    const audit = await auditLedger(data, checkpointFilesOf(data, checkpointCopy), (done, all) =>
      progress.tell("replaying", done, all),
    ).finally(progress.end);
    if (read.has("json")) speech.say(JSON.stringify(audit));
    else speech.say(auditInWords(audit));
    return audit.ok ? 0 : 1;
  },
};

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
