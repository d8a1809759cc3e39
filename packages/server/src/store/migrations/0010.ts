/**
 * How much a payer wants to be asked, the raise of it that waits, and when a limit was last raised. `preset_step` counts the
 * journal's entries about it: a row that is behind follows them.
 */
export const statements: readonly string[] = [
  `alter table payers add column preset text not null default 'balanced'`,
  `alter table payers add column preset_step integer not null default 0`,
  `alter table payers add column raise_to text`,
  `alter table payers add column raise_until integer`,
  `alter table payers add column limit_raised_at integer`,
  // What the duty looks for: few wallets wait at any time.
  `create index payers_raising on payers (raise_until) where raise_until is not null`,
];
