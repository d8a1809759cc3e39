/** The operator's policies: each as it was signed, so that a decision of before can be read again. */
export const statements: readonly string[] = [
  `create table policies (
    version text primary key, document text not null, signature text not null,
    effective_from integer not null, taken_at integer not null
  ) strict`,
];
