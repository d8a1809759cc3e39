import { utf8 } from "@farthing/core";
import { z } from "zod";
import {
  amountField,
  bytesField,
  idField,
  instantField,
  moneyField,
  ofList,
  ofText,
  originField,
} from "../fields.ts";
import {
  AllowanceView,
  AuthorizationSchema,
  DeclineReason,
  DeviceKeySchema,
  OfferText,
  StepUpReason,
} from "./frame.ts";
import { WebAuthnJson } from "./webAuthnJson.ts";

/** Keys for programs: what pays without a click (frame-and-grant.md rule 1). An agent in code is a program on screens. */

/** Most sites that one program may pay, and most programs of one wallet that can pay. */
export const agentSitesMax = 20;
export const agentsMax = 20;

/** A program's name as its payer reads it: 1 to 40 characters, at most 80 bytes of UTF-8, no control characters. */
export const AgentName = z
  .string()
  .min(1, ofText)
  .max(40, ofText)
  .refine(
    (text) => text.trim() === text && utf8(text).length <= 80 && !/\p{C}/u.test(text),
    "at most 80 bytes, no control characters, no space at either end",
  );

/** What a payer agrees to: the passkey's challenge is bound to all of it. */
export const AgentTerms = z.strictObject({
  name: AgentName,
  /** The only merchants that it may pay. */
  sites: z
    .array(idField("merchant"))
    .min(1, ofList)
    .max(agentSitesMax, ofList)
    .refine((sites) => new Set(sites).size === sites.length, "each site once"),
  perPayment: amountField,
  /** Until the payer lets it go on, with a passkey. */
  perSession: amountField,
  per24h: amountField,
  days: z.number().int().min(1).max(90),
  /** The program's public key. */
  device: DeviceKeySchema,
});

/** What can be changed of a program later: its key, its name and its end stay. */
export const AgentEdit = AgentTerms.pick({
  sites: true,
  perPayment: true,
  perSession: true,
  per24h: true,
});

/** `POST /v1/wallet/programs/{id}/terms/options`, and `…/terms`: more needs the passkey's answer. */
export const AgentEditOptionsRequest = z.strictObject({ edit: AgentEdit });
export const AgentEditRequest = AgentEditOptionsRequest.extend({
  credential: WebAuthnJson.optional(),
});

/** `POST /v1/wallet/programs/options`. */
export const AgentOptionsRequest = z.strictObject({ terms: AgentTerms });

/** `POST /v1/wallet/programs`: the passkey's answer. The same key and terms again answer with the same program. */
export const AgentRequest = AgentOptionsRequest.extend({ credential: WebAuthnJson });
/** `id` is what the program's authorizations name as `allowance`. */
export const AgentResponse = z.strictObject({ id: idField("allowance") });

/** `POST /v1/wallet/programs/{id}/go-on`, and the answer to a request: a passkey's answer to `…/options`. */
export const AgentGoOnRequest = z.strictObject({ credential: WebAuthnJson });

/** `POST /v1/wallet/programs/sites`: the site at an address. */
export const AgentSiteRequest = z.strictObject({ origin: originField });
export const AgentSite = z.strictObject({ id: idField("merchant"), name: z.string() });

/** A program as its payer sees it. Money of `perPayment` … is what was agreed to; `spent` less what came back. */
export const AgentView = z.strictObject({
  id: idField("allowance"),
  name: z.string(),
  sites: z.array(AgentSite),
  perPayment: moneyField,
  perSession: moneyField,
  leftSession: moneyField,
  per24h: moneyField,
  left24h: moneyField,
  /** When the 24-hour line gives the next part back; null when nothing was used. */
  moreAt: instantField.nullable(),
  status: z.enum(["active", "paused", "revoked", "expired"]),
  /** It was refused because its session is used up, and waits for its payer. */
  usedUp: z.boolean(),
  spent: moneyField,
  payments: z.number().int(),
  createdAt: instantField,
  expiresAt: instantField,
});

/** Why a person must say yes. A program has a payer, so no bill. */
export const ProgramReason = StepUpReason.exclude(["bill-due", "bill-closed", "bill-network"]);

/** A payment that a program asks its payer for, because it may not make it by itself. */
export const AgentAskView = z.strictObject({
  /** The id of the payment that it becomes. */
  id: idField("payment"),
  program: z.strictObject({ id: idField("allowance"), name: z.string() }),
  merchant: z.string(),
  title: z.string(),
  resource: z.string(),
  price: moneyField,
  why: ProgramReason,
  /** `over`: nobody answered in time, and its price holds no longer. */
  state: z.enum(["waiting", "paid", "refused", "over"]),
  /** Until when its price holds. */
  until: instantField,
});

/** `GET /v1/wallet/programs`. */
export const AgentsPage = z.strictObject({
  programs: z.array(AgentView),
  asks: z.array(AgentAskView),
  /** The most that a key may be given under the preset in force: also what the page proposes. */
  highest: z.strictObject({ perPayment: moneyField, perSession: moneyField, per24h: moneyField }),
  /** Sites that this wallet knows, by name. */
  sites: z.array(AgentSite),
});

/** `POST /v1/programs/payments`: as the frame's, with gesture `none`. The same bytes again hear the first answer. */
export const AgentPaymentRequest = z.strictObject({
  offer: OfferText,
  authorization: AuthorizationSchema,
  device: DeviceKeySchema,
  signature: bytesField(64),
});

/** Why a program's payment is not made. Nothing was charged. */
export const AgentDeclineReason = z.enum([
  ...DeclineReason.options,
  /** Its payer did not name this site. */
  "site-not-allowed",
  /** The time that the key was agreed to for is over: the program needs another. */
  "key-ended",
  /** More than any program may pay, also with its payer's yes. */
  "too-large",
  /** Its payer was asked, and said no; or did not answer while the price held. */
  "payer-refused",
  /** Asked because the session was used up, and its payer let the program go on: signed anew, it may pay by itself. */
  "sign-anew",
  "not-answered",
  /** As many requests of it as may be wait for its payer. */
  "too-many-requests",
]);

/**
 * What became of a program's payment. `step-up`: a person must say yes at `ask`; then the same bytes hear `captured`.
 * `unknown`: send the same bytes again, it will never be paid twice.
 */
export const AgentOutcome = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("captured"),
    payment: idField("payment"),
    receipt: z.string(),
    undoUntil: instantField,
    /** What is left of its lines: `total` is the session's. */
    allowance: AllowanceView.nullable(),
  }),
  z.strictObject({ kind: z.literal("owned"), payment: idField("payment"), receipt: z.string() }),
  z.strictObject({
    kind: z.literal("step-up"),
    level: z.literal(2),
    reason: ProgramReason,
    /** The wallet's page where its payer answers. */
    ask: z.string(),
    until: instantField,
  }),
  z.strictObject({ kind: z.literal("declined"), reason: AgentDeclineReason }),
  z.strictObject({ kind: z.literal("unknown") }),
]);

export type AgentTerms = z.infer<typeof AgentTerms>;
export type AgentEdit = z.infer<typeof AgentEdit>;
export type AgentSite = z.infer<typeof AgentSite>;
export type AgentView = z.infer<typeof AgentView>;
export type ProgramReason = z.infer<typeof ProgramReason>;
export type AgentAskView = z.infer<typeof AgentAskView>;
export type AgentsPage = z.infer<typeof AgentsPage>;
export type AgentPaymentRequest = z.infer<typeof AgentPaymentRequest>;
export type AgentOutcome = z.infer<typeof AgentOutcome>;
export type AgentDeclineReason = z.infer<typeof AgentDeclineReason>;
