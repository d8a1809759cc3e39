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

/** What the whole batch did must balance, whatever each rule thinks it did. */
export function assertBooks(books: Books): void {
  const moved = new Map<string, Moved>();
  for (const [account, before] of books.accounts.changed) {
    assertAccount(account);
    const sums = moved.get(account.asset) ?? { posted: 0n, pending: 0n };
    sums.posted += account.debitsPosted - (before?.debitsPosted ?? 0n);
    sums.posted -= account.creditsPosted - (before?.creditsPosted ?? 0n);
    sums.pending += account.debitsPending - (before?.debitsPending ?? 0n);
    sums.pending -= account.creditsPending - (before?.creditsPending ?? 0n);
    moved.set(account.asset, sums);
  }
  for (const { posted, pending } of moved.values()) {
    assert(posted === 0n && pending === 0n, "debits equal credits, per asset");
  }
  for (const limit of books.limits.changed.keys()) assertLimit(limit);
}
