import type { Deps } from "../deps.ts";

/**
 * What a new wallet is called on screens and in the passkey's list: two wallets of one person must be
 * told apart before anybody has given a name.
 */
export function walletName(payer: string): string {
  return `Wallet ${payer.slice(-4).toUpperCase()}`;
}

/** What this payer's wallet is called. */
export async function walletNameOf({ store }: Pick<Deps, "store">, payer: string): Promise<string> {
  const { name } = await store
    .selectFrom("payers")
    .select("name")
    .where("id", "=", payer)
    .executeTakeFirstOrThrow();
  return name;
}
