import { decodeJws, ReceiptClaims } from "@farthing/protocol";

/**
 * When the time to undo a payment is over, in milliseconds since 1970, as its receipt says; null without a receipt
 * that can be read. Only for words on the screen: the server decides.
 */
export function undoUntil(receipt: string | null): number | null {
  const claims = ReceiptClaims.safeParse(decodeJws(receipt ?? "")?.payload);
  // Seconds on the receipt: the last of them counts in full.
  return claims.success ? (claims.data.undoUntil + 1) * 1_000 : null;
}
