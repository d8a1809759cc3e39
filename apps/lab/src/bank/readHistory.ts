import { assert, idFromUint, toHex } from "@farthing/core";
import { type Ledger, openLedger, type StoredEntry } from "@farthing/ledger";
import type { Line, Totals } from "./history.ts";

const pageSize = 1_000;

/** Reads the whole journal of a stopped server, and the totals of every account in it. */
export async function readHistory(folder: string): Promise<{ lines: Line[]; accounts: Totals[] }> {
  const faults: Error[] = [];
  const ledger = await openLedger({ folder, onFault: (error) => void faults.push(error) });
  const lines: Line[] = [];
  for (let seq = 0n; ; seq += BigInt(pageSize)) {
    const page = ledger.entriesAfter(seq, pageSize);
    lines.push(...page.map(lineOf));
    if (page.length < pageSize) break;
  }
  const accounts = totalsOf(ledger, lines);
  await ledger.close();
  assert(faults.length === 0, `the ledger opens: ${String(faults[0])}`);
  return { lines, accounts };
}

function totalsOf(ledger: Ledger, lines: readonly Line[]): Totals[] {
  const ids = new Set(
    lines.flatMap(({ transfers }) => transfers.flatMap(({ debit, credit }) => [debit, credit])),
  );
  return ledger.lookupAccounts([...ids]).map((account) => {
    assert(account !== null, "an account of a transfer exists");
    return { id: account.id, debits: account.debitsPosted, credits: account.creditsPosted };
  });
}

function lineOf(entry: StoredEntry): Line {
  const memo = memoOf(entry.memo);
  return {
    timestamp: entry.timestamp,
    id: idFromUint("payment", entry.id),
    created: entry.status === "created",
    kind: memo["kind"] ?? "none",
    memo,
    facts: entry.facts === null ? null : toHex(entry.facts),
    transfers: entry.transfers.map(({ debit, credit, amount }) => ({ debit, credit, amount })),
  };
}

const decoder = new TextDecoder();

function memoOf(bytes: Uint8Array): Record<string, string> {
  if (bytes.length === 0) return {};
  const memo = JSON.parse(decoder.decode(bytes)) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(memo).map(([name, value]) => [name, String(value)]));
}
