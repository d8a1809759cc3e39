import type { Call, History, Line } from "../history.ts";
import { BankModel, type BankRules, type Ruling } from "./bankModel.ts";
import { type Explained, explain } from "./explain.ts";
import type { Placed } from "./orderFaults.ts";
import type { Version } from "./readFaults.ts";

/** The journal run through the model. */
export interface Replayed {
  readonly faults: string[];
  readonly model: BankModel;
  /** Payers by the ids of the journal. */
  readonly payers: ReadonlyMap<string, number>;
  /** What the model said to each call that has a line. */
  readonly rulings: ReadonlyMap<Call, Ruling>;
  readonly writes: readonly Placed[];
  readonly versions: readonly Version[];
}

/** Runs every line of the journal, in its order, through the model, and compares what was written with what it says. */
export function replay(history: History, rules: BankRules): Replayed {
  const explained = explain(history);
  const model = new BankModel(rules);
  const faults: string[] = [];
  const rulings = new Map<Call, Ruling>();
  const writes: Placed[] = [];
  const versions: Version[] = [];
  let before: Line | null = null;
  for (const line of history.lines) {
    if (before !== null && line.timestamp <= before.timestamp) {
      faults.push(`reordered: ${line.id} is not later than ${before.id} before it`);
    }
    before = line;
    // The server seals the day's total by itself once its hour has come; no money moves.
    if (line.kind === "liabilities") continue;
    const call = explained.callOf(line);
    const ruling = rule(model, explained, { line, call });
    if (ruling === null) {
      faults.push(`nobody asked for ${line.kind} ${line.id}`);
      continue;
    }
    if (ruling.created !== line.created) {
      const [is, should] = line.created ? ["happened", "not"] : ["was refused", "happen"];
      faults.push(`${line.kind} ${line.id} ${is}, and should ${should}: ${ruling.word}`);
    }
    const { start, end } = call ?? { start: -Infinity, end: -Infinity };
    for (const [register, value] of ruling.changed) {
      versions.push({ register, value, entry: line.id, start, end });
    }
    if (call === null || (rulings.has(call) && !mayRepeat(call))) {
      if (call !== null) faults.push(`duplicate: ${call.op.kind} ${line.id} is there twice`);
      continue;
    }
    if (rulings.has(call)) continue;
    rulings.set(call, ruling);
    writes.push({ name: `${call.op.kind} ${line.id}`, timestamp: line.timestamp, start, end });
  }
  return { faults, model, payers: explained.payers, rulings, writes, versions };
}

/** Taking an allowance back again is an entry again; an approval that met a change meanwhile tries once more. */
function mayRepeat({ op }: Call): boolean {
  return op.kind === "revoke" || op.kind === "approve";
}

function rule(
  model: BankModel,
  { payers }: Explained,
  { line, call }: { line: Line; call: Call | null },
): Ruling | null {
  const { id, memo, timestamp: at } = line;
  const payer = payers.get(memo["payer"] ?? "");
  if (call !== null) return model.apply(call.op, { id, at, allowance: memo["allowance"] ?? null });
  return line.kind === "top-up" && memo["welcome"] === "true" && payer !== undefined
    ? model.welcome(payer)
    : null;
}
