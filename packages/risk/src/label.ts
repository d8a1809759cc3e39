/** What a payment turned out to be, by its payer's word (frame-and-grant.md rule 22): what a model learns from. */
export type PaymentLabel = "fraud" | "not-received" | "quality";
