/** Keys for programs, the sites that each may pay, and what they ask their payers for. */
export const statements: readonly string[] = [
  `create table agents (
    id text primary key, payer_id text not null references payers (id), name text not null,
    thumbprint blob not null unique, alg text not null, public_key blob not null,
    per_payment integer not null, per_session integer not null, per_24h integer not null,
    asset text not null, created_at integer not null, expires_at integer not null,
    revoked_at integer, session integer not null, used_up_at integer
  ) strict`,
  `create index agents_payer on agents (payer_id, created_at)`,
  `create table agent_sites (
    agent_id text not null references agents (id),
    merchant_id text not null references merchants (id),
    primary key (agent_id, merchant_id)
  ) strict, without rowid`,
  `create table agent_asks (
    payment_id text primary key, agent_id text not null references agents (id),
    payer_id text not null references payers (id),
    merchant_id text not null references merchants (id), entry blob not null unique,
    facts blob not null, offer text not null, why text not null, signed_at integer not null,
    asked_at integer not null, expires_at integer not null, refused_at integer,
    anew_at integer
  ) strict`,
  `create index agent_asks_agent on agent_asks (agent_id, expires_at)`,
  `create index agent_asks_payer on agent_asks (payer_id, asked_at)`,
];
