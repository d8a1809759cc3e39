/** Keys that a partition cookie enrolled (rung C) are told from those that an approval enrolled in the same browser. */
export const statements: readonly string[] = [
  `alter table devices add column by_cookie integer not null default 0`,
  `create index devices_passing on devices (added_at) where by_cookie = 1 and kept = 0`,
];
