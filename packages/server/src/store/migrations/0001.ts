/** The first shape of store.db. */
export const statements: readonly string[] = [
  `create table merchants (
    id text primary key, name text not null, origins text not null,
    api_key_hash blob not null unique, fee_basis_points integer not null,
    group_key_sealed blob not null, created_at integer not null
  ) strict`,
  `create table payers (
    id text primary key, name text not null, group_key_sealed blob not null,
    created_at integer not null
  ) strict`,
  `create table passkeys (
    credential_id text primary key, payer_id text not null references payers (id),
    public_key blob not null, counter integer not null, transports text not null,
    backed_up integer not null, created_at integer not null, last_used_at integer
  ) strict`,
  `create index passkeys_payer on passkeys (payer_id)`,
  `create table sessions (
    secret_hash blob primary key, payer_id text not null references payers (id),
    level integer not null, created_at integer not null, seen_at integer not null,
    expires_at integer not null, revoked_at integer
  ) strict`,
  `create index sessions_payer on sessions (payer_id)`,
  `create table allowances (
    id text primary key, payer_id text not null references payers (id),
    merchant_id text not null references merchants (id), per_click integer not null,
    per_24h integer not null, total integer not null, asset text not null,
    expires_at integer not null, evidence text not null, created_at integer not null,
    revoked_at integer
  ) strict`,
  `create index allowances_payer on allowances (payer_id, merchant_id)`,
  `create table devices (
    id text primary key, thumbprint blob not null unique,
    payer_id text not null references payers (id),
    merchant_id text not null references merchants (id),
    allowance_id text not null references allowances (id), alg text not null,
    public_key blob not null, kept integer not null, added_at integer not null,
    revoked_at integer
  ) strict`,
  `create index devices_allowance on devices (allowance_id)`,
  `create table grants (
    id text primary key, merchant_id text not null references merchants (id),
    offer text not null, offer_hash blob not null, thumbprint blob, alg text, public_key blob,
    key_kept integer not null, parent text, return_to text not null, return_nonce_hash blob,
    partition_hash blob, status text not null, terms text, passkey_way text,
    payer_id text, payment_id text, allowance_id text,
    created_at integer not null, expires_at integer not null
  ) strict`,
  `create index grants_return on grants (return_nonce_hash)`,
  `create index grants_expiry on grants (expires_at)`,
  `create table checkpoints (
    size integer primary key, root blob not null, note text not null,
    created_at integer not null
  ) strict`,
  `create table payments (
    id text primary key, seq integer not null unique, kind text not null,
    payer_id text not null, merchant_id text, allowance_id text, device text,
    title text not null, resource text not null, access text, offer_hash text,
    amount integer not null, fee integer not null, asset text not null,
    status text not null, at integer not null, reversed_at integer,
    leaf_index integer not null, timestamp integer not null, memo blob not null
  ) strict`,
  `create index payments_payer on payments (payer_id, seq)`,
  `create index payments_merchant on payments (merchant_id, seq)`,
  `create table cursors (name text primary key, seq integer not null) strict`,
];
