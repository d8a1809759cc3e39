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
}

/** The facts of a payment that a passkey agreed to. `fee` is the operator's part of the price. */
export function approvalMemo(of: Approved & { offer: ReadOffer; fee: bigint }): PaymentMemo {
  const { claims, hashText } = of.offer;
  const { thumbprint } = of.row;
  return {
    v: 1,
    kind: "payment",
    payer: of.payer,
    merchant: of.row.merchant_id,
    ...(of.allowance === null ? {} : { allowance: of.allowance }),
    // Also when the key is not enrolled: it is the one that may undo this payment.
    ...(thumbprint === null ? {} : { device: toBase64url(thumbprint) }),
    grant: of.row.id,
    offer: hashText,
    resource: claims.resource,
    title: claims.title,
    access: claims.access,
    ...(claims.visitor === undefined ? {} : { visitor: claims.visitor }),
    amount: claims.amount,
    fee: of.fee.toString(),
    asset: claims.asset,
    gesture: "passkey",
    ...(of.undoMs === undefined ? {} : { undoMs: of.undoMs }),
    time: of.time,
  };
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
