/**
 * What a new wallet is called on screens and in the passkey's list: two wallets of one person must be
 * told apart before anybody has given a name.
 */
export function walletName(payer: string): string {
  return `Wallet ${payer.slice(-4).toUpperCase()}`;
}
