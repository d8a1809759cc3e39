/** What the hourly sweep looks for, so that it reads no row that stays. */
export const statements: readonly string[] = [
  `create index grants_unanswered on grants (expires_at)
    where terms is null and payment_id is null`,
  `create index sessions_over on sessions (coalesce(revoked_at, expires_at))`,
];
