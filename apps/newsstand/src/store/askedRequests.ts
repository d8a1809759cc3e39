import type Database from "better-sqlite3";

/** Refund requests that were written into the log: each is said once, also over a restart. */
export interface AskedRequests {
  /** `true` the first time. */
  note(request: { payment: string; reason: string; askedAt: number }): boolean;
}

/** The requests in `database`. */
export function createAskedRequests(database: Database.Database): AskedRequests {
  const note = database.prepare<[string, string, number]>(
    "INSERT OR IGNORE INTO asked (payment, reason, asked_at) VALUES (?, ?, ?)",
  );
  return {
    note: ({ payment, reason, askedAt }) => note.run(payment, reason, askedAt).changes === 1,
  };
}
