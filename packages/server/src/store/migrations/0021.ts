/**
 * What the operator bore of refunds that reports brought about at once, and that merchants contested. Each merchant's part of a
 * guest's bill comes in an entry of its own; of what was settled before, it came with the bill.
 */
export const statements: readonly string[] = [
  `create table report_losses (
    payment_id text primary key, merchant_id text not null, amount integer not null,
    borne integer not null, at integer not null
  ) strict`,
  `create index report_losses_at on report_losses (at)`,
  `alter table tab_sales add column settlement text`,
  `alter table tab_sales add column shared_at integer`,
  `update tab_sales set shared_at = ended_at where state = 'paid'`,
  `create index tab_sales_shares on tab_sales (settlement, merchant_id) where state = 'paid'`,
  `create index tab_sales_unshared on tab_sales (settlement, merchant_id)
    where state = 'paid' and shared_at is null`,
  `create index tab_sales_wallet on tab_sales (guest, ended_at) where settled_by is not null`,
  // A key that was a guest's, and goes on under the wallet that paid the guest's bill.
  `alter table devices add column guest_id text`,
];
