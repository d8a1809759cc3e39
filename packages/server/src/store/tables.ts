import type { WideCell } from "@farthing/ledger";
import type { PaymentStatus, ReleaseReason } from "@farthing/protocol";
import type { PresetName } from "@farthing/risk";
import type { Generated } from "kysely";
import type { AgentAskTable, AgentSiteTable, AgentTable } from "./agentTables.ts";
import type { AnchoringTable } from "./anchorTables.ts";
import type {
  BalanceDayTable,
  BrakeChangeTable,
  BrakeTable,
  ContentDayTable,
  ContentTimeTable,
  QuestionDayTable,
  QuestionTable,
} from "./balanceTables.ts";
import type { ClosedGroupTable, ErasedPayerTable, ErasureTable } from "./erasureTables.ts";
import type { CounterConflictTable, UnusualAlertTable } from "./riskTables.ts";
import type { FreezeLinkTable, MailAddressTable, MailTable } from "./mailTables.ts";
import type {
  PasswordTable,
  RecoveryCodeTable,
  RecoveryTable,
  TotpSecretTable,
  TryTable,
} from "./wayInTables.ts";

/** Times are milliseconds since 1970, amounts bigint in the smallest unit, switches 0 or 1, ids as on the wire. */
type Flag = 0 | 1;

/** What `merchants` keeps. `origins` is a JSON list. */
export interface MerchantTable {
  readonly id: string;
  readonly name: string;
  readonly origins: string;
  readonly api_key_hash: Uint8Array;
  readonly fee_basis_points: number;
  /** The merchant's disclosure group key, sealed with `Keys.fieldKey`. */
  readonly group_key_sealed: Uint8Array;
  readonly created_at: number;
  /** Whether guests pay later here. */
  readonly pay_later: Generated<Flag>;
  /** Above this price a passkey is asked for, and above the other nothing is sold; null: as the policy says. */
  readonly ask_above: Generated<bigint | null>;
  readonly never_above: Generated<bigint | null>;
}

/** A payer without a wallet, named by a cookie alone: what is bought goes on a tab (rule 21). */
export interface GuestTable {
  readonly payer_id: string;
  /** SHA-256 of the cookie's secret. */
  readonly secret_hash: Uint8Array;
  readonly created_at: number;
}

/** Projection: what was sold on tabs, and what became of it. */
export interface TabSaleTable {
  readonly payment: string;
  readonly seq: bigint;
  readonly guest: string;
  readonly merchant_id: string;
  readonly amount: bigint;
  readonly fee: bigint;
  readonly at: number;
  /** `tabSaleKey`, 16 bytes: a settlement names what it pays by these. */
  readonly sale_key: Uint8Array;
  readonly state: "unpaid" | "paid" | "returned" | "aged-out";
  readonly ended_at: number | null;
  /** The payer whose wallet paid; null: nobody, or a rail. */
  readonly settled_by: string | null;
  /** What the operator bore when it was written off. */
  readonly borne: bigint;
  /** The entry that paid the bill, by name. */
  readonly settlement: string | null;
  /** When its merchant got its part: with the bill, or in an entry of its own. */
  readonly shared_at: number | null;
}

export interface PayerTable {
  readonly id: string;
  readonly name: string;
  readonly group_key_sealed: Uint8Array;
  readonly created_at: number;
  /** How long a payment can be undone, in milliseconds (rule 18). */
  readonly undo_ms: Generated<number>;
  /** `never`: no press-and-hold (rule 17). */
  readonly hold: Generated<"offer" | "never">;
  /** IANA name: where the payer's months begin. */
  readonly time_zone: Generated<string>;
  /** Whether the week is told by mail. */
  readonly digest: Generated<"weekly" | "never">;
  /** What the security check-up said when its payer last looked; null: nobody did. */
  readonly checkup_score: Generated<number | null>;
  /** The preset in force, after the journal's entry `preset_step` about it. */
  readonly preset: Generated<PresetName>;
  readonly preset_step: Generated<number>;
  /** The step that the limits of one site's day follow. */
  readonly sites_step: Generated<number>;
  /** A raise that waits, and until when; null for none. */
  readonly raise_to: Generated<PresetName | null>;
  readonly raise_until: Generated<number | null>;
  /** What the payer agreed to, and what a raise that waits was asked for (`agreedPreset.ts`); null: not written down. */
  readonly agreed_limits: Generated<string | null>;
  readonly raise_limits: Generated<string | null>;
  /** What the limits were last brought to (`followPolicy.ts`); null: to nothing yet. */
  readonly limits_policy: Generated<string | null>;
  /** When a limit of this payer was last raised. */
  readonly limit_raised_at: Generated<number | null>;
  /** How often a passkey was added or removed since the wallet was made. */
  readonly passkey_step: Generated<number>;
}

