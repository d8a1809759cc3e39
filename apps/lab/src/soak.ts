import { parseArgs } from "node:util";
import { runBank } from "./bank/runBank.ts";

/** What a soak came to: printed whole. No fault is what it should have. */
interface Soaked {
  readonly faults: readonly string[];
}

export interface SoakOptions {
  readonly seconds: number;
  readonly seed: number;
}

/** Every long test by its name: `npm run soak -- NAME [--seconds N] [--seed S]`. */
const soaks: Record<string, (options: SoakOptions) => Promise<Soaked>> = {
  // A kill each six seconds, as in the test of `npm test`.
  bank: ({ seconds, seed }) =>
    runBank({ seconds, seed, payers: 32, kills: Math.floor(seconds / 6) }),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: "string", default: "60" },
    seed: { type: "string", default: String(crypto.getRandomValues(new Uint16Array(1))[0]) },
  },
});

const soak = soaks[positionals[0] ?? ""];
if (soak === undefined) {
  process.stderr.write(`Which soak? One of: ${Object.keys(soaks).join(", ")}.\n`);
  process.exit(2);
}
const options = {
  // Offers are good for an hour.
  seconds: bounded("seconds", values.seconds, 3_000),
  seed: bounded("seed", values.seed, 2 ** 31 - 1),
};
process.stderr.write(`Seed ${options.seed}, ${options.seconds} seconds …\n`);
const soaked = await soak(options);
process.stdout.write(`${JSON.stringify({ ...options, ...soaked }, null, 2)}\n`);
process.exitCode = soaked.faults.length === 0 ? 0 : 1;

function bounded(name: string, text: string, max: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  process.stderr.write(`--${name} takes a whole number from 1 to ${max}.\n`);
  process.exit(2);
}
