import { day, type Instant, instant } from "@farthing/core";
import type { CheckupFacts } from "@farthing/identity";
import type { WaysIn } from "@farthing/protocol";
import { presetNames } from "@farthing/risk";
import { sql } from "kysely";
import { offersMail } from "../config.ts";
import type { Deps } from "../deps.ts";
import { settledPreset } from "../limits/applyRaise.ts";
import { offeredMoney } from "../limits/caps.ts";
import { mailSettings } from "../mail/address.ts";
import { listPasskeys } from "../passkeys/listPasskeys.ts";
import { settingsOf } from "../settings/settingsOf.ts";
import { waysIn } from "../waysIn/waysIn.ts";
import { loadNewBrowsers } from "./loadNewBrowsers.ts";
import { loadSites } from "./loadSites.ts";

/** What was paid a moment ago should count; but the wallet opens also while the lists lag. */
const waitMs = 300;

/** All that the check-up of a payer's wallet looks at, as it is now. */
export async function loadFacts(deps: Deps, payer: string): Promise<CheckupFacts> {
  await deps.projection.reached(deps.ledger.head().seq, waitMs);
  const now = deps.clock.now();
  const { preset } = await settledPreset(deps, payer);
  const lower = presetNames[presetNames.indexOf(preset) - 1];
  return {
    now,
    asset: deps.config.asset,
    passkeys: (await listPasskeys(deps, payer)).passkeys,
    ...waysFacts(await waysIn(deps, payer)),
    mail: await loadMail(deps, payer),
    newBrowsers: await loadNewBrowsers(deps, payer),
    sites: await loadSites(deps, payer),
    preset,
    lower: lower === undefined ? null : { preset: lower, per24h: offeredMoney(deps, lower).day },
    paid30d: await paidSince(deps, payer, instant(now - 30 * day)),
    putOff: await loadPutOff(deps, payer),
  };
}

function waysFacts(ways: WaysIn): Pick<CheckupFacts, "codes" | "password"> {
  const { codes, password, totp } = ways;
  return {
    codes: { left: codes.left, made: codes.madeAt !== null },
    password: password === null ? null : { score: password.score, secondFactor: totp !== null },
  };
}

async function loadMail(deps: Deps, payer: string): Promise<CheckupFacts["mail"]> {
  if (!offersMail(deps.config)) return null;
  const mail = await mailSettings(deps, payer);
  const { digest } = await settingsOf(deps, payer);
  const confirmed = mail?.undelivered ? "undelivered" : "confirmed";
  const open = mail?.pending ? "unconfirmed" : "none";
  return { address: mail?.address ? confirmed : open, digest: digest === "weekly" };
}

async function paidSince({ store }: Deps, payer: string, since: Instant): Promise<bigint> {
  const { paid } = await store
    .selectFrom("payments")
    .select(sql<string>`cast(coalesce(sum(amount - given_back), 0) as text)`.as("paid"))
    .where("payer_id", "=", payer)
    .where("kind", "=", "payment")
    .where("status", "not in", ["reversed", "held", "released"])
    .where("at", ">", since)
    .executeTakeFirstOrThrow();
  return BigInt(paid);
}

async function loadPutOff({ store }: Deps, payer: string): Promise<ReadonlyMap<string, Instant>> {
  const rows = await store
    .selectFrom("advice_answers")
    .select(["advice", "until"])
    .where("payer_id", "=", payer)
    .execute();
  return new Map(rows.map(({ advice, until }) => [advice, instant(until)]));
}
