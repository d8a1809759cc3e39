import { z } from "zod";
import {
  bytesField,
  idField,
  instantField,
  mailAddressField,
  moneyField,
  ofList,
  ofText,
  urlField,
} from "../fields.ts";
import { AllowanceLimits } from "../terms.ts";
import { offerKind } from "../offer.ts";
import { PaymentStatus, ReportReason } from "./merchant.ts";
import { ReleaseReason } from "./releaseReason.ts";
import { ReportView } from "./report.ts";
import { AllowanceView, BillLine, Decided, OfferText, PaymentOutcome } from "./frame.ts";
import { WaitingRecovery } from "./waysIn.ts";
import { WebAuthnJson } from "./webAuthnJson.ts";

/** Bodies between the wallet's own pages and the server: `/v1/wallet/…`, with the session cookie. */

/** `POST /v1/wallet/grants/{id}/open`. `arrival` is the text of `<meta name="farthing-arrival">`. */
export const OpenGrantRequest = z.strictObject({ arrival: z.string().max(500, ofText) });

/**
 * `POST /v1/wallet/grants`: a page reached from another site with an offer in its address (frames blocked there).
 * Opens a grant that can pay this once and never enrols a key (rule 4). Answers with the grant's id.
 */
export const OfferGrantRequest = z.strictObject({
  offer: OfferText,
  arrival: z.string().max(500, ofText),
});
export const OfferGrantResponse = z.strictObject({ grant: idField("grant") });

/** All that the approval page shows. */
export const OpenGrantResponse = z.strictObject({
  merchant: z.strictObject({ id: idField("merchant"), name: z.string(), origin: z.string() }),
  title: z.string(),
  /** How to speak of it: a tip is no article. */
  kind: offerKind,
  price: moneyField,
  mode: z.enum(["sandbox", "live"]),
  /** Who is signed in here; null: nobody. */
  wallet: z.strictObject({ name: z.string(), balance: moneyField }).nullable(),
  /** An allowance that already stands for this merchant: approving adds the key to it, never a second one. */
  standing: AllowanceView.nullable(),
  /** What an allowance would be: from the payer's preset, never from the merchant (rule 2). */
  preset: AllowanceLimits,
  /** Highest limits this wallet accepts. */
  ceiling: AllowanceLimits,
  /** False when the page was reached from another site: this payment only (rule 4). */
  mayEnrol: z.boolean(),
  /** False when the browser forgets the frame's key with the page. */
  keyKept: z.boolean(),
  /** Whoever is signed in here paid for it before: it opens, and nothing is charged. */
  owned: z.boolean(),
  /** Whether the next page's button knows this payer: the key is kept, or the partition cookie enrols one (rung C). */
  remembered: z.boolean(),
  /** What the policy says of a click here by the key that asks; absent: no key of whoever is signed in asks. */
  decided: Decided.optional(),
  /** "Read now, pay later": null where it is not offered (a wallet is signed in, the operator or the site has none). */
  payLater: z
    .strictObject({
      /** `open`: a press puts this on the bill. `due`: the bill is paid first. `too-dear`: the price is above the line. */
      state: z.enum(["open", "due", "too-dear", "closed", "network"]),
      bill: BillLine,
    })
    .nullable(),
  /** For how long this payment would be held before it is made, in milliseconds; null: it is made at once. */
  holdMs: z.number().int().nullable(),
  expiresAt: instantField,
});

/** `POST /v1/wallet/grants/{id}/terms`: fixes what is agreed to and answers with WebAuthn options whose challenge is its hash. */
export const TermsRequest = z.strictObject({
  /** `open` never pays: it opens what this wallet paid for before, or is declined as `not-owned`. */
  choice: z.enum(["allow", "once", "open"]),
  limits: AllowanceLimits.nullable(),
  /** `create`: a new wallet. `get`: the wallet of a passkey that exists. */
  way: z.enum(["create", "get"]),
  /** "Others use this device: ask every time": once paid, this browser's key and cookie at this merchant are taken back. */
  everyTime: z.boolean().optional(),
  /** The hold that the page showed. A longer one is never agreed to by it. */
  holdMs: z.number().int().min(1).optional(),
});

/** Options for `navigator.credentials.create` or `.get`, as WebAuthn writes them in JSON. */
export const PasskeyOptions = z.strictObject({ options: WebAuthnJson });

