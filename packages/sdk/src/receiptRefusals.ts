/** Every reason for which a receipt opens nothing, and what the merchant's server does next. */
export const receiptRefusals = {
  malformed: "Send the receipt that the button or claimReturn() gave, unchanged.",
  "header-not-allowed":
    "Only alg EdDSA, typ farthing-receipt+jwt and a kid are accepted: do not open, this receipt was made by somebody else.",
  "wrong-issuer": "The receipt is of another wallet: check `wallet` in createFarthing().",
  "wrong-merchant": "The receipt is of another merchant: check `merchant` in createFarthing().",
  "wrong-resource": "The receipt is for another address: ask for payment of this one.",
  "wrong-price":
    "The receipt is for another price: ask for payment of this one, or list in formerPrices what it was sold at before.",
  "wrong-visitor":
    "The receipt was bought in another visitor's session: pass the same visitorHash() to offer() and verifyReceipt(), and ask this visitor to pay.",
  "issued-in-future": "Set this server's clock: the receipt's time is over a minute ahead.",
  "lives-too-long": "A receipt lives ten minutes at most: do not open.",
  expired: "Let the visitor press the button again: a resource already owned is not paid twice.",
  "keys-unavailable":
    "The wallet's keys could not be fetched yet: keep the receipt and verify it again in a few seconds.",
  "unknown-key": "The wallet does not know the key that signed this: do not open.",
  "signature-invalid": "The receipt was altered: do not open.",
  "already-used":
    "The receipt has opened this before: remember in the visitor's session what is open.",
  "memory-full": "Give createFarthing() a `seen` store that holds more receipts.",
  "memory-unavailable": "The `seen` store failed: repair it, then verify the receipt again.",
} as const;

/** Why a receipt opens nothing: a name of {@link receiptRefusals}. */
export type ReceiptRefusal = keyof typeof receiptRefusals;
