import { toBase64url } from "@farthing/core";
import type { Shown } from "@farthing/log";
import type { PaymentProof } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { type EntryProof, proveEntry } from "../log/proveEntry.ts";
import { ownPayment } from "./payment.ts";

/** A payer's own payment against the public log. Throws `not-found`, and as `proveEntry`. */
export function proveOwnPayment(
  deps: Deps,
  ask: { payer: string; id: string },
): Promise<EntryProof> {
  return proveEntry(deps, { ...ownPayment(deps, ask), party: "payer" });
}

/** The same as the wallet's page reads it. */
export function proofView({ disclosure, index, path, checkpoint }: EntryProof): PaymentProof {
  const { shared, payer, merchant } = disclosure.groups;
  return {
    shared: shownView(shared),
    payer: shownView(payer),
    merchant: shownView(merchant),
    timestamp: disclosure.timestamp.toString(),
    leafIndex: index,
    path: path.map(toBase64url),
    checkpoint,
  };
}

function shownView(shown: Shown): PaymentProof["shared"] {
  if ("commitment" in shown) return { commitment: toBase64url(shown.commitment) };
  const fields = shown.fields.map(([name, value]): [string, string] => [name, value]);
  return { salt: toBase64url(shown.salt), fields };
}
