import { z } from "zod";
import { gestures } from "../authorization.ts";
import { jwsLengthMax } from "../jws.ts";
import {
  bytesField,
  idField,
  instantField,
  moneyField,
  ofText,
  originField,
  urlField,
} from "../fields.ts";
import { OfferClaims, offerKind } from "../offer.ts";
import { ReleaseReason } from "./releaseReason.ts";
import { WebAuthnJson } from "./webAuthnJson.ts";

/** Longest sealed note of a step-up, in characters: it holds the offer. */
const ticketLengthMax = 12_288;

/** Bodies between the wallet's frame (inside a merchant's page) and the server: `POST /v1/frame/…`. */

export const OfferText = z.string().min(1, ofText).max(jwsLengthMax, ofText);

/** A frame's public key: `deviceKey.ts`. Whether `key` has its algorithm's length is checked by its thumbprint. */
export const DeviceKeySchema = z.strictObject({
  alg: z.enum(["Ed25519", "P-256"]),
  key: z.string().max(87, ofText),
});

/** Proof that the frame holds its key: `deviceProof.ts`. */
export const KeyProof = z.strictObject({
  device: DeviceKeySchema,
  time: instantField,
  signature: bytesField(64),
});

/** `POST /v1/frame/hello`: what to draw. `parent` is `location.ancestorOrigins[0]`, else the handshake's origin. */
export const HelloRequest = z.strictObject({
  offer: OfferText,
  parent: originField,
  /** Purpose `hello`, subject the offer's hash; absent while the frame has no stored key. */
  proof: KeyProof.optional(),
  /** Rung of the credential ladder: whether the key outlives this page. */
  keyStorage: z.enum(["kept", "memory"]).optional(),
});

/** A standing allowance as the frame and the wallet show it. */
export const AllowanceView = z.strictObject({
  id: idField("allowance"),
  perClick: moneyField,
  /** What is left of each line now. */
  left24h: moneyField,
  leftTotal: moneyField,
  per24h: moneyField,
  total: moneyField,
  expiresAt: instantField,
  /** When the 24-hour line gives the next part back; null when nothing was used. */
  moreAt: instantField.nullable(),
});

/** Why nothing pays this now. Nothing was charged. */
export const DeclineReason = z.enum([
  "insufficient-balance",
  "allowance-revoked",
  /** The payer paused the site: it goes on when they say so. */
  "allowance-paused",
  /** The payer let nothing be charged any more, until a passkey says otherwise. */
  "wallet-frozen",
  /** The payer erased the wallet that this key was of: nothing pays from it any more. */
  "wallet-erased",
  "device-revoked",
  "daily-limit-reached",
  "monthly-limit-reached",
  /** The most that the payer pays this merchant in 24 hours, however: `limit` says how much and when there is more. */
  "merchant-limit-reached",
  /** What is known of this payment, the key or the site makes it too risky, whatever is proved (policy gesture D). */
  "too-risky",
  /** Above the largest price that this merchant sells at, as it set since. */
  "above-site-price",
  /** The operator stopped this merchant: nobody pays it. */
  "merchant-blocked",
  /** Asked to open what was paid before, and this wallet never paid for it. */
  "not-owned",
]);

/** The payer's own limit that refused, as it stands now: its most, and when the next part of it is free again (null: it is). */
export const RefusingLimit = z.strictObject({
  max: moneyField,
  moreAt: instantField.nullable(),
});

/** What is on a guest's bill, and where payment is asked for (rule 21). */
export const BillLine = z.strictObject({ owed: moneyField, line: moneyField });

/** What the frame draws, from the verified offer and never from the page around it. */
export const HelloResponse = z.strictObject({
  merchant: z.strictObject({ id: idField("merchant"), name: z.string() }),
  title: z.string(),
  /** What is sold, as the offer says it: what the button and Undo are called. */
  kind: offerKind,
  access: OfferClaims.shape.access,
  price: moneyField,
  mode: z.enum(["sandbox", "live"]),
  /**
   * `ready`: a click pays. `needs-wallet`: a click opens the wallet's page. `owned`: a click opens without paying. `held`:
   * agreed to already, and not paid yet.
   */
  state: z.enum(["ready", "needs-wallet", "owned", "held"]),
  /** Why a click opens the wallet's page: no key here yet, key not enrolled, or a limit. */
  why: z
    .enum([
      "first-time",
      "key-not-kept",
      "allowance-ended",
      /** The wallet that this key was of was erased by its payer. */
      "wallet-erased",
      "over-per-click",
      "over-24h",
      "over-total",
      /** The merchant has a passkey asked for at this price. */
      "check-due",
      "bill-due",
      "bill-closed",
      "bill-network",
    ])
    .nullable(),
  allowance: AllowanceView.nullable(),
  /** Why a click would pay nothing now, whatever is proved: said at once, and not after the click. Absent: nothing is known of. */
  refusal: z.strictObject({ reason: DeclineReason, limit: RefusingLimit.optional() }).optional(),
  /** The bill of a guest who pays later; null for everybody else. */
  bill: BillLine.nullable(),
  /** A second yes before a click pays this price (rule 17): `hold` offers press-and-hold beside it, `press` does not. */
  confirm: z.enum(["none", "hold", "press"]),
  /** Whether a passkey inside the frame can pay this once, beyond the lines of the allowance (rule 19). */
  stepUp: z.boolean(),
  /** Whether the partition cookie may enrol a fresh key here: `POST /v1/frame/enrolments` (rung C, rule 9). */
  mayEnrol: z.boolean(),
  /** Milliseconds since 1970 at the server, so that a wrong clock does not stop payments. */
  serverTime: instantField,
});

