import { fromBase64url, ProblemError, toBase64url, utf8 } from "@farthing/core";
import { open, seal } from "@farthing/identity";
import type { StepUp } from "@farthing/protocol";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { hmacSha256 } from "../payments/hmac.ts";

const StepUpNote = z.strictObject({
  payer: z.string(),
  payment: z.string(),
  offer: z.string(),
  merchant: z.string(),
  amount: z.string(),
  asset: z.string(),
  device: z.string(),
  topOrigin: z.string(),
  expiresAt: z.number(),
}) satisfies z.ZodType<StepUp>;

/** The server's note to itself about a question that it put to a passkey inside the frame (rule 19). */
const Ticket = z.strictObject({
  stepUp: StepUpNote,
  /** The offer's compact text. */
  offer: z.string(),
  /** The enrolment under which the frame's key asked. */
  allowance: z.string(),
  device: z.string(),
  byCookie: z.boolean(),
  /** What the policy said (`decidedBy.ts`); absent in a note from before it was kept. */
  by: z.string().optional(),
  rung: z.enum(["K", "C", "P"]),
});

export type Ticket = z.infer<typeof Ticket>;

const place = "frame/step-up";
const decoder = new TextDecoder();

/** The note as the frame carries it: sealed, so that it can be neither read nor made by anybody else. */
export function sealTicket(deps: Pick<Deps, "keys">, ticket: Ticket): string {
  return toBase64url(seal(ticketKey(deps), utf8(JSON.stringify(ticket)), place));
}

/** The note that `sealTicket` sealed. Throws `invalid-request`. */
export function openTicket(deps: Pick<Deps, "keys">, text: string): Ticket {
  const sealed = fromBase64url(text);
  const bytes = sealed === null ? null : open(ticketKey(deps), sealed, place);
  if (bytes === null) throw new ProblemError("invalid-request", "`ticket`: not one of ours");
  return Ticket.parse(JSON.parse(decoder.decode(bytes)));
}

/** A key of its own, so that questions do not use up the nonces of what is sealed at rest. */
function ticketKey({ keys }: Pick<Deps, "keys">): Uint8Array {
  return hmacSha256(keys.fieldKey, utf8("farthing/step-up-ticket/v1"));
}
