/** One of ten codes that a payer keeps on paper. */
export interface RecoveryCodeTable {
  /** Keyed hash. */
  readonly code_hash: Uint8Array;
  readonly payer_id: string;
  readonly made_at: number;
  /** When it began a recovery; it begins no other. */
  readonly used_at: number | null;
}

/** Somebody wants back into a wallet. */
export interface RecoveryTable {
  readonly id: string;
  readonly payer_id: string;
  readonly way: "code" | "mail";
  /** Of the code that began it, or SHA-256 of the secret in the mail's link: it is shown again to finish. */
  readonly secret_hash: Uint8Array;
  /** The same of the mail before, which a recovery that has begun takes too: it may be the one that its payer kept. */
  readonly previous_hash: Uint8Array | null;
  /** `asked`: a link was mailed and not used yet. Only `waiting` becomes `done`, `cancelled` or `refused`. */
  readonly state: "asked" | "waiting" | "done" | "cancelled" | "refused";
  /** `open`: it waits for the operator too. Null: nobody need look. */
  readonly review: "open" | "allowed" | null;
  readonly asked_at: number;
  readonly began_at: number | null;
  readonly ready_at: number | null;
  readonly ended_at: number | null;
}

/** What a payer without a passkey at hand signs in with. */
export interface PasswordTable {
  readonly payer_id: string;
  /** Given by the server: nobody else has it, and it tells nothing. */
  readonly sign_in_name: string;
  /** Argon2id, and its salt. */
  readonly hash: Uint8Array;
  readonly salt: Uint8Array;
  /** 0 to 4, when it was set. */
  readonly score: number;
  readonly set_at: number;
  /** Long enough to sign in without a second factor. */
  readonly stands_alone: 0 | 1;
}

/** The secret that a payer's authenticator app shares (RFC 6238): its codes are asked for with the password. */
export interface TotpSecretTable {
  readonly payer_id: string;
  /** 20 bytes under the field key. */
  readonly secret_sealed: Uint8Array;
  readonly set_at: number;
  /** The step of the last code that was believed: neither it nor an earlier one is believed again. */
  readonly last_step: number;
}

/** How often in a row somebody tried in vain: at one account, or from one network. */
export interface TryTable {
  /** Keyed hash of what is counted. */
  readonly key: Uint8Array;
  readonly failed: number;
  /** The last one at an account; of a network, when the hour began in which its count goes down by one. */
  readonly last_at: number;
  readonly blocked_until: number;
}
