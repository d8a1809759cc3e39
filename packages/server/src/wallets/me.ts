import type { Me } from "@farthing/protocol";
import { alertsOf } from "../alerts/alertsOf.ts";
import type { Deps } from "../deps.ts";
import { allowanceLines, allowanceStatus, allowanceView } from "../payments/allowanceView.ts";
import { allowanceKeys } from "../payments/keys.ts";
import { isFrozen } from "../freezes/isFrozen.ts";
import { waitingErasure } from "../erasures/erasureRow.ts";
import { mailSettings } from "../mail/address.ts";
import { walletLimits } from "../limits/walletLimits.ts";
import { ownRecoveries } from "../recoveries/recovery.ts";
import { settingsOf } from "../settings/settingsOf.ts";
import { noticesOf } from "../holds/noticesOf.ts";
import { balanceOf, heldOf } from "./balance.ts";
import { unusualOf, week } from "./week.ts";

/** Allowances shown at once; older ones are still revoked or expired, and listed nowhere yet. */
const allowancesMax = 200;

/** The wallet as its payer sees it. Balance, what is left and what is revoked come from the ledger itself. */
export async function me(deps: Deps, payer: string): Promise<Me> {
  const { name } = await deps.store
    .selectFrom("payers")
    .select("name")
    .where("id", "=", payer)
    .executeTakeFirstOrThrow();
  return {
    id: payer,
    name,
    balance: balanceOf(deps, payer),
    held: heldOf(deps, payer),
    mode: deps.config.mode,
    frozen: isFrozen(deps, payer),
    settings: await settingsOf(deps, payer),
    mail: await mailSettings(deps, payer),
    limits: await walletLimits(deps, payer),
    recovery: (await ownRecoveries(deps, payer))[0] ?? null,
    erasure: await waitingErasure(deps, payer),
    notices: await noticesOf(deps, payer),
    alerts: await alertsOf(deps, payer),
    week: { ...(await week(deps, payer)), unusual: await unusualOf(deps, payer) },
    allowances: await allowancesOf(deps, payer),
  };
}

async function allowancesOf(deps: Deps, payer: string): Promise<Me["allowances"]> {
  const rows = await deps.store
    .selectFrom("allowances")
    .innerJoin("merchants", "merchants.id", "allowances.merchant_id")
    .select(["allowances.id as id", "merchants.name as merchant"])
    .where("payer_id", "=", payer)
    .orderBy("allowances.created_at", "desc")
    .limit(allowancesMax)
    .execute();
  const devices = await devicesOf(deps, payer);
  const now = deps.clock.now();
  return rows.flatMap(({ id, merchant }) => {
    const lines = allowanceLines(deps, allowanceKeys(id));
    // An approval that never went through left a row at most, and nothing to show.
    if (lines === null) return [];
    const own = devices.filter((device) => device.allowance_id === id);
    return [
      {
        ...allowanceView(deps, id, lines),
        merchant,
        status: allowanceStatus(lines, now),
        devices: own.map((device) => ({
          id: device.id,
          merchant,
          addedAt: device.added_at,
          kept: device.kept === 1,
          family: device.family_id,
        })),
      },
    ];
  });
}

function devicesOf(deps: Deps, payer: string) {
  return deps.store
    .selectFrom("devices")
    .select(["id", "allowance_id", "added_at", "kept", "family_id"])
    .where("payer_id", "=", payer)
    .where("revoked_at", "is", null)
    .orderBy("added_at", "desc")
    .execute();
}
