import { parseArgs } from "node:util";
import { ConfigError } from "./config.ts";

/** The words behind a command's name, taken apart. */
export interface Words<Flag extends string> {
  readonly places: readonly string[];
  has(flag: Flag): boolean;
}

/**
 * Takes `words` apart: `flags` are switches such as `json` (said as `--json`), the rest are places, exactly `placeCount`
 * of them. Throws `ConfigError` with how the command is said.
 */
export function readWords<Flag extends string>(
  words: readonly string[],
  { usage, flags, placeCount }: { usage: string; flags: readonly Flag[]; placeCount: number },
): Words<Flag> {
  const wrong = (what: string) => new ConfigError(`${what}: say \`farthing ${usage}\`.`);
  const { tokens: parts } = parseArgs({
    args: [...words],
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const places: string[] = [];
  const given = new Set<string>();
  for (const part of parts) {
    if (part.kind === "positional") places.push(part.value);
    if (part.kind !== "option") continue;
    if (!flags.some((flag) => part.rawName === `--${flag}`)) {
      throw wrong(`There is no flag ${part.rawName} here`);
    }
    if (part.value !== undefined) throw wrong(`${part.rawName} takes no value`);
    given.add(part.name);
  }
  if (places.length < placeCount) throw wrong("A word is missing");
  const extra = places[placeCount];
  if (extra !== undefined) throw wrong(`\`${extra}\` is a word too many`);
  if (places.includes("")) throw wrong("A name is empty");
  return { places, has: (flag) => given.has(flag) };
}
