import type { Balance } from "@farthing/protocol";
import type { Deps } from "../deps.ts";

/** How many wallets outlive a lost device, hear of what happens to them, and chose how much they are asked. */
export async function readAdoption(deps: Deps): Promise<Balance["wallets"]> {
  return {
    ...(await countPasskeys(deps)),
    withAlerts: await countAlerts(deps),
    presets: await countPresets(deps),
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

async function countAlerts({ store }: Deps): Promise<number> {
  const { count } = await store
    .selectFrom("mail_addresses")
    .select((row) => row.fn.countAll<number>().as("count"))
    .where("address_sealed", "is not", null)
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
