import { assert } from "@farthing/core";
import type { PresetName } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { presetKey } from "../payments/keys.ts";
import { type PresetMemo, readMemo } from "../payments/memo.ts";
import { type MoneyText, type PayerMoney, readMoney } from "./payerMoney.ts";

export interface Raise {
  readonly to: PresetName;
  readonly until: number;
  readonly agreed: PayerMoney | null;
}

/** How much a payer wants to be asked. */
export interface PresetState {
  /** In force. */
  readonly preset: PresetName;
  /** How many entries about it the journal has. */
  readonly step: number;
  /** The most that the payer agreed to, by the preset as it was then; null: not written down, as of a guest. */
  readonly agreed: PayerMoney | null;
  /** Waits until then, milliseconds since 1970, and was asked for by these figures; null: none does. */
  readonly raise: Raise | null;
  /** When a limit of this payer was last raised; null for never. */
  readonly raisedAt: number | null;
}

type Has = Pick<Deps, "store" | "ledger">;

/** What holds for a payer now. A row that a crash, or another process, left behind the journal follows it first. */
export async function presetOf(deps: Has, payer: string): Promise<PresetState> {
  const row = await deps.store
    .selectFrom("payers")
    .select(["preset", "preset_step", "raise_to", "raise_until", "limit_raised_at"])
    .select(["agreed_limits", "raise_limits"])
    .where("id", "=", payer)
    .executeTakeFirstOrThrow();
  const { preset, preset_step: step, raise_to: to, raise_until: until } = row;
  const next = stepAfter(deps, payer, step);
  if (next !== null) {
    await followStep(deps, next);
    return presetOf(deps, payer);
  }
  const asked = readMoney(row.raise_limits);
  return {
    preset,
    step,
    agreed: readMoney(row.agreed_limits),
    raise: to === null || until === null ? null : { to, until, agreed: asked },
    raisedAt: row.limit_raised_at,
  };
}

function stepAfter({ ledger }: Has, payer: string, step: number): PresetMemo | null {
  const [holder] = ledger.lookupClaims([presetKey(payer, step + 1)]);
  if (holder === undefined || holder === null) return null;
  const entry = ledger.lookupEntry(holder);
  assert(entry !== null, "a claim is held by an entry");
  const memo = readMemo(entry.memo);
  assert(memo.kind === "preset", "steps are entries about the preset");
  return memo;
}

/** Writes down what an entry about the preset says, unless the row is that far already. */
export async function followStep({ store }: Has, memo: PresetMemo): Promise<void> {
  await store
    .updateTable("payers")
    .set({
      preset: memo.preset,
      preset_step: memo.step,
      raise_to: memo.raise?.to ?? null,
      raise_until: memo.raise?.until ?? null,
      raise_limits: textOf(memo.raise?.agreed),
      // A step of before figures were written down says nothing of them.
      ...(memo.agreed === undefined ? {} : { agreed_limits: textOf(memo.agreed) }),
      ...(memo.raisedAt === undefined ? {} : { limit_raised_at: memo.raisedAt }),
    })
    .where("id", "=", memo.payer)
    .where("preset_step", "<", memo.step)
    .execute();
}

function textOf(money: MoneyText | undefined): string | null {
  return money === undefined ? null : JSON.stringify(money);
}
