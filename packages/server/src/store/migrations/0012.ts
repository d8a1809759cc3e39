/** Whether a payer wants the week told by mail. */
export const statements: readonly string[] = [
  `alter table payers add column digest text not null default 'weekly'`,
];
