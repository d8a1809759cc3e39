/** What the operator bore of refunds that reports brought about at once, and that merchants contested. */
export const statements: readonly string[] = [
  `create table report_losses (
    payment_id text primary key, merchant_id text not null, amount integer not null,
    borne integer not null, at integer not null
  ) strict`,
  `create index report_losses_at on report_losses (at)`,
];