export interface PasskeyTable {
  /** Base64url, as WebAuthn's JSON spells it. */
  readonly credential_id: string;
  readonly payer_id: string;
  readonly public_key: Uint8Array;
  readonly counter: number;
  /** JSON list. */
  readonly transports: string;
  readonly backed_up: Flag;
  /** Where it was made, as `browserName` says it; null: nobody knows. */
  readonly browser: string | null;
  readonly created_at: number;
  readonly last_used_at: number | null;
}

export interface SessionTable {
  readonly secret_hash: Uint8Array;
  readonly payer_id: string;
  /** Assurance level 1 to 3. */
  readonly level: number;
  readonly created_at: number;
  readonly seen_at: number;
  readonly expires_at: number;
  readonly revoked_at: number | null;
  /** Where it was opened, such as "Chrome, Windows"; null: nobody knows. */
  readonly browser: string | null;
}

export interface DeviceTable {
  readonly id: string;
  readonly thumbprint: Uint8Array;
  readonly payer_id: string;
  readonly merchant_id: string;
  readonly allowance_id: string;
  readonly alg: string;
  readonly public_key: Uint8Array;
  readonly kept: Flag;
  readonly added_at: number;
  readonly revoked_at: number | null;
  /** The cookie family of the browser that it lives in (rung C, rule 9): taken back together. */
  readonly family_id: string | null;
  /** 1: the cookie enrolled it, so that it pays less per click and not for long. 0: an approval did. */
  readonly by_cookie: Flag;
  /** The guest whose key it was, before the wallet that paid the guest's bill took it over; null: nobody's. */
  readonly guest_id: string | null;
}

/** A partition cookie that may enrol keys under one allowance (rung C, rule 9). */
export interface FamilyTable {
  readonly id: string;
  readonly merchant_id: string;
  readonly payer_id: string;
  readonly allowance_id: string;
  /** SHA-256 of the cookie's secret, and of the one before it while its grace lasts. */
  readonly secret_hash: Uint8Array;
  readonly previous_hash: Uint8Array | null;
  readonly previous_until: number | null;
  readonly rotated_at: number;
  readonly created_at: number;
  readonly revoked_at: number | null;
}

/** A key of a browser that nobody had signed in with before, until its payer says whose it is. */
export interface NewBrowserTable {
  /** Of its key, which may be enrolled anew under another id. */
  readonly thumbprint: Uint8Array;
  readonly payer_id: string;
  readonly merchant_id: string;
  /** As `browserName` says it. */
  readonly browser: string | null;
  readonly at: number;
  readonly reviewed_at: number | null;
}

/** Advice of the check-up that was put off until then, or looked at: `amount` is the price that was found right. */
export interface AdviceAnswerTable {
  readonly payer_id: string;
  readonly advice: string;
  readonly until: number;
  readonly amount: bigint | null;
}

/** What a payer said was wrong with a payment (rule 22): at most one report for each. */
export interface ReportTable {
  readonly payment_id: string;
  readonly payer_id: string;
  readonly merchant_id: string;
  readonly reason: string;
  /** When it was paid: with `reported_at` the delay of the report. */
  readonly paid_at: number;
  readonly reported_at: number;
  readonly state: string;
  /** Until when somebody must answer. */
  readonly due_at: number | null;
}

/** One thing that came of a report: each happens once. `text`: what one side or the operator wrote. */
export interface ReportStepTable {
  readonly payment_id: string;
  readonly step: string;
  readonly at: number;
  readonly text: string | null;
}

/** What the operator bore of a refund at once that its merchant contested, of a payment of `amount` made at `at`. */
export interface ReportLossTable {
  readonly payment_id: string;
  readonly merchant_id: string;
  readonly amount: bigint;
  readonly borne: bigint;
  readonly at: number;
}

/** What a payment turned out to be: `fraud`, `not-received`, `quality`. */
export interface LabelTable {
  readonly payment_id: string;
  readonly merchant_id: string;
  readonly label: string;
  readonly at: number;
}

