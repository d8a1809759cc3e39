/** What a payer agreed to, and which policy their limits were last brought to. */
export const statements: readonly string[] = [
  `alter table payers add column agreed_limits text`,
  `alter table payers add column raise_limits text`,
  `alter table payers add column limits_policy text`,
];
