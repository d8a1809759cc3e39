/** How far the limits of one site's day follow a payer's preset, and the platform's brake with each of its changes. */
export const statements: readonly string[] = [
  `alter table payers add column sites_step integer not null default 0`,
  `create index payers_sites_behind on payers (id) where sites_step < preset_step`,
  `create table brake (
    id integer primary key check (id = 1),
    state text not null check (state in ('off', 'dear-clicks', 'all-clicks')),
    below_since integer,
    at integer not null
  ) strict`,
  `create table brake_changes (
    at integer not null,
    state text not null check (state in ('off', 'dear-clicks', 'all-clicks')),
    basis_points real not null
  ) strict`,
];
