/** Keys that a partition cookie enrolled (rung C) are told from those that an approval enrolled in the same browser. */
export const statements: readonly string[] = [
  `alter table devices add column by_cookie integer not null default 0`,
];
