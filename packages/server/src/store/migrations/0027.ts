/** A session says in which browser it was opened, for the list that its payer ends it from. */
export const statements: readonly string[] = [`alter table sessions add column browser text`];
