import { assert, fromHex, idFromUint, idToUint, idTime } from "@farthing/core";
import { deriveEntryId } from "@farthing/ledger";
import type { Call, History, Line } from "../history.ts";

/** Whose lines these are and which call asked for each. */
export interface Explained {
  /** A payer's number by the id that the journal has. */
  readonly payers: ReadonlyMap<string, number>;
  /** The call that a line answers; none for the welcome of a wallet, and for what nobody asked for. */
  callOf(line: Line): Call | null;
}

/**
 * Finds the call behind each line by what both know: the hash of what was signed, a grant, a payment, an idempotency
 * key, an allowance.
 */
export function explain({ calls, lines }: History): Explained {
  const byName = new Map(calls.flatMap((call) => namesOf(call).map((name) => [name, call])));
  const payers = new Map<string, number>();
  for (const { memo } of lines) {
    const call = byName.get(`approve ${memo["grant"] ?? ""}`);
    if (call?.op.kind === "approve") payers.set(memo["payer"] ?? "", call.op.payer);
  }
  const ids = new Map([...payers].map(([id, number]) => [number, id]));
  for (const call of calls) {
    const entry = topUpEntry(call, ids);
    if (entry !== null) byName.set(`top-up ${entry}`, call);
  }
  return { payers, callOf: (line) => byName.get(nameOf(line)) ?? null };
}

function namesOf({ op }: Call): string[] {
  switch (op.kind) {
    case "click":
      return [`click ${op.facts}`];
    case "undo":
      return [`undo ${op.facts}`];
    case "refund":
      return [`refund ${op.payment} ${op.reason}`];
    case "revoke":
      return [`revoke ${op.allowance}`];
    case "approve":
      return [`approve ${op.grant}`];
    case "top-up":
      return [];
  }
}

function nameOf({ kind, memo, facts, id }: Line): string {
  switch (kind) {
    case "payment":
      return memo["grant"] === undefined ? `click ${facts}` : `approve ${memo["grant"]}`;
    case "undo":
      return `undo ${facts}`;
    case "refund":
      return `refund ${memo["payment"]} ${memo["reason"]}`;
    case "revoke":
      return `revoke ${memo["allowance"]}`;
    case "top-up":
      return `top-up ${id}`;
    default:
      return kind;
  }
}

/** The id of a top-up's entry: made of its payer and its idempotency key (docs/explanation/ledger.md, "Ids and retries"). */
function topUpEntry({ op }: Call, payers: ReadonlyMap<number, string>): string | null {
  if (op.kind !== "top-up") return null;
  const payer = payers.get(op.payer);
  const key = fromHex(op.key);
  if (payer === undefined) return null;
  assert(key !== null, "an idempotency key is hex");
  const id = deriveEntryId({ time: idTime(key), payer: idToUint("payer", payer), key, leg: 0 });
  return idFromUint("payment", id);
}
