/** Words that somebody who attacks this payer here tries first (NIST SP 800-63B-4 §3.1.1.2): browser and server judge by the same. */
export function ownWords(of: {
  readonly host: string;
  readonly wallet: string;
  readonly signInName: string;
  /** The confirmed address; null for none. */
  readonly address: string | null;
}): string[] {
  const { host, wallet, signInName, address } = of;
  const mail = address === null ? [] : [address, ...address.split("@")];
  return ["farthing", "wallet", host, wallet, signInName, ...mail];
}
