/** Heads on their way into anchors, each with where it is: one at a time in each place. */
export const statements: readonly string[] = [
  `create table anchorings (
    place text not null,
    size integer not null,
    root blob not null,
    state text not null check (state in ('intended', 'sent', 'mined', 'final', 'overtaken')),
    detail text,
    begun_at integer not null,
    next_look_at integer,
    tries integer not null,
    last_error text,
    primary key (place, size)
  ) strict, without rowid`,
  `create unique index anchorings_open on anchorings (place) where next_look_at is not null`,
];