/** `POST /v1/wallet/grants/{id}/approve`: the passkey's answer. Pays and grants in one. */
export const ApproveRequest = z.strictObject({ credential: WebAuthnJson });

/** What the approval did, and where the page goes from here. */
export const ApproveResponse = z.strictObject({
  outcome: PaymentOutcome,
  /** Where to go when this page is not a popup: the merchant's page with a nonce. */
  returnTo: urlField,
});

/** `POST /v1/wallet/sign-in`: the passkey's answer to `POST /v1/wallet/sign-in/options`. */
export const SignInRequest = z.strictObject({ credential: WebAuthnJson });

/** `POST /v1/wallet/unfreeze`: the passkey's answer to `POST /v1/wallet/unfreeze/options`. */
export const UnfreezeRequest = z.strictObject({ credential: WebAuthnJson });

/** A browser that may pay at one merchant. */
export const DeviceView = z.strictObject({
  id: idField("device"),
  merchant: z.string(),
  addedAt: instantField,
  /** False: the key lived in one page and is gone with it. */
  kept: z.boolean(),
  /** Keys that one browser enrolled by the same cookie (rung C): one line for a person, taken back together. */
  family: z.string().nullable(),
});

/** What a payer set for every site. `PATCH /v1/wallet/settings` takes any part of it and answers with all. */
export const WalletSettings = z.strictObject({
  /** How long a payment can be undone, in milliseconds (rule 18). Holds for payments from now on. */
  undoMs: z.union([z.literal(10_000), z.literal(60_000), z.literal(120_000)]),
  /** `never`: larger prices ask for a second press, never for holding the button (rule 17). */
  hold: z.enum(["offer", "never"]),
  /** IANA name, such as `Europe/Berlin`: where the months of statements begin. */
  timeZone: z.string().min(1, ofText).max(64, ofText),
  /** Whether the week is told by mail, where there is an address. */
  digest: z.enum(["weekly", "never"]),
});

/** Something in the last week that a payer would want to look at. `merchant` is a name. */
export const UnusualView = z.discriminatedUnion("kind", [
  /** What is usually paid there, before and now. */
  z.strictObject({
    kind: z.literal("price-rise"),
    merchant: z.string(),
    from: moneyField,
    to: moneyField,
  }),
  z.strictObject({
    kind: z.literal("many-small"),
    merchant: z.string(),
    count: z.number().int(),
    sum: moneyField,
  }),
]);

/** `POST /v1/wallet/mail-address`: alerts shall go there, once the link in the mail to it was used. */
export const MailAddressRequest = z.strictObject({ address: mailAddressField });

/** Where a wallet's alerts go. Null: nowhere. */
export const MailSettings = z.strictObject({
  /** Confirmed. */
  address: z.string().nullable(),
  /** Asked for and not confirmed yet; alerts go to `address` meanwhile. */
  pending: z.string().nullable(),
  /** The newest mail to this payer was given up. */
  undelivered: z.boolean(),
  /** The demo: nothing is sent, all mails are shown at `/outbox`. */
  outbox: z.boolean(),
});

/** How much a payer wants to be asked, from most to least (specs/policy.md). */
export const PresetName = z.enum(["careful", "balanced", "convenient"]);

/** What one preset allows. `waitHours`: before a raise from it holds. */
export const PresetFigures = z.strictObject({
  preset: PresetName,
  /** The most that one click may take; one site in 24 hours, passkey or not; and all clicks at one site. */
  perClick: moneyField,
  perSite24h: moneyField,
  perSite: moneyField,
  /** Over all sites, passkey or not. */
  per24h: moneyField,
  per30d: moneyField,
  /** After so much by clicks, and for a dearer click after so many hours, a passkey is asked for. */
  sinceCheck: moneyField,
  /** The most that a top-up fills the wallet to. */
  holds: moneyField,
  checkAgeHours: z.number(),
  waitHours: z.number(),
});

/** The payer's own limits: the preset in force, a raise that waits, and what there is to choose from. */
export const WalletLimits = z.strictObject({
  preset: PresetName,
  /** Until when it waits; null: none does. */
  raise: z.strictObject({ to: PresetName, until: instantField }).nullable(),
  /** Of a higher preset what it offers, of the others what holds at once: never more than was agreed to. */
  choices: z.array(PresetFigures),
  /** What the preset in force offers by now, where that is more than its payer agreed to: a raise like any other. */
  more: PresetFigures.nullable(),
});

