/** A program that may pay without a click. `id` is an allowance's: its lines are in the ledger. */
export interface AgentTable {
  readonly id: string;
  readonly payer_id: string;
  readonly name: string;
  readonly thumbprint: Uint8Array;
  readonly alg: string;
  readonly public_key: Uint8Array;
  readonly per_payment: bigint;
  readonly per_session: bigint;
  readonly per_24h: bigint;
  readonly asset: string;
  readonly created_at: number;
  readonly expires_at: number;
  readonly revoked_at: number | null;
  /** How often its payer let it go on; and when it was first refused since, because its session is used up. */
  readonly session: number;
  readonly used_up_at: number | null;
}

/** A site that a program's payer named. The ledger says whether it may still be paid. */
export interface AgentSiteTable {
  readonly agent_id: string;
  readonly merchant_id: string;
}

/** A payment that a program asks its payer for. `payment_id`: what it becomes; `entry`: the refused one, 16 bytes. */
export interface AgentAskTable {
  readonly payment_id: string;
  readonly agent_id: string;
  readonly payer_id: string;
  readonly merchant_id: string;
  readonly entry: Uint8Array;
  /** SHA-256 of what the program signed. */
  readonly facts: Uint8Array;
  /** Compact JWS. */
  readonly offer: string;
  readonly why: string;
  readonly signed_at: number;
  readonly asked_at: number;
  readonly expires_at: number;
  readonly refused_at: number | null;
  /** Its payer let the program go on instead: the program signs anew. */
  readonly anew_at: number | null;
}
