/**
 * Payments that are held first: until when, when the hold ended, why it was let go of; and which payments are told of on
 * every page. Columns of a projection: no payment before this was held.
 */
export const statements: readonly string[] = [
  `alter table payments add column held_until integer`,
  `alter table payments add column settled_at integer`,
  `alter table payments add column released text`,
  `alter table payments add column noticed integer not null default 0`,
  `create index payments_held on payments (held_until) where status = 'held'`,
  `create index payments_noticed on payments (payer_id, at) where noticed = 1`,
];