/** `POST /v1/wallet/limits/preset/options`. */
export const PresetOptionsRequest = z.strictObject({ preset: PresetName });

/** `POST /v1/wallet/limits/preset`: lower is done at once; higher needs the passkey's answer, and waits. */
export const PresetRequest = PresetOptionsRequest.extend({ credential: WebAuthnJson.optional() });

/** The lines of an allowance that a payer edits; when it ends stays. */
export const EditedLines = AllowanceLimits.omit({ expiresAt: true });

/** `POST /v1/wallet/allowances/{id}/limits/options`. */
export const EditOptionsRequest = z.strictObject({ lines: EditedLines });

/** `POST /v1/wallet/allowances/{id}/limits`: lower is done at once; any line higher needs the passkey's answer. */
export const EditRequest = EditOptionsRequest.extend({ credential: WebAuthnJson.optional() });

/**
 * `too-risky`: a payment was declined, because it looked as if somebody else made it. `key-closed`: a browser's key was used
 * from two networks, and closed. `many-small`: many small charges in a row by one site.
 */
export const UnusualAlertKind = z.enum(["too-risky", "key-closed", "many-small"]);

/** `POST /v1/wallet/alerts/seen`: the payer looked at it. */
export const SeenAlertRequest = z.strictObject({ kind: UnusualAlertKind, site: z.string() });

/** `GET /v1/wallet/me`. */
export const Me = z.strictObject({
  /** Stands in the payer's part of each receipt file, and makes the account of a liabilities file (specs/log.md §6). */
  id: idField("payer"),
  name: z.string(),
  /** What can be spent: without `held`. */
  balance: moneyField,
  /** Set aside for payments that are held. */
  held: moneyField,
  mode: z.enum(["sandbox", "live"]),
  /** Nothing is charged until a passkey unfreezes it. */
  frozen: z.boolean(),
  settings: WalletSettings,
  /** Null: this server sends no mail. */
  mail: MailSettings.nullable(),
  limits: WalletLimits,
  /** A recovery that somebody began: shown on every page until it ends. The nearest, where there are more; null: none. */
  recovery: WaitingRecovery.nullable(),
  /** The wallet is to be erased then, unless that is cancelled; null: nobody asked. */
  erasure: z.strictObject({ until: instantField }).nullable(),
  /** What the payer is told of on every page: payments that are held, and those of the last day that ask for a notice. */
  notices: z.array(
    z.strictObject({
      payment: idField("payment"),
      merchant: z.string(),
      amount: moneyField,
      at: instantField,
      /** When a held one is made, unless it is cancelled; null: it was made at once. */
      heldUntil: instantField.nullable(),
    }),
  ),
  /** What was unusual and was not looked at yet, newest first: shown on every page until then. */
  alerts: z.array(
    z.strictObject({
      kind: UnusualAlertKind,
      /** The merchant's id: what `POST /v1/wallet/alerts/seen` names. */
      site: z.string(),
      merchant: z.string(),
      at: instantField,
    }),
  ),
  /** The last 7 days (rule 25): what was paid and not undone, and at how many sites. */
  week: z.strictObject({
    spent: moneyField,
    payments: z.number().int(),
    sites: z.number().int(),
    unusual: z.array(UnusualView),
  }),
  allowances: z.array(
    AllowanceView.extend({
      merchant: z.string(),
      status: z.enum(["active", "paused", "revoked", "expired"]),
      devices: z.array(DeviceView),
    }),
  ),
});

/** One line of the wallet's activity. `at` is when it was captured. */
export const PaymentView = z.strictObject({
  id: idField("payment"),
  kind: z.enum(["payment", "top-up"]),
  /** `reversed`: the payer undid it. `refunded`, `partly-refunded`: the merchant gave it back, or a part of it. */
  status: PaymentStatus,
  merchant: z.string(),
  /** The name of the program that paid without a click, or asked for it; null: a person paid. */
  program: z.string().nullable(),
  title: z.string(),
  resource: z.string(),
  amount: moneyField,
  /** Of `amount`, by an undo or by refunds. */
  givenBack: moneyField,
  at: instantField,
  /** When it was undone or (last) refunded. */
  reversedAt: instantField.nullable(),
  /** When it is, or was, to be made, where it was held first; null: made at once. */
  heldUntil: instantField.nullable(),
  /** Why it was let go of; null: it was not. */
  released: ReleaseReason.nullable(),
});

