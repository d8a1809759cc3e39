import { parseArgs } from "node:util";
import { benchAudit } from "./benches/audit.ts";
import { benchGestures } from "./benches/gestures.ts";
import { benchLedger } from "./benches/ledger.ts";
import type { EntryKind } from "./benches/ledger/entries.ts";
import { benchLog } from "./benches/log.ts";
import { benchPayment } from "./benches/payment.ts";
import { benchPolicy } from "./benches/policy.ts";
import { benchStatements } from "./benches/statements.ts";

/** Every benchmark by its name: `npm run bench -- NAME [--json] …`; options: docs/reference/benchmarks.md. */
const benches: Record<string, (options: BenchOptions) => Promise<object>> = {
  payment: benchPayment,
  gestures: benchGestures,
  ledger: benchLedger,
  log: benchLog,
  audit: benchAudit,
  policy: benchPolicy,
  statements: benchStatements,
};

export interface BenchOptions {
  readonly connections: number;
  readonly seconds: number;
  /** Of `ledger`: entries in a commit, what an entry is, entries before it starts; callers instead of batches. */
  readonly batch: number;
  readonly entry: EntryKind;
  readonly rows: number;
  readonly callers: number;
  readonly growth: boolean;
  /** Of the journal, for `statements`; leaves of the tree, for `log`. */
  readonly entries: number;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "boolean", default: false },
    connections: { type: "string", default: "64" },
    seconds: { type: "string", default: "10" },
    batch: { type: "string", default: "1000" },
    entry: { type: "string", default: "money" },
    rows: { type: "string", default: "200000" },
    callers: { type: "string", default: "0" },
    growth: { type: "boolean", default: false },
    entries: { type: "string", default: "1000000" },
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
  batch: bounded("batch", values.batch, 8_000),
  entry: kindOf(values.entry),
  rows: bounded("rows", values.rows, 100_000_000, 0),
  callers: bounded("callers", values.callers, 16_384, 0),
  growth: values.growth,
  entries: bounded("entries", values.entries, 20_000_000),
});
process.stdout.write(
  values.json ? `${JSON.stringify(figures)}\n` : `${JSON.stringify(figures, null, 2)}\n`,
);

function bounded(name: string, text: string, max: number, min = 1): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  process.stderr.write(`--${name} takes a whole number from ${min} to ${max}.\n`);
  process.exit(2);
}

function kindOf(text: string): EntryKind {
  if (text === "money" || text === "payment" || text === "click") return text;
  process.stderr.write("--entry is money, payment or click.\n");
  process.exit(2);
}
