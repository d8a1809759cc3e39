import { toBase64url } from "@farthing/core";
import type { AllowanceMemo, PaymentMemo } from "../payments/memo.ts";
import type { ReadOffer } from "../offers/readOffer.ts";
import type { GrantTable } from "../store/tables.ts";

/** What an approval agreed to. */
export interface Approved {
  readonly row: GrantTable;
  readonly payer: string;
  /** Set when the frame's key is enrolled under it. */
  readonly allowance: string | null;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** How long the payer wants to be able to undo (rule 18); absent: as long as the server says. */
  readonly undoMs?: number;
  /** What the policy said (`decidedBy.ts`). */
  readonly by?: string | undefined;
  /** For how long it is held first, in milliseconds; absent: it is made at once. */
  readonly holdMs?: number | undefined;
  /** The payer's other devices are told. */
  readonly notice?: boolean;
}

/** The facts of a payment that was agreed to on the wallet's page, by a passkey or a guest who pays later. `fee` is the operator's part of the price. */
export function approvalMemo(
  of: Approved & { offer: ReadOffer; fee: bigint; later?: boolean },
): PaymentMemo {
  const { row, allowance } = of;
  return passkeyMemo({
    ...of,
    allowance: allowance ?? undefined,
    // Also when the key is not enrolled: it is the one that may undo this payment.
    device: row.thumbprint === null ? undefined : toBase64url(row.thumbprint),
    grant: row.id,
    gesture: of.later === true ? "pay-later" : "passkey",
  });
}

/** The facts of a payment that was agreed to one by one, wherever that was. */
export function passkeyMemo(of: {
  payer: string;
  allowance: string | undefined;
  /** Thumbprint of the frame's key, base64url. */
  device: string | undefined;
  grant?: string;
  offer: ReadOffer;
  fee: bigint;
  gesture: "passkey" | "step-up" | "pay-later";
  undoMs?: number;
  /** What the policy said (`decidedBy.ts`). */
  by?: string | undefined;
  holdMs?: number | undefined;
  notice?: boolean;
  time: number;
}): PaymentMemo {
  const { claims, hashText } = of.offer;
  return {
    v: 1,
    kind: "payment",
    payer: of.payer,
    merchant: claims.aud,
    ...(of.allowance === undefined ? {} : { allowance: of.allowance }),
    ...(of.device === undefined ? {} : { device: of.device }),
    ...(of.grant === undefined ? {} : { grant: of.grant }),
    offer: hashText,
    resource: claims.resource,
    title: claims.title,
    access: claims.access,
    ...(claims.visitor === undefined ? {} : { visitor: claims.visitor }),
    amount: claims.amount,
    fee: of.fee.toString(),
    asset: claims.asset,
    gesture: of.gesture,
    ...(of.by === undefined ? {} : { by: of.by }),
    ...(of.gesture === "pay-later" ? { tab: true } : {}),
    ...undoAndHold(of),
    time: of.time,
  };
}

/** What is held can be cancelled all that time: once it is made there is no undo, only a refund or a report. */
function undoAndHold(of: {
  undoMs?: number;
  holdMs?: number | undefined;
  notice?: boolean;
}): Pick<PaymentMemo, "undoMs" | "holdMs" | "notice"> {
  const { undoMs, holdMs } = of;
  const notice = of.notice === true ? { notice: true as const } : {};
  if (holdMs !== undefined) return { undoMs: 0, holdMs, ...notice };
  return { ...(undoMs === undefined ? {} : { undoMs }), ...notice };
}

/** The facts of an approval that enrols a key and pays nothing, because the resource is owned. */
export function allowanceMemo(of: Approved & { allowance: string }): AllowanceMemo {
  const { thumbprint } = of.row;
  return {
    v: 1,
    kind: "allowance",
    payer: of.payer,
    merchant: of.row.merchant_id,
    allowance: of.allowance,
    ...(thumbprint === null ? {} : { device: toBase64url(thumbprint) }),
    grant: of.row.id,
  };
}
