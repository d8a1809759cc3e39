import {
  assert,
  idToBytes,
  lengthPrefixed,
  newId,
  parseAmount,
  ProblemError,
  utf8,
} from "@farthing/core";
import { createOptions, getOptions } from "@farthing/identity";
import type { BillOptions, BillOptionsRequest, SettleBillRequest } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { answeredChallenge, madeAt, newChallenge, type Purpose } from "../wallets/ownChallenge.ts";
import { projectionWaitMs } from "../projections/projection.ts";
import { forgetEnrolments } from "../payments/enrolment.ts";
import { createPayer, usedPasskey } from "../wallets/passkeyPayer.ts";
import { passkeysOf } from "../wallets/passkeysOf.ts";
import { walletName } from "../wallets/walletName.ts";
import { welcome } from "../wallets/welcome.ts";
import { settleTab } from "./settleTab.ts";
import { sumOf, unpaidSales } from "./unpaidSales.ts";

/** What a passkey agrees to: to pay so much of this guest's bill; `payer`: from the wallet that is made by it. */
interface Agreed {
  readonly guest: string;
  readonly payer: string | null;
  readonly owed: string;
}

const purposeOf = ({ guest, payer, owed }: Agreed): Purpose => ({
  name: "farthing/settle-bill/v1",
  boundTo: lengthPrefixed(...[guest, payer ?? "", owed].map(utf8)),
});

/** The passkey question that pays a bill. `signedIn`: whose wallet is open here, whose passkeys are asked for. */
export async function billOptions(
  deps: Deps,
  ask: { guest: string; signedIn: string | null; request: BillOptionsRequest },
): Promise<BillOptions> {
  const { guest, signedIn, request } = ask;
  const { rpId } = deps.config;
  const owed = request.owed.amount;
  if (request.way === "get") {
    const challenge = newChallenge(deps, purposeOf({ guest, payer: null, owed }));
    const allow = signedIn === null ? {} : { allow: await passkeysOf(deps, signedIn) };
    return { options: { ...(await getOptions({ rpId, challenge, ...allow })) }, payer: null };
  }
  const payer = newId("payer", deps.clock.now());
  const payerHandle = idToBytes("payer", payer);
  assert(payerHandle !== null, "a new payer has an id");
  const challenge = newChallenge(deps, purposeOf({ guest, payer, owed }));
  const payerName = walletName(payer);
  const options = await createOptions({
    rpId,
    rpName: "Farthing",
    payerName,
    payerHandle,
    challenge,
  });
  return { options: { ...options }, payer };
}

/**
 * Pays the bill from the wallet whose passkey answered, or makes that wallet first. Answers with its payer. Throws
 * `passkey-failed`, and what `settleTab` throws; a wallet that was made stays.
 */
export async function settleByWallet(
  deps: Deps,
  of: {
    guest: string;
    request: Extract<SettleBillRequest, { by: "wallet" }>;
    /** The browser, as `browserName` says it. */
    browser: string | null;
  },
  onPayer: (payer: string) => Promise<void>,
): Promise<void> {
  const { guest, request, browser } = of;
  const { credential, payer: made } = request;
  const owed = amountOf(request);
  const challenge = answeredChallenge(credential);
  const purpose = purposeOf({ guest, payer: made, owed: request.owed.amount });
  if (challenge === null || madeAt(deps, challenge, purpose) === null) {
    throw new ProblemError("passkey-failed");
  }
  // Asked before a wallet is made for nothing; the ledger decides.
  if (sumOf(await unpaidSales(deps, guest)) !== owed) throw new ProblemError("bill-changed");
  const payer = await payerOf(deps, { credential, challenge, made, browser });
  await welcome(deps, payer);
  await onPayer(payer);
  deps.risk.checked(payer);
  await settleTab(deps, { guest, settler: { kind: "wallet", payer }, owed });
  // Clicks of the guest's keys are the wallet's business from now on: read again before the list of sales shows it, they
  // would be the guest's still.
  await deps.projection.reached(deps.ledger.head().seq, projectionWaitMs);
  await forgetEnrolments(deps, guest);
}

async function payerOf(
  deps: Deps,
  of: {
    credential: Record<string, unknown>;
    challenge: Uint8Array;
    made: string | null;
    browser: string | null;
  },
): Promise<string> {
  const { made, browser, ...answer } = of;
  if (made !== null) {
    await createPayer(deps, { ...answer, payer: made, browser });
    return made;
  }
  const { payer, remember } = await usedPasskey(deps, answer);
  await remember();
  return payer;
}

/** What the payer saw on the bill. */
export function amountOf({ owed }: SettleBillRequest): bigint {
  const amount = parseAmount(owed.amount);
  assert(amount !== null, "the request was parsed");
  return amount;
}
