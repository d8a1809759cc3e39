/** How a contract is named in what is written down and said of it. */
export function evmPlace({ contract }: { readonly contract: string }): string {
  return `evm:${contract.toLowerCase()}`;
}
