import type { History, Line } from "../history.ts";
import type { Replayed } from "./replayFaults.ts";

/**
 * Adds the journal's transfers up, whatever they were for: the ledger's totals are these sums, its debits equal its
 * credits, no payer is ever below zero, and in the end everybody has what the model says.
 */
export function sumFaults(history: History, { model, payers }: Replayed): string[] {
  const names = new Map(
    history.lines.filter(({ created }) => created).flatMap((line) => accountsOf(line, payers)),
  );
  const { balances, faults } = addUp(history, names);
  for (const { id, debits, credits } of history.accounts) {
    const sum = balances.get(id) ?? 0n;
    if (credits - debits !== sum) {
      const name = names.get(id) ?? `account ${id}`;
      faults.push(
        `wrong balance: ${name} is stored as ${credits - debits}, and its transfers sum up to ${sum}`,
      );
    }
  }
  const total = history.accounts.reduce((sum, { debits, credits }) => sum + credits - debits, 0n);
  if (total !== 0n) faults.push(`unbalanced: all credits are ${total} more than all debits`);
  const expected = new Map<string, bigint>([
    ...[...payers.values()].map((payer) => [`payer ${payer}`, model.balance(payer)] as const),
    ...[...model.merchants].map(([id, has]) => [`merchant ${id}`, has] as const),
    ["fees", model.fees] as const,
  ]);
  for (const [account, name] of names) {
    const has = balances.get(account) ?? 0n;
    const should = expected.get(name) ?? 0n;
    if (has !== should) faults.push(`wrong balance: ${name} has ${has}, and should have ${should}`);
  }
  return faults;
}

function addUp({ lines }: History, names: ReadonlyMap<bigint, string>) {
  const faults: string[] = [];
  const balances = new Map<bigint, bigint>();
  for (const { id, created, transfers } of lines) {
    for (const { debit, credit, amount } of created ? transfers : []) {
      const left = (balances.get(debit) ?? 0n) - amount;
      balances.set(debit, left);
      balances.set(credit, (balances.get(credit) ?? 0n) + amount);
      if (left < 0n && names.get(debit)?.startsWith("payer ") === true) {
        faults.push(`below zero: ${names.get(debit)} has ${left} after ${id}`);
      }
    }
  }
  return { balances, faults };
}

/** Whose accounts a line shows: a payment goes from payer to merchant and its fee to the operator; play money to a payer. */
function accountsOf(line: Line, payers: ReadonlyMap<string, number>): [bigint, string][] {
  const [first, second] = line.transfers;
  const payer = `payer ${payers.get(line.memo["payer"] ?? "")}`;
  if (first === undefined) return [];
  if (line.kind === "top-up") return [[first.credit, payer]];
  if (line.kind !== "payment") return [];
  const shown: [bigint, string][] = [
    [first.debit, payer],
    [first.credit, `merchant ${line.memo["merchant"]}`],
  ];
  if (second !== undefined) shown.push([second.credit, "fees"]);
  return shown;
}
