import { fromBase64url, idToBytes, systemClock } from "@farthing/core";
import {
  MerchantBills,
  type MerchantEvent,
  MerchantPayment,
  MerchantReport,
  type MerchantSettings,
  OfferResponse,
  OriginsResponse,
  ReceiptClaimResponse,
  RefundRequestPage,
  RefundResponse,
} from "@farthing/protocol";
import { callWallet, callWalletText, type WalletAccess } from "./callWallet.ts";
import { changeSettings, type SettingsInput } from "./changeSettings.ts";
import { FarthingError } from "./farthingError.ts";
import type { FarthingOptions, Price } from "./options.ts";
import { type EventsInput, readEvents } from "./readEvents.ts";
import { seenInMemory } from "./seenReceipts.ts";
import { type ExpectedReceipt, type ReceiptVerdict, verifyReceipt } from "./verifyReceipt.ts";
import { misconfigured, walletOrigin } from "./walletOrigin.ts";
import { visitorHash } from "./visitorHash.ts";
import { createWalletKeys } from "./walletKeys.ts";

/** Something for sale. */
export interface OfferInput {
  /** The address that the payment opens, on one of the merchant's registered origins. */
  readonly resource: string;
  /** What the payer reads: at most 120 characters. */
  readonly title: string;
  readonly price: Price;
  /** `own`: paid once, opens again for ever. `use`: each payment counts. */
  readonly access: "own" | "use";
  /** `visitorHash(sessionId)`: binds the receipt to this visitor. */
  readonly visitor?: string | undefined;
  /** How the wallet speaks of it: "Only this article", or "Only this once". Default: `article` for `own`. */
  readonly kind?: "article" | "other" | undefined;
  /** 10 to 86,400; default 3,600. */
  readonly expiresInSeconds?: number | undefined;
}

/** A payment to give back. */
export interface RefundInput {
  /** `pay_…`, of this merchant. */
  readonly payment: string;
  /** Why: kept with the refund in the public log, readable to this merchant and the payer only. */
  readonly reason: "not-received" | "charged-twice" | "not-as-described" | "not-me" | "goodwill";
  /** A part of the price. Default: all that is left. */
  readonly part?: RefundPart | undefined;
}

/** A part of a payment to give back. */
export interface RefundPart {
  readonly amount: Price;
  /** A UUIDv7 that tells this part from every other: kept, and sent again with the same part. */
  readonly key: string;
}

/** A merchant's side of a Farthing wallet. */
export interface Farthing {
  /** Has an offer signed: its text goes into `<farthing-button offer="…">`. Throws {@link FarthingError}. */
  offer(input: OfferInput): Promise<OfferResponse>;
  /**
   * Checks a receipt offline, against keys fetched once, and marks it as used: `ok: true` is said once per receipt.
   * Any text may be given. Never throws. Source: frame-and-grant.md rule 20, specs/receipt.md.
   */
  verifyReceipt(receipt: unknown, expected: ExpectedReceipt): Promise<ReceiptVerdict>;
  /**
   * Fetches the receipt of a payment made on the wallet's own page, by the `farthing` parameter of the return address;
   * `null` if no such payment waits. Verify it as any other. Throws {@link FarthingError}; `payment-held`: agreed to, and
   * paid only when its hold is over.
   */
  claimReturn(nonce: unknown): Promise<{ receipt: string; payment: string } | null>;
  /** How one of this merchant's payments stands now: `reversed` after an undo, `refunded` after a refund, `partly-refunded` while a part stays paid, `held` before it is paid, `released` when it never was. Throws {@link FarthingError}. */
  payment(id: string): Promise<MerchantPayment>;
  /**
   * The proof that one of this merchant's payments stands in the public log, as a text to keep (`.tlog-proof`): it shows
   * what both sides know and the merchant's own part, and `checkReceiptFile` checks it without the wallet. Throws
   * {@link FarthingError} `unavailable` in the first second or two, `payment-held`, `payment-released`, `not-found`.
   */
  receiptFile(payment: string): Promise<string>;
  /**
   * Gives a payment back, all that is left of it or a part: the payer gets it, this merchant the operator's fee in
   * proportion. Safe to repeat. Throws {@link FarthingError} `not-found`, `already-undone` (the payer was first),
   * `already-refunded` (nothing is left, or for another reason), `refund-too-large`, `refund-in-too-many-parts`,
   * `idempotency-key-missing` (no UUIDv7), `idempotency-conflict` (the key of another part).
   */
  refund(input: RefundInput): Promise<RefundResponse>;
  /**
   * What payers ask back and did not get yet, newest first, 50 a page. `before` is the `next` of the page above.
   * Throws {@link FarthingError}.
   */
  refundRequests(page?: { readonly before?: string | undefined }): Promise<RefundRequestPage>;
  /** What the payer reported of a payment, and every step of it. Throws {@link FarthingError} `not-found`. */
  report(payment: string): Promise<MerchantReport>;
  /** What was sold on guests' bills, by what became of it, and what the operator bore. Throws {@link FarthingError}. */
  bills(): Promise<MerchantBills>;
  /**
   * Answers a report with evidence, once, in at most 2,000 characters: the wallet's operator decides then. One that asks
   * for money, or in time one that got it back at once (`dueAt`): found right, the merchant gets its part from the
   * operator, and the payer keeps the money. Throws {@link FarthingError} `not-found`, `report-closed`, `evidence-given`.
   */
  answerReport(payment: string, evidence: string): Promise<MerchantReport>;
  /**
   * What happens to this merchant's payments, one by one and in order, from the event behind `after` on; waits for what
   * has not happened yet. Keep the `number` of each event with what you did for it: a restart goes on there, and nothing
   * is heard twice or missed. A wallet that does not answer is asked again. Throws {@link FarthingError}
   * `cursor-unknown`, `api-key-invalid`.
   *
   * @example
   * for await (const { number, type, payment } of farthing.readEvents({ after: lastNumber })) {
   *   if (type === "payment.reversed" || type === "payment.refunded") await lock(payment.id);
   *   await keepNumber(number);
   * }
   */
  readEvents(input?: EventsInput): AsyncGenerator<MerchantEvent, void, undefined>;
  /**
   * Registers one more origin of this machine whose pages may show this merchant's buttons, and answers with all: at most
   * 20. Any other site the wallet's operator adds. Throws {@link FarthingError} `invalid-request`.
   */
  addOrigin(origin: string): Promise<readonly string[]>;
  /**
   * Sets what holds for all of this merchant's pages, within ten seconds; answers with all of it. Called with nothing it
   * only tells. Throws {@link FarthingError} `invalid-request`.
   */
  settings(change?: SettingsInput): Promise<MerchantSettings>;
  /** The `visitor` of offers and receipts for a visitor's session. */
  visitorHash(sessionId: string): string;
}

