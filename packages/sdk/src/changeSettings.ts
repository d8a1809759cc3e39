import { MerchantSettings } from "@farthing/protocol";
import { callWallet, type WalletAccess } from "./callWallet.ts";
import type { Price } from "./options.ts";

/** What a merchant sets for all its pages: what is left out stays. */
export interface SettingsInput {
  /** Whether guests may read now and pay later. */
  readonly payLater?: boolean | undefined;
  /** Above this price a passkey is asked for, whatever less the wallet's policy asks; `null`: nothing is set. */
  readonly askAbove?: Price | null | undefined;
  /** The largest price: no offer above it is signed, and none from before is paid; `null`: nothing is set. */
  readonly neverAbove?: Price | null | undefined;
}

/** Sets what is named and answers with all; with nothing named it only tells. Throws `FarthingError`. */
export function changeSettings(
  access: WalletAccess,
  { payLater, askAbove, neverAbove }: SettingsInput,
): Promise<MerchantSettings> {
  const body = {
    ...(payLater === undefined ? {} : { payLater }),
    ...(askAbove === undefined ? {} : { askAbove: wireLine(askAbove) }),
    ...(neverAbove === undefined ? {} : { neverAbove: wireLine(neverAbove) }),
  };
  const call = { path: "/v1/merchant/settings", shape: MerchantSettings };
  const isChange = Object.keys(body).length > 0;
  return callWallet(access, isChange ? { ...call, method: "PATCH", body } : call);
}

function wireLine(line: Price | null): { amount: string; asset: string } | null {
  return line === null ? null : { amount: String(line.amount), asset: line.asset };
}
