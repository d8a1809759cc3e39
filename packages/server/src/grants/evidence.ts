import { assert } from "@farthing/core";
import { readCreated, readGot } from "@farthing/identity";
import type { Agreement } from "./grant.ts";

/**
 * How the payer agreed, as it is kept with the allowance (rule 2): the terms, and the parts of the passkey's believed
 * answer that prove them (WebAuthn L3 §7.1, §7.2). What else was sent is a stranger's text, and not kept.
 */
export function evidenceOf(agreement: Agreement, answer: unknown): Record<string, unknown> {
  const isNew = agreement.newPayer !== null;
  const credential = isNew ? readCreated(answer) : readGot(answer);
  assert(credential !== null, "a passkey's answer that was believed has its parts");
  return { kind: isNew ? "enrolment" : "passkey", terms: agreement.terms, credential };
}
