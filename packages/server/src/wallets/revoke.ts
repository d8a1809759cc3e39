import { randomBytes } from "node:crypto";
import { assert, idToBytes, idToUint, newId, ProblemError } from "@farthing/core";
import {
  type CounterChange,
  deriveEntryId,
  type EntryStatus,
  type LimitChange,
} from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { stopHolds } from "../holds/workHolds.ts";
import { entryFacts } from "../payments/entryFacts.ts";
import { merchantOfAllowance } from "../payments/merchantOfAllowance.ts";
import { allowanceKeys, counterKey, familyKey } from "../payments/keys.ts";
import type { RevokeMemo } from "../payments/memo.ts";

/**
 * Takes an allowance back: its lines and the counters of all its keys close in the ledger, so that the
 * next click is refused, whichever process hears it. Again changes nothing. Throws `not-found`.
 */
export async function revokeAllowance(
  deps: Deps,
  { payer, id }: { payer: string; id: string },
): Promise<void> {
  const merchant = await merchantOfAllowance(deps, { payer, id });
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
    merchant,
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
  // Its cookies can enrol nothing any more: every enrolment asks the lines that were just closed.
  await deps.store
    .updateTable("families")
    .set({ revoked_at: now })
    .where("allowance_id", "=", id)
    .where("revoked_at", "is", null)
    .execute();
  await forgetDevices(
    deps,
    devices.map((device) => device.id),
  );
  await stopHolds(deps, { payer, merchant });
}

/**
 * Takes one key back; the allowance stands for the others. With it go the keys and the cookie of its browser, which
 * would enrol the next one (rule 9). Throws `not-found`.
 */
export async function revokeDevice(
  deps: Deps,
  { payer, id }: { payer: string; id: string },
): Promise<void> {
  const row = await deps.store
    .selectFrom("devices")
    .select(["merchant_id", "allowance_id", "family_id"])
    .where("id", "=", id)
    .where("payer_id", "=", payer)
    .executeTakeFirst();
  if (row === undefined) throw new ProblemError("not-found");
  if (row.family_id !== null) return revokeFamily(deps, row.family_id);
  const memo: RevokeMemo = {
    v: 1,
    kind: "revoke",
    payer,
    merchant: row.merchant_id,
    allowance: row.allowance_id,
    device: id,
  };
  await close(deps, memo, { lines: false, devices: [id] });
  await forgetDevices(deps, [id]);
}

/** Ends a cookie family: nothing joins it any more, and its keys close. Again changes nothing. */
export async function revokeFamily(deps: Deps, id: string): Promise<void> {
  const { store, clock } = deps;
  const family = await store
    .selectFrom("families")
    .select(["payer_id", "merchant_id", "allowance_id"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const memo: RevokeMemo = {
    v: 1,
    kind: "revoke",
    payer: family.payer_id,
    merchant: family.merchant_id,
    allowance: family.allowance_id,
    family: id,
  };
  // First the door, so that the keys behind it are all there will be.
  await close(deps, memo, { lines: false, family: id, devices: [] });
  const devices = await store
    .selectFrom("devices")
    .select("id")
    .where("family_id", "=", id)
    .where("revoked_at", "is", null)
    .execute();
  const ids = devices.map((device) => device.id);
  if (ids.length > 0) await close(deps, memo, { lines: false, devices: ids });
  await forgetDevices(deps, ids);
  await store
    .updateTable("families")
    // The secret makes room: the same cookie may begin another family.
    .set({ revoked_at: clock.now(), secret_hash: randomBytes(32), previous_hash: null })
    .where("id", "=", id)
    .execute();
}

// An entry has at most 64 parts of a kind, and a key may need two; keys beyond that close in entries of their own.
const devicesMax = 30;

async function close(
  deps: Deps,
  memo: RevokeMemo,
  what: { lines: boolean; family?: string; devices: readonly string[] },
): Promise<void> {
  const now = deps.clock.now();
  const unique = idToBytes("allowance", newId("allowance", now));
  assert(unique !== null, "a fresh id has bytes");
  const { click, day, total } = allowanceKeys(memo.allowance);
  for (let leg = 0; leg === 0 || leg * devicesMax < what.devices.length; leg += 1) {
    const id = deriveEntryId({ time: now, payer: idToUint("payer", memo.payer), key: unique, leg });
    const devices = what.devices.slice(leg * devicesMax, (leg + 1) * devicesMax);
    const lines = what.lines && leg === 0 ? [click, day, total] : [];
    const { status } = await deps.ledger.submitEntry({
      time: now,
      limits: [
        ...lines.map((key) => ({ key, close: true as const })),
        ...(what.family === undefined || leg > 0 ? [] : familyClosings(deps, what.family)),
      ],
      counters: closings(deps, devices),
      ...(await entryFacts(deps, id, memo)),
    });
    requireClosed(status);
  }
}

/**
 * An approval that was cut off (a crash, a busy ledger) leaves a key in the store that was never opened. It must not
 * keep the payer from stopping a site, nor come alive later: it is opened and closed in one breath.
 */
export function closings(deps: Deps, devices: readonly string[]): CounterChange[] {
  const keys = devices.map(counterKey);
  const known = deps.ledger.lookupCounters(keys);
  return keys.flatMap((key, at): CounterChange[] => {
    const close: CounterChange = { key, close: true };
    return known[at] ? [close] : [{ key, open: true }, close];
  });
}

/** A family that no cookie ever joined is opened and closed in one breath, so that none joins it later. */
function familyClosings(deps: Deps, family: string): LimitChange[] {
  const key = familyKey(family);
  const [known] = deps.ledger.lookupLimits([key]);
  if (known?.closed === true) return [];
  const close: LimitChange = { key, close: true };
  return known ? [close] : [{ key, set: { kind: "each", max: 0n } }, close];
}

/** An allowance that was never opened in the ledger cannot be closed, and can do nothing either. */
function requireClosed(status: EntryStatus): void {
  if (status === "limit_not_found") throw new ProblemError("not-found");
  // Somebody else closed a never-opened key or family in between: asking again finds it closed.
  if (status === "counter_closed" || status === "limit_closed")
    throw new ProblemError("unavailable");
  assert(status === "created", `closing is never ${status}`);
}

/** The store says so too: what the ledger closed is shown as taken back. */
export async function forgetDevices(deps: Deps, devices: readonly string[]): Promise<void> {
  if (devices.length === 0) return;
  await deps.store
    .updateTable("devices")
    .set({ revoked_at: deps.clock.now() })
    .where("id", "in", devices)
    .execute();
}
