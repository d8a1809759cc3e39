/** An erasure that is being written into the journal takes no cancelling any more; and the sweep finds requests that were given up. */
export const statements: readonly string[] = [
  `alter table erasures add column marking integer not null default 0`,
  `create index grants_abandoned on grants (expires_at)
    where terms is not null and payment_id is null and status <> 'approved'`,
];
