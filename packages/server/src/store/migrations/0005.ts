/** What a cookie left behind is found by when it ended: kept keys, and families that were taken back. */
export const statements: readonly string[] = [
  `create index devices_returning on devices (added_at) where by_cookie = 1 and kept = 1`,
  `create index families_over on families (revoked_at) where revoked_at is not null`,
];
