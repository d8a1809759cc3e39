/**
 * Erasing: who asked for it and until when it can be cancelled; whom the journal says to erase (a projection); and, for each
 * entry of an erased payer, the commitment of the payer's group, which nobody can make anew once its key is gone.
 */
export const statements: readonly string[] = [
  `create table erasures (
    payer_id text primary key references payers (id), asked_at integer not null,
    until integer not null, gives_up integer not null
  ) strict, without rowid`,
  `create index erasures_due on erasures (until)`,
  `create table erased_payers (
    payer_id text primary key, seq integer not null, at integer not null
  ) strict, without rowid`,
  `create table closed_groups (
    entry blob primary key, payer_group blob not null
  ) strict, without rowid`,
];
