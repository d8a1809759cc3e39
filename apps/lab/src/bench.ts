import { benchGestures } from "./benches/gestures.ts";
import { benchPayment } from "./benches/payment.ts";
import { parseArgs } from "node:util";

/** Every benchmark by its name: `npm run bench -- NAME [--json] [--connections N] [--seconds N]`. */
const benches: Record<string, (options: BenchOptions) => Promise<object>> = {
  payment: benchPayment,
  gestures: benchGestures,
};

export interface BenchOptions {
  readonly connections: number;
  readonly seconds: number;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "boolean", default: false },
    connections: { type: "string", default: "64" },
    seconds: { type: "string", default: "10" },
  },
});

const bench = benches[positionals[0] ?? ""];
if (bench === undefined) {
  process.stderr.write(`Which benchmark? One of: ${Object.keys(benches).join(", ")}.\n`);
  process.exit(2);
}
const figures = await bench({
  connections: bounded("connections", values.connections, 1_024),
  seconds: bounded("seconds", values.seconds, 300),
});
process.stdout.write(
  values.json ? `${JSON.stringify(figures)}\n` : `${JSON.stringify(figures, null, 2)}\n`,
);

function bounded(name: string, text: string, max: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  process.stderr.write(`--${name} takes a whole number from 1 to ${max}.\n`);
  process.exit(2);
}