/**
 * `POST /v1/frame/enrolments`: a fresh key under the allowance that the partition cookie belongs to, without a popup
 * (rung C, rule 9). Answered as `hello` is, now for this key.
 */
export const EnrolmentRequest = z.strictObject({
  offer: OfferText,
  parent: originField,
  keyStorage: z.enum(["kept", "memory"]),
  /** Purpose `enrol`, subject the offer's hash. */
  proof: KeyProof,
});

/** `POST /v1/frame/grants`: opens a grant request. The id is 16 random bytes made by the frame at the click. */
export const GrantRequest = z.strictObject({
  grant: idField("grant"),
  offer: OfferText,
  parent: originField,
  /** Page to come back to when popups are blocked; its origin must be registered. */
  returnTo: urlField,
  keyStorage: z.enum(["kept", "memory"]),
  /** Purpose `grant`, subject `<offer hash>/<grant id>`. */
  proof: KeyProof,
});

/** How a grant request stands. `approved`, `closed` and `expired` are final. */
export const GrantStatus = z.enum(["waiting", "opened", "approved", "closed", "expired"]);
export type GrantStatus = z.infer<typeof GrantStatus>;

/**
 * `POST /v1/frame/grants/{id}/events` (purpose `grant-events`), `…/result` (purpose `grant-result`) and `…/cancel`
 * (purpose `grant-cancel`: the payer waits no longer); subject is the grant id.
 */
export const GrantProof = z.strictObject({ proof: KeyProof });

/** What the device key signed at a click: `authorization.ts`, specs/authorization.md. */
export const AuthorizationSchema = z.strictObject({
  offer: bytesField(32),
  allowance: idField("allowance"),
  counter: z
    .number()
    .int()
    .min(1)
    .max(2 ** 48),
  nonce: bytesField(16),
  time: instantField,
  notAfter: instantField,
  gesture: z.enum(gestures),
});

/** What the frame saw around a press: signals for scoring, never a lock (rule 16). Not signed. */
export const ClickSignals = z.strictObject({
  /** IntersectionObserver v2's answer at the press; null where the browser has none. */
  visible: z.boolean().nullable(),
  /** How long the button had stood still and shown, in milliseconds. */
  shownMs: z
    .number()
    .int()
    .min(0)
    .max(2 ** 48),
  pointer: z.enum(["mouse", "touch", "pen", "keys"]),
});

/** `POST /v1/frame/payments`: one click. Sending the same bytes again is a retry and is answered with the first answer. */
export const PaymentRequest = z.strictObject({
  offer: OfferText,
  parent: originField,
  authorization: AuthorizationSchema,
  device: DeviceKeySchema,
  signature: bytesField(64),
  signals: ClickSignals.optional(),
});

/** `POST /v1/frame/step-ups`: the passkey question for one payment inside the frame (rule 19). */
export const StepUpRequest = z.strictObject({
  offer: OfferText,
  parent: originField,
  /** Purpose `step-up`, subject the offer's hash; by a key that is enrolled. */
  proof: KeyProof,
});

/**
 * `ticket` is the server's own sealed note of what was asked; `options` go to `navigator.credentials.get`. The
 * challenge binds what is paid: `stepUp.ts`.
 */
export const StepUpResponse = z.strictObject({
  ticket: z.string().max(ticketLengthMax, ofText),
  options: WebAuthnJson,
});

/** `POST /v1/frame/step-ups/payments`: the passkey's answer. The same bytes again are a retry. Answers a PaymentOutcome. */
export const StepUpPaymentRequest = z.strictObject({
  ticket: z.string().max(ticketLengthMax, ofText),
  credential: WebAuthnJson,
});

/** `POST /v1/frame/payments/{id}/undo`: purpose `undo`, subject the payment id. */
export const UndoRequest = z.strictObject({ proof: KeyProof });

/** `POST /v1/frame/payments/{id}/after`: purpose `after`, subject the payment id. What may be said once it is paid. */
export const AfterRequest = z.strictObject({ proof: KeyProof });
export const AfterResponse = z.strictObject({
  /** This payment opened what the site may charge by a click: the moment to say that it can be taken back. */
  allowed: z.boolean(),
  /** After every 10th payment of the payer (rule 25): what the last 7 days cost, and at how many sites. */
  week: z.strictObject({ spent: moneyField, sites: z.number().int() }).nullable(),
});

/** Nobody waits longer from a press to the content, in milliseconds. */
const shownMsMax = 86_400_000;