/**
 * Connects a merchant's server to a wallet. Makes no call by itself. Throws {@link FarthingError} `misconfigured`.
 *
 * @example
 * const farthing = createFarthing({ wallet: "http://localhost:4020", merchant: "mer_…", apiKey });
 * const { offer } = await farthing.offer({
 *   resource: "https://news.example/articles/1",
 *   title: "The price of salt",
 *   price: { amount: 50_000n, asset: "PLAY/6" },
 *   access: "own",
 *   visitor: farthing.visitorHash(sessionId),
 * });
 */
export function createFarthing(options: FarthingOptions): Farthing {
  const { merchant, clock = systemClock } = options;
  if (idToBytes("merchant", merchant) === null) throw noMerchant();
  const access = {
    wallet: walletOrigin(options.wallet, { where, hint }),
    apiKey: options.apiKey,
    fetch: options.fetch ?? globalThis.fetch,
    clock,
  };
  const checks = {
    issuer: access.wallet,
    merchant,
    keys: createWalletKeys(access),
    seen: options.seen ?? seenInMemory({ clock }),
    clock,
  };
  return {
    async offer({ price, ...rest }) {
      const wirePrice = { amount: String(price.amount), asset: price.asset };
      const body = { ...rest, price: wirePrice };
      return callWallet(access, { path: "/v1/offers", body, shape: OfferResponse });
    },
    verifyReceipt: (receipt, expected) => verifyReceipt(checks, receipt, expected),
    async claimReturn(nonce) {
      // Visitors can put anything into an address: only what can be a nonce is sent on.
      if (typeof nonce !== "string" || fromBase64url(nonce)?.length !== 16) return null;
      const call = { path: "/v1/receipts/claims", body: { nonce }, shape: ReceiptClaimResponse };
      return callWallet(access, call).catch(nothingWaits);
    },
    ...afterTheSale(access),
    readEvents: (input = {}) => readEvents(access, input),
    async addOrigin(origin) {
      const call = { path: "/v1/merchant/origins", body: { origin }, shape: OriginsResponse };
      return (await callWallet(access, call)).origins;
    },
    settings: (change = {}) => changeSettings(access, change),
    visitorHash: (sessionId) => visitorHash(merchant, sessionId),
  };
}

/** What a merchant asks and answers about payments that were made. */
function afterTheSale(
  access: WalletAccess,
): Pick<
  Farthing,
  "payment" | "receiptFile" | "refund" | "refundRequests" | "report" | "bills" | "answerReport"
> {
  return {
    receiptFile: (payment) =>
      callWalletText(access, `/v1/payments/${encodeURIComponent(payment)}/receipt-file`),
    async payment(id) {
      const path = `/v1/payments/${encodeURIComponent(id)}`;
      return callWallet(access, { path, shape: MerchantPayment });
    },
    refund({ payment, reason, part }) {
      const amount = part && { amount: String(part.amount.amount), asset: part.amount.asset };
      const body = { payment, reason, ...(amount && { amount }) };
      const key = part?.key;
      return callWallet(access, { path: "/v1/refunds", body, key, shape: RefundResponse });
    },
    refundRequests({ before } = {}) {
      const query = before === undefined ? "" : `?before=${encodeURIComponent(before)}`;
      return callWallet(access, { path: `/v1/refund-requests${query}`, shape: RefundRequestPage });
    },
    report(payment) {
      const path = `/v1/reports/${encodeURIComponent(payment)}`;
      return callWallet(access, { path, shape: MerchantReport });
    },
    bills: () => callWallet(access, { path: "/v1/merchant/bills", shape: MerchantBills }),
    answerReport(payment, text) {
      const path = `/v1/reports/${encodeURIComponent(payment)}/evidence`;
      return callWallet(access, { path, body: { text }, shape: MerchantReport });
    },
  };
}

const where = "createFarthing()";
const hint = "Copy wallet, merchant and apiKey from the wallet's merchant registration.";

function noMerchant(): FarthingError {
  return misconfigured(`${where}: \`merchant\` is not a mer_… id`, hint);
}

function nothingWaits(error: unknown): null {
  if (!(error instanceof FarthingError) || error.code === "payment-held") throw error;
  if ([404, 409, 410].includes(error.status ?? 0)) return null;
  throw error;
}