/** "Ask me less here", "Ask me more here" (rule 19). */
export interface WishTable {
  readonly payment_id: string;
  readonly payer_id: string;
  readonly merchant_id: string;
  readonly wish: string;
  readonly at: number;
}

export interface AllowanceTable {
  readonly id: string;
  readonly payer_id: string;
  readonly merchant_id: string;
  readonly per_click: bigint;
  readonly per_24h: bigint;
  readonly total: bigint;
  readonly asset: string;
  readonly expires_at: number;
  /** JSON: how the payer agreed (rule 2). */
  readonly evidence: string;
  readonly created_at: number;
  readonly revoked_at: number | null;
}

export interface GrantTable {
  readonly id: string;
  readonly merchant_id: string;
  /** Compact JWS. */
  readonly offer: string;
  readonly offer_hash: Uint8Array;
  /** Of the frame's key; null when the page was reached with an offer only. */
  readonly thumbprint: Uint8Array | null;
  readonly alg: string | null;
  readonly public_key: Uint8Array | null;
  readonly key_kept: Flag;
  /** Origin of the page around the frame. */
  readonly parent: string | null;
  readonly return_to: string;
  readonly return_nonce_hash: Uint8Array | null;
  readonly partition_hash: Uint8Array | null;
  readonly status: string;
  /** JSON of the terms that were last proposed. */
  readonly terms: string | null;
  readonly passkey_way: string | null;
  readonly payer_id: string | null;
  readonly payment_id: string | null;
  readonly allowance_id: string | null;
  readonly created_at: number;
  readonly expires_at: number;
}

/** A checkpoint is here before anybody else sees it. */
export interface CheckpointTable {
  readonly size: number;
  readonly root: Uint8Array;
  /** Signed note (C2SP signed-note). */
  readonly note: string;
  readonly created_at: number;
  /** 1 when the note carries enough witnesses' lines for the server's own policy. */
  readonly witnessed: number;
}

/** Projection of the journal: never written by a use case, rebuilt at will. */
export interface PaymentTable {
  readonly id: string;
  readonly seq: bigint;
  readonly kind: "payment" | "top-up";
  readonly payer_id: string;
  readonly merchant_id: string | null;
  readonly allowance_id: string | null;
  /** Thumbprint, base64url. */
  readonly device: string | null;
  readonly title: string;
  readonly resource: string;
  readonly access: string | null;
  /** SHA-256 of the offer, base64url. */
  readonly offer_hash: string | null;
  readonly amount: bigint;
  readonly fee: bigint;
  readonly asset: string;
  readonly status: PaymentStatus;
  /** What is back of it, by an undo or by refunds. */
  readonly given_back: bigint;
  readonly at: number;
  readonly reversed_at: number | null;
  readonly leaf_index: number;
  /** The engine's, nanoseconds. */
  readonly timestamp: bigint;
  readonly memo: Uint8Array;
  /** When a payment that is held first is, or was, to be captured. */
  readonly held_until: number | null;
  /** When its hold ended. */
  readonly settled_at: number | null;
  readonly released: ReleaseReason | null;
  /** 1: the payer's other devices are told of it. */
  readonly noticed: Flag;
}

/** Projection: an undo or a refund, each a part of its payment or all of it. */
export interface PaymentReturnTable {
  readonly seq: bigint;
  /** `seq` of the payment. */
  readonly payment: bigint;
  readonly kind: "reversed" | "refunded";
}

/** Projection: the ledger's accounts, numbered in the order of their opening. */
export interface StatementAccountTable {
  readonly account: number;
  /** 16 bytes. */
  readonly id: Uint8Array;
  readonly asset: string;
  readonly code: number;
  /** Whether it has lines: the ledger's `history` flag. */
  readonly history: Flag;
}

/** Projection: what a transfer did to one account with `history`, and the account's totals after it. */
export interface StatementLineTable {
  readonly account: number;
  /** The transfer's own, engine nanoseconds. */
  readonly timestamp: bigint;
  readonly seq: bigint;
  /** The transfer's id, 16 bytes. */
  readonly transfer: Uint8Array;
  /** Place in `lineKinds`. */
  readonly kind: number;
  readonly code: number;
  /** 0: debit, 1: credit. */
  readonly side: Flag;
  readonly amount: WideCell;
  /** The account on the other side. */
  readonly counter: number;
  readonly debits_pending: WideCell;
  readonly debits_posted: WideCell;
  readonly credits_pending: WideCell;
  readonly credits_posted: WideCell;
}