/**
 * `POST /v1/frame/payments/{id}/shown`: purpose `shown`, subject the payment id. Milliseconds from the press that began it
 * until the frame handed the receipt to the page; more than ten minutes count as ten.
 */
export const ShownRequest = z.strictObject({
  proof: KeyProof,
  ms: z.number().min(0).max(shownMsMax),
});

/** `POST /v1/frame/payments/{id}/wish`: purpose `wish`, subject the payment id. "Ask me less here / more here" (rule 19). */
export const WishRequest = z.strictObject({ proof: KeyProof, wish: z.enum(["less", "more"]) });

/** Why a click is not enough and the wallet's page with a passkey is needed. */
export const StepUpReason = z.enum([
  "over-per-click",
  "over-24h",
  "over-total",
  "allowance-ended",
  "check-due",
  /** A bare click above the price from which a second yes is asked (rule 17): hold, or press again, and sign anew. */
  "confirm",
  /** A guest's bill is at its line: it is paid first. */
  "bill-due",
  /** No more goes on this guest's bill: the guest stopped it, it was not paid in time, or nobody pays later here. */
  "bill-closed",
  /** Guests of this network owe as much as they may for now. */
  "bill-network",
]);
/**
 * What named the answer (specs/policy.md): policy version, row, risk band, trust, and the counter or limit that asked for
 * more than the row; null: the row did. For the payer's frame and wallet only: a merchant hears none of it.
 */
export const Decided = z.strictObject({
  policy: z.string(),
  row: z.string(),
  band: z.string(),
  trust: z.string(),
  counter: z.string().nullable(),
  gesture: z.string(),
});

/**
 * What became of a click. `captured` is durable and final but for undo; `owned` returns the first receipt again;
 * `held` is durable and moves nothing before `until`: no receipt yet, and the payer may cancel; `released` moved nothing;
 * `unknown` means: send the same bytes again, it will never be paid twice.
 */
export const PaymentOutcome = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("captured"),
    payment: idField("payment"),
    receipt: z.string(),
    undoUntil: instantField,
    allowance: AllowanceView.nullable(),
    decided: Decided.optional(),
    /** The guest's bill with this on it; absent for a wallet's payment. */
    bill: BillLine.optional(),
  }),
  z.strictObject({ kind: z.literal("owned"), payment: idField("payment"), receipt: z.string() }),
  z.strictObject({
    kind: z.literal("held"),
    payment: idField("payment"),
    until: instantField,
    decided: Decided.optional(),
  }),
  z.strictObject({
    kind: z.literal("released"),
    payment: idField("payment"),
    reason: ReleaseReason,
  }),
  z.strictObject({
    kind: z.literal("step-up"),
    level: z.literal(2),
    reason: StepUpReason,
    decided: Decided.optional(),
  }),
  z.strictObject({
    kind: z.literal("declined"),
    reason: DeclineReason,
    limit: RefusingLimit.optional(),
    decided: Decided.optional(),
  }),
  z.strictObject({ kind: z.literal("unknown") }),
]);

/** What `…/grants/{id}/result` answers: the outcome once the grant is `approved`, else null. */
export const GrantResult = z.strictObject({
  status: GrantStatus,
  outcome: PaymentOutcome.nullable(),
  /** Set when the frame's key was enrolled. */
  allowance: AllowanceView.nullable(),
});

/** The payment was given back, its limits restored. */
export const UndoOutcome = z.strictObject({
  kind: z.literal("reversed"),
  payment: idField("payment"),
});

export type BillLine = z.infer<typeof BillLine>;
export type HelloRequest = z.infer<typeof HelloRequest>;
export type HelloResponse = z.infer<typeof HelloResponse>;
export type AllowanceView = z.infer<typeof AllowanceView>;
export type GrantRequest = z.infer<typeof GrantRequest>;
export type GrantResult = z.infer<typeof GrantResult>;
export type KeyProof = z.infer<typeof KeyProof>;
export type PaymentRequest = z.infer<typeof PaymentRequest>;
export type PaymentOutcome = z.infer<typeof PaymentOutcome>;
export type Decided = z.infer<typeof Decided>;
export type StepUpReason = z.infer<typeof StepUpReason>;
export type DeclineReason = z.infer<typeof DeclineReason>;
export type EnrolmentRequest = z.infer<typeof EnrolmentRequest>;
export type ClickSignals = z.infer<typeof ClickSignals>;
export type StepUpRequest = z.infer<typeof StepUpRequest>;
export type StepUpResponse = z.infer<typeof StepUpResponse>;
export type StepUpPaymentRequest = z.infer<typeof StepUpPaymentRequest>;
export type AfterRequest = z.infer<typeof AfterRequest>;
export type AfterResponse = z.infer<typeof AfterResponse>;
export type ShownRequest = z.infer<typeof ShownRequest>;
export type WishRequest = z.infer<typeof WishRequest>;
export type UndoOutcome = z.infer<typeof UndoOutcome>;
export type UndoRequest = z.infer<typeof UndoRequest>;
