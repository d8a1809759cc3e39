/** Which heads enough witnesses have signed. */
export const statements: readonly string[] = [
  `alter table checkpoints add column witnessed integer not null default 0`,
];