/** Projection: holds that are neither posted, voided nor expired, so that their end knows what it releases. */
export interface StatementHoldTable {
  /** The pending transfer's, 16 bytes. */
  readonly id: Uint8Array;
  readonly amount: WideCell;
}

/** Projection, the outbox: what a merchant must hear. */
export interface EventTable {
  /** The 16 bytes of the merchant's id. */
  readonly merchant: Uint8Array;
  /** 1, 2, 3 … without gaps for each merchant. */
  readonly number: number;
  /** Place in `eventTypes`. */
  readonly kind: number;
  /** `seq` of the payment that it is about. */
  readonly payment: bigint;
  readonly seq: bigint;
  readonly timestamp: bigint;
}

/** The operator's policies, as they were signed. */
export interface PolicyTable {
  readonly version: string;
  /** The file's text, JSON. */
  readonly document: string;
  /** Base64url. */
  readonly signature: string;
  readonly effective_from: number;
  readonly taken_at: number;
}

/** How far each projection has read. */
export interface CursorTable {
  readonly name: string;
  readonly seq: bigint;
}

/** store.db: everything that is not money. */
export interface Tables {
  merchants: Writable<MerchantTable>;
  payers: Writable<PayerTable>;
  guests: Writable<GuestTable>;
  tab_sales: Writable<TabSaleTable>;
  passkeys: Writable<PasskeyTable>;
  sessions: Writable<SessionTable>;
  devices: Writable<DeviceTable>;
  families: Writable<FamilyTable>;
  new_browsers: Writable<NewBrowserTable>;
  advice_answers: Writable<AdviceAnswerTable>;
  reports: Writable<ReportTable>;
  report_steps: Writable<ReportStepTable>;
  report_losses: Writable<ReportLossTable>;
  labels: Writable<LabelTable>;
  counter_conflicts: Writable<CounterConflictTable>;
  unusual_alerts: Writable<UnusualAlertTable>;
  balance_days: Writable<BalanceDayTable>;
  question_days: Writable<QuestionDayTable>;
  questions: Writable<QuestionTable>;
  content_times: Writable<ContentTimeTable>;
  content_days: Writable<ContentDayTable>;
  brake: Writable<BrakeTable>;
  brake_changes: Writable<BrakeChangeTable>;
  wishes: Writable<WishTable>;
  allowances: Writable<AllowanceTable>;
  grants: Writable<GrantTable>;
  checkpoints: Writable<CheckpointTable>;
  anchorings: Writable<AnchoringTable>;
  payments: Writable<PaymentTable>;
  payment_returns: Writable<PaymentReturnTable>;
  statement_accounts: Writable<StatementAccountTable>;
  statement_lines: Writable<StatementLineTable>;
  statement_holds: Writable<StatementHoldTable>;
  events: Writable<EventTable>;
  policies: Writable<PolicyTable>;
  mails: Writable<MailTable>;
  mail_addresses: Writable<MailAddressTable>;
  freeze_links: Writable<FreezeLinkTable>;
  recovery_codes: Writable<RecoveryCodeTable>;
  recoveries: Writable<RecoveryTable>;
  passwords: Writable<PasswordTable>;
  totp_secrets: Writable<TotpSecretTable>;
  tries: Writable<TryTable>;
  agents: Writable<AgentTable>;
  agent_sites: Writable<AgentSiteTable>;
  agent_asks: Writable<AgentAskTable>;
  erasures: Writable<ErasureTable>;
  erased_payers: Writable<ErasedPayerTable>;
  closed_groups: Writable<ClosedGroupTable>;
  cursors: Writable<CursorTable>;
}

type Writable<Row> = { -readonly [Column in keyof Row]: Row[Column] };

/** Columns that are read as bigint, under whatever alias ends in the same name; all other integers as number. */
export const bigintColumns: ReadonlySet<string> = new Set([
  "per_click",
  "per_24h",
  "per_payment",
  "per_session",
  "total",
  "amount",
  "fee",
  "given_back",
  "payments",
  "undone",
  "refunded",
  "fraud",
  "borne",
  "ask_above",
  "never_above",
  "seq",
  "timestamp",
  "debits_pending",
  "debits_posted",
  "credits_pending",
  "credits_posted",
]);
