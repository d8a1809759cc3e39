import { assert } from "@farthing/core";
import { accountFlags } from "../flags.ts";
import type { Account, Books, Limit } from "./state.ts";

interface Moved {
  posted: bigint;
  pending: bigint;
}

function assertAccount(account: Account): void {
  const { debitsPending, debitsPosted, creditsPending, creditsPosted, flags } = account;
  assert(debitsPending >= 0n && creditsPending >= 0n, "nothing pending is negative");
  assert(debitsPosted >= 0n && creditsPosted >= 0n, "nothing posted is negative");
  if (flags & accountFlags.debitsMustNotExceedCredits) {
    assert(debitsPending + debitsPosted <= creditsPosted, "debits do not exceed credits");
  }
  if (flags & accountFlags.creditsMustNotExceedDebits) {
    assert(creditsPending + creditsPosted <= debitsPosted, "credits do not exceed debits");
  }
}

function assertLimit(limit: Limit): void {
  assert(limit.used >= 0n, "nothing used is negative");
  if (limit.window !== null) {
    const sum = limit.buckets.reduce((all, [, used]) => all + used, 0n);
    assert(sum === limit.used, "a limit's buckets sum to what is used");
  }
}

/** Adds what `account` moved since `before`; most moves touch no holds. */
function addMoved(sums: Moved, account: Account, before: Account | null): void {
  if (before === null) {
    sums.posted += account.debitsPosted - account.creditsPosted;
    sums.pending += account.debitsPending - account.creditsPending;
    return;
  }
  sums.posted +=
    account.debitsPosted - before.debitsPosted - (account.creditsPosted - before.creditsPosted);
  if (
    account.debitsPending === before.debitsPending &&
    account.creditsPending === before.creditsPending
  ) {
    return;
  }
  sums.pending +=
    account.debitsPending - before.debitsPending - (account.creditsPending - before.creditsPending);
}

/** What the whole batch did must balance, whatever each rule thinks it did. */
export function assertBooks(books: Books): void {
  const moved = new Map<string, Moved>();
  for (const [account, before] of books.accounts.changed) {
    assertAccount(account);
    let sums = moved.get(account.asset);
    if (sums === undefined) moved.set(account.asset, (sums = { posted: 0n, pending: 0n }));
    addMoved(sums, account, before);
  }
  for (const { posted, pending } of moved.values()) {
    assert(posted === 0n && pending === 0n, "debits equal credits, per asset");
  }
  for (const limit of books.limits.changed.keys()) assertLimit(limit);
}