/**
 * `GET /v1/wallet/payments`. `before`: the `next` of the page above. `site`: paid there. `text`: in the title, the address or
 * the site's name; capitals and small letters of A to Z are the same.
 */
export const PaymentsQuery = z.strictObject({
  before: z
    .string()
    .regex(/^[0-9]{1,18}$/)
    .optional(),
  site: idField("merchant").optional(),
  text: z.string().trim().min(1, ofText).max(100, ofText).optional(),
});

/** `GET /v1/wallet/payments/sites`: where this wallet ever paid, by name. */
export const PaidSites = z.strictObject({
  sites: z.array(z.strictObject({ id: idField("merchant"), name: z.string() })),
});

/** `GET /v1/wallet/payments`: newest first, at most 50 a page. */
export const PaymentPage = z.strictObject({
  payments: z.array(PaymentView),
  next: z.string().nullable(),
});

/** One salted disclosure group: the fields that this party may see, in order (specs/log.md). */
export const DisclosedGroup = z.strictObject({
  salt: bytesField(32),
  fields: z
    .array(z.tuple([z.string().max(40, ofText), z.string().max(600, ofText)]))
    .max(16, ofList),
});

/** A group as a verifier needs it: opened, or only its commitment. */
const Group = z.union([DisclosedGroup, z.strictObject({ commitment: bytesField(32) })]);

/** `GET /v1/wallet/payments/{id}/proof`: all that the browser needs to check the payment against the public log. */
export const PaymentProof = z.strictObject({
  shared: Group,
  payer: Group,
  merchant: Group,
  /** The engine's timestamp, nanoseconds, as a decimal. */
  timestamp: z.string().max(20, ofText),
  leafIndex: z.number().int(),
  /** Inclusion path, leaf to root, base64url. */
  path: z.array(bytesField(32)).max(64, ofList),
  /** A signed checkpoint (C2SP signed-note) of a tree that holds the leaf. */
  checkpoint: z.string().max(200_000, ofText),
});

/** A line with its receipt (a compact JWS) and fee; null for a top-up, and no receipt while it is held or once released. */
export const PaymentDetail = PaymentView.extend({
  receipt: z.string().nullable(),
  fee: moneyField.nullable(),
  /** What the payer reported about it, and all that came of it; null: nothing was reported. */
  report: ReportView.nullable(),
});

/** `POST /v1/wallet/payments/{id}/reports`: the payer says what was wrong. Said again, nothing changes. */
export const ReportRequest = z.strictObject({ reason: ReportReason });

/** `POST /v1/wallet/top-ups`, with an Idempotency-Key. */
export const TopUpRequest = z.strictObject({ money: moneyField });
export const TopUpResponse = z.strictObject({ id: idField("payment"), balance: moneyField });

export type OpenGrantResponse = z.infer<typeof OpenGrantResponse>;
export type TermsRequest = z.infer<typeof TermsRequest>;
export type ApproveResponse = z.infer<typeof ApproveResponse>;
export type Me = z.infer<typeof Me>;
export type UnusualAlertKind = z.infer<typeof UnusualAlertKind>;
export type SeenAlertRequest = z.infer<typeof SeenAlertRequest>;
export type MailSettings = z.infer<typeof MailSettings>;
export type UnusualView = z.infer<typeof UnusualView>;
export type WalletSettings = z.infer<typeof WalletSettings>;
export type ReportRequest = z.infer<typeof ReportRequest>;
export type PresetName = z.infer<typeof PresetName>;
export type PresetFigures = z.infer<typeof PresetFigures>;
export type WalletLimits = z.infer<typeof WalletLimits>;
export type EditedLines = z.infer<typeof EditedLines>;
export type PaymentView = z.infer<typeof PaymentView>;
export type PaymentPage = z.infer<typeof PaymentPage>;
export type PaidSites = z.infer<typeof PaidSites>;
export type PaymentProof = z.infer<typeof PaymentProof>;
export type PaymentDetail = z.infer<typeof PaymentDetail>;
export type TopUpResponse = z.infer<typeof TopUpResponse>;
