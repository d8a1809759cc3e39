/** A mail to a payer: it waits for its next try, was sent, or was given up. */
export interface MailTable {
  readonly id: string;
  readonly payer_id: string;
  readonly kind: string;
  /** Address and text, sealed with `Keys.fieldKey`: a text holds links that act. Empty once it was sent. */
  readonly to_sealed: Uint8Array;
  readonly subject: string;
  readonly text_sealed: Uint8Array;
  readonly created_at: number;
  readonly sent_at: number | null;
  readonly tries: number;
  /** Codes only. */
  readonly last_error: string | null;
  /** Null: sent, or given up. */
  readonly next_try_at: number | null;
}

/** Where a payer's alerts go, and where they shall go once that address was confirmed. Sealed with `Keys.fieldKey`. */
export interface MailAddressTable {
  readonly payer_id: string;
  readonly language: "en" | "de";
  readonly address_sealed: Uint8Array | null;
  readonly confirmed_at: number | null;
  readonly pending_sealed: Uint8Array | null;
  /** SHA-256 of the secret in the confirmation's link. */
  readonly pending_hash: Uint8Array | null;
  readonly pending_until: number | null;
  /** Keyed hash of the confirmed address while it may begin a recovery; null: it may not. */
  readonly recovery_index: Uint8Array | null;
}

/** A link in a mail that freezes a wallet (rule 22). */
export interface FreezeLinkTable {
  readonly secret_hash: Uint8Array;
  readonly payer_id: string;
  readonly expires_at: number;
}
