import { randomBytes } from "node:crypto";
import type {
  PaymentDetail,
  RefundRequest,
  RefundRequestPage,
  RefundResponse,
} from "@farthing/protocol";
import { type Answer, cookie, get, type Person, post } from "../payments/person.testing.ts";
import type { TestServer } from "../server.testing.ts";

/** What a merchant's server sends. */
export function asMerchant(stage: TestServer, apiKey = stage.merchant.apiKey) {
  return { authorization: `Bearer ${apiKey}` };
}

/** A UUIDv7 (RFC 9562 §5.7), as a merchant names a part. */
export function newKey(): string {
  const hex = randomBytes(16).toString("hex");
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `7${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
  ];
  return [...parts, hex.slice(20)].join("-");
}

/** `part`: so many units of it, named by `key`. */
export function sendRefund(
  stage: TestServer,
  of: {
    payment: string;
    reason?: RefundRequest["reason"];
    apiKey?: string;
    part?: number | string;
    asset?: string;
    key?: string;
  },
): Promise<Answer<RefundResponse>> {
  const { payment, reason = "goodwill", apiKey, part, asset = "PLAY/6", key } = of;
  const amount = part === undefined ? {} : { amount: { amount: String(part), asset } };
  return post(
    stage,
    "/v1/refunds",
    { payment, reason, ...amount },
    { ...asMerchant(stage, apiKey), ...(key === undefined ? {} : { "idempotency-key": key }) },
  );
}

/** What is heard on refunding a payment: `refunded`, or the problem's code. */
export async function refundWord(
  stage: TestServer,
  of: Parameters<typeof sendRefund>[1],
): Promise<string> {
  return (await sendRefund(stage, of)).code ?? "refunded";
}

/** Reports a payment; default: for the reason that asks the merchant for the money. */
export function sendReport(
  stage: TestServer,
  person: Person,
  of: { payment: string; reason?: string },
): Promise<Answer<PaymentDetail>> {
  const { payment, reason = "not-as-described" } = of;
  const path = `/v1/wallet/payments/${payment}/reports`;
  return post(stage, path, { reason }, cookie(person.session));
}

export function listAsked(
  stage: TestServer,
  of: { before?: string; apiKey?: string } = {},
): Promise<Answer<RefundRequestPage>> {
  const query = of.before === undefined ? "" : `?before=${of.before}`;
  return get(stage, `/v1/refund-requests${query}`, asMerchant(stage, of.apiKey));
}
