import type { ClaimRelease } from "../entry.ts";
import type { Books, Refusal } from "./state.ts";

/** Lets go of claims, each only from the entry that holds it. */
export function releaseClaims(books: Books, releases: readonly ClaimRelease[]): Refusal | null {
  for (const [index, { key, holder }] of releases.entries()) {
    const claim = books.claims.get(key);
    if (claim === undefined || claim.holder !== holder) {
      return { status: "claim_not_held", at: { part: "release", index, key } };
    }
    books.claims.edit(claim);
    claim.holder = null;
  }
  return null;
}

/** Takes claims for the entry `id`: all free, or the first taken one refuses. */
export function takeClaims(books: Books, keys: readonly bigint[], id: bigint): Refusal | null {
  for (const [index, key] of keys.entries()) {
    const claim = books.claims.get(key);
    if (claim === undefined) {
      books.claims.insert({ key, holder: id, handle: null, mark: 0 });
    } else if (claim.holder === null) {
      books.claims.edit(claim);
      claim.holder = id;
    } else {
      const { holder } = claim;
      return { status: "claim_taken", at: { part: "claim", index, key, holder } };
    }
  }
  return null;
}
