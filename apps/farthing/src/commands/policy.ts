import { readFileSync, writeFileSync } from "node:fs";
import { parsePolicy, type Policy } from "@farthing/risk";
import { type SigningKey, signingKey, signPolicy } from "@farthing/server";
import { ConfigError, type Settings } from "../config.ts";
import { findSeed } from "../keys.ts";
import { readWords } from "../readWords.ts";
import type { Command } from "./command.ts";
import { seedsOf } from "./wireOptions.ts";

const usage = "policy check|sign FILE";

/** What the operator does with a policy before a server takes it. */
export const policy: Command = {
  usage,
  does: "says whether a policy file is one, with the line that is not; `sign` writes its signature to FILE.sig",
  async run({ settings, speech, words: [verb, ...words] }) {
    if (verb !== "check" && verb !== "sign") throw new ConfigError(`Say \`farthing ${usage}\`.`);
    const { places } = readWords(words, { usage, flags: [], placeCount: 1 });
    const [path = ""] = places;
    const text = readText(path);
    const parsed = parsePolicy(text);
    if ("fault" in parsed) {
      speech.complain(`${path}:${parsed.fault.line}: ${parsed.fault.sentence}`);
      return 1;
    }
    if (verb === "sign") {
      writeFileSync(`${path}.sig`, `${signPolicy(text, requireIssuer(settings))}\n`);
    }
    speech.say(inWords(path, parsed.policy, verb));
    return 0;
  },
};

/** A wrong folder must not get keys of its own, with which no server agrees. */
function requireIssuer(settings: Settings): SigningKey {
  const seed = findSeed("issuer", settings.data, seedsOf(settings));
  if (seed !== null) return signingKey(seed);
  throw new ConfigError(
    `There are no keys in ${settings.data}: name the data folder of the server with FARTHING_DATA.`,
  );
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new ConfigError(`${path} cannot be read: name a policy file.`);
  }
}

function inWords(path: string, { version, effectiveFrom, rows }: Policy, verb: "check" | "sign") {
  const day = new Date(effectiveFrom).toISOString().slice(0, 10);
  const next =
    verb === "sign"
      ? `Signed: ${path}.sig. A server whose FARTHING_POLICY names the file takes it within seconds.`
      : `Sign it with \`farthing policy sign ${path}\`.`;
  return `${version} holds from ${day} (UTC), with ${rows.length} rows.\n${next}`;
}
