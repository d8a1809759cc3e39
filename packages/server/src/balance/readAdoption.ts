import type { Balance } from "@farthing/protocol";
import type { Deps } from "../deps.ts";

/** How many wallets outlive a lost device, hear of what happens to them, and chose how much they are asked. */
export async function readAdoption(deps: Deps): Promise<Balance["wallets"]> {
  return {
    ...(await countPasskeys(deps)),
    withCodes: await countCodes(deps),
    withAlerts: await countAlerts(deps),
    withPassword: await countPasswords(deps),
    withTotp: await countTotp(deps),
    presets: await countPresets(deps),
    scores: await countScores(deps),
  };
}

async function countPasskeys({ store }: Deps) {
  const counts = store
    .selectFrom("passkeys")
    .select((row) => ["payer_id", row.fn.countAll<number>().as("count")])
    .groupBy("payer_id")
    .as("counts");
  const { wallets, second } = await store
    .selectFrom(counts)
    .select((row) => [
      row.fn.countAll<number>().as("wallets"),
      row.fn.countAll<number>().filterWhere("counts.count", ">", 1).as("second"),
    ])
    .executeTakeFirstOrThrow();
  return { count: wallets, withSecondPasskey: second };
}

async function countCodes({ store }: Deps): Promise<number> {
  const { count } = await store
    .selectFrom("recovery_codes")
    .select((row) => row.fn.count<number>("payer_id").distinct().as("count"))
    .where("used_at", "is", null)
    .executeTakeFirstOrThrow();
  return count;
}

async function countAlerts({ store }: Deps): Promise<number> {
  const { count } = await store
    .selectFrom("mail_addresses")
    .select((row) => row.fn.countAll<number>().as("count"))
    .where("address_sealed", "is not", null)
    .executeTakeFirstOrThrow();
  return count;
}

async function countPasswords({ store }: Deps): Promise<number> {
  const { count } = await store
    .selectFrom("passwords")
    .select((row) => row.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
}

/** Beside a password: an app alone is asked for nowhere. */
async function countTotp({ store }: Deps): Promise<number> {
  const { count } = await store
    .selectFrom("totp_secrets")
    .innerJoin("passwords", "passwords.payer_id", "totp_secrets.payer_id")
    .select((row) => row.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
}

async function countPresets({ store }: Deps): Promise<Balance["wallets"]["presets"]> {
  const rows = await store
    .selectFrom("payers")
    .select((row) => ["preset", row.fn.countAll<number>().as("count")])
    .groupBy("preset")
    .execute();
  const of = (name: string) => rows.find(({ preset }) => preset === name)?.count ?? 0;
  return { careful: of("careful"), balanced: of("balanced"), convenient: of("convenient") };
}

/** Quarters, and those with nothing left to do. */
const bands = [
  { from: 0, to: 24 },
  { from: 25, to: 49 },
  { from: 50, to: 74 },
  { from: 75, to: 99 },
  { from: 100, to: 100 },
] as const;

/** By the index of scores alone: no wallet is looked at again. */
async function countScores({ store }: Deps): Promise<Balance["wallets"]["scores"]> {
  const rows = await store
    .selectFrom("payers")
    .select((row) => ["checkup_score as score", row.fn.countAll<number>().as("count")])
    .where("checkup_score", "is not", null)
    .groupBy("checkup_score")
    .execute();
  return bands.map((band) => ({
    ...band,
    count: rows
      .filter(({ score }) => score !== null && score >= band.from && score <= band.to)
      .reduce((sum, { count }) => sum + count, 0),
  }));
}
