import { assert, idToBytes, idToUint, newId, ProblemError } from "@farthing/core";
import { type CounterChange, deriveEntryId, type EntryStatus } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { commitment } from "../payments/commitment.ts";
import { groupKeys } from "../payments/groupKeys.ts";
import { allowanceKeys, counterKey } from "../payments/keys.ts";
import { memoBytes, type RevokeMemo } from "../payments/memo.ts";

/**
 * Takes an allowance back: its lines and the counters of all its keys close in the ledger, so that the
 * next click is refused, whichever process hears it. Again changes nothing. Throws `not-found`.
 */
export async function revokeAllowance(
  deps: Deps,
  { payer, id }: { payer: string; id: string },
): Promise<void> {
  const row = await deps.store
    .selectFrom("allowances")
    .select("merchant_id")
    .where("id", "=", id)
    .where("payer_id", "=", payer)
    .executeTakeFirst();
  if (row === undefined) throw new ProblemError("not-found");
  const devices = await deps.store
    .selectFrom("devices")
    .select("id")
    .where("allowance_id", "=", id)
    .where("revoked_at", "is", null)
    .execute();
  const memo: RevokeMemo = {
    v: 1,
    kind: "revoke",
    payer,
    merchant: row.merchant_id,
    allowance: id,
  };
  await close(deps, memo, { lines: true, devices: devices.map((device) => device.id) });
  const now = deps.clock.now();
  await deps.store
    .updateTable("allowances")
    .set({ revoked_at: now })
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .execute();
  await forget(
    deps,
    devices.map((device) => device.id),
  );
}

/** Takes one key back; the allowance stands for the others. Throws `not-found`. */
export async function revokeDevice(
  deps: Deps,
  { payer, id }: { payer: string; id: string },
): Promise<void> {
  const row = await deps.store
    .selectFrom("devices")
    .select(["merchant_id", "allowance_id"])
    .where("id", "=", id)
    .where("payer_id", "=", payer)
    .executeTakeFirst();
  if (row === undefined) throw new ProblemError("not-found");
  const memo: RevokeMemo = {
    v: 1,
    kind: "revoke",
    payer,
    merchant: row.merchant_id,
    allowance: row.allowance_id,
    device: id,
  };
  await close(deps, memo, { lines: false, devices: [id] });
  await forget(deps, [id]);
}

// An entry has at most 64 parts of a kind, and a key may need two; keys beyond that close in entries of their own.
const devicesMax = 30;

async function close(
  deps: Deps,
  memo: RevokeMemo,
  what: { lines: boolean; devices: readonly string[] },
): Promise<void> {
  const now = deps.clock.now();
  const unique = idToBytes("allowance", newId("allowance", now));
  assert(unique !== null, "a fresh id has bytes");
  const { payer, merchant } = memo;
  const { click, day, total } = allowanceKeys(memo.allowance);
  const keys = await groupKeys(deps, { payer, merchant });
  for (let leg = 0; leg === 0 || leg * devicesMax < what.devices.length; leg += 1) {
    const id = deriveEntryId({ time: now, payer: idToUint("payer", payer), key: unique, leg });
    const devices = what.devices.slice(leg * devicesMax, (leg + 1) * devicesMax);
    const lines = what.lines && leg === 0 ? [click, day, total] : [];
    const { status } = await deps.ledger.submitEntry({
      id,
      time: now,
      limits: lines.map((key) => ({ key, close: true as const })),
      counters: closings(deps, devices),
      memo: memoBytes(memo),
      commitment: commitment(memo, id, keys),
    });
    requireClosed(status);
  }
}

/**
 * An approval that was cut off (a crash, a busy ledger) leaves a key in the store that was never opened. It must not
 * keep the payer from stopping a site, nor come alive later: it is opened and closed in one breath.
 */
function closings(deps: Deps, devices: readonly string[]): CounterChange[] {
  const keys = devices.map(counterKey);
  const known = deps.ledger.lookupCounters(keys);
  return keys.flatMap((key, at): CounterChange[] => {
    const close: CounterChange = { key, close: true };
    return known[at] ? [close] : [{ key, open: true }, close];
  });
}

/** An allowance that was never opened in the ledger cannot be closed, and can do nothing either. */
function requireClosed(status: EntryStatus): void {
  if (status === "limit_not_found") throw new ProblemError("not-found");
  // Somebody else closed a never-opened key in between: asking again finds it closed.
  if (status === "counter_closed") throw new ProblemError("unavailable");
  assert(status === "created", `closing is never ${status}`);
}

async function forget(deps: Deps, devices: readonly string[]): Promise<void> {
  if (devices.length === 0) return;
  await deps.store
    .updateTable("devices")
    .set({ revoked_at: deps.clock.now() })
    .where("id", "in", devices)
    .execute();
}
