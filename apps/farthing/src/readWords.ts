import { parseArgs } from "node:util";
import { ConfigError } from "./config.ts";

/** The words behind a command's name, taken apart. */
export interface Words<Flag extends string, Value extends string = never> {
  readonly places: readonly string[];
  has(flag: Flag): boolean;
  /** What stands behind `--name`; undefined where it is not said. */
  value(name: Value): string | undefined;
}

/**
 * Takes `words` apart: `flags` are switches such as `json` (said as `--json`), `values` names that something follows
 * (`--policy FILE`), the rest are places, `placeCount` of them, or up to `placeMax`. Throws `ConfigError` with how the command is said.
 */
export function readWords<Flag extends string, Value extends string = never>(
  words: readonly string[],
  of: {
    usage: string;
    flags: readonly Flag[];
    values?: readonly Value[];
    placeCount: number;
    placeMax?: number;
  },
): Words<Flag, Value> {
  const { usage, flags, values = [], placeCount } = of;
  const wrong = (what: string) => new ConfigError(`${what}: say \`farthing ${usage}\`.`);
  const { tokens: parts } = parseArgs({
    args: [...words],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(values.map((name) => [name, { type: "string" as const }])),
  });
  const places: string[] = [];
  const given = new Set<string>();
  const said = new Map<string, string>();
  for (const part of parts) {
    if (part.kind === "positional") places.push(part.value);
    if (part.kind !== "option") continue;
    if (values.some((name) => part.rawName === `--${name}`)) {
      if (!part.value) throw wrong(`Something is missing behind ${part.rawName}`);
      said.set(part.name, part.value);
      continue;
    }
    if (!flags.some((flag) => part.rawName === `--${flag}`)) {
      throw wrong(`There is no flag ${part.rawName} here`);
    }
    if (part.value !== undefined) throw wrong(`${part.rawName} takes no value`);
    given.add(part.name);
  }
  if (places.length < placeCount) throw wrong("A word is missing");
  const extra = places[of.placeMax ?? placeCount];
  if (extra !== undefined) throw wrong(`\`${extra}\` is a word too many`);
  if (places.includes("")) throw wrong("A name is empty");
  return { places, has: (flag) => given.has(flag), value: (name) => said.get(name) };
}
