/** Heads by their time, for whoever thins them out. */
export const statements: readonly string[] = [
  `create index checkpoints_by_time on checkpoints (created_at)`,
];
