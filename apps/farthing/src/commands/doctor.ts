import { systemClock } from "@farthing/core";
import { examine, type Examination } from "../doctor/examine.ts";
import type { Finding } from "../doctor/finding.ts";
import { readWords } from "../readWords.ts";
import type { Command } from "./command.ts";

const usage = "doctor [--deep] [--json]";
const flags = ["deep", "json"] as const;

/** What is well, what is not, and what to do. */
export const doctor: Command = {
  usage,
  does: "looks at settings, folder, disk, keys, ledger and store, beside a running server; --deep reads every index",
  async run({ settings, speech, words }) {
    const read = readWords(words, { usage, flags, placeCount: 0 });
    const found = await examine(settings, { deep: read.has("deep"), clock: systemClock });
    speech.say(read.has("json") ? JSON.stringify(found) : inWords(found));
    return found.ok ? 0 : 1;
  },
};

function inWords({ settings, findings }: Examination): string {
  const inForce = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  const wrong = findings.filter(({ status }) => status === "wrong").length;
  const warnings = findings.filter(({ status }) => status === "warning").length;
  return [
    ...inForce,
    "",
    ...findings.map(lineOf),
    "",
    `${wrong} wrong, ${warnings} warnings.`,
  ].join("\n");
}

function lineOf({ check, status, found, next }: Finding): string {
  const line = `${status.padEnd(7)}  ${check.padEnd(10)}  ${found.replaceAll("\n", " ")}`;
  return next === undefined ? line : `${line}. Next: ${next}.`;
}
