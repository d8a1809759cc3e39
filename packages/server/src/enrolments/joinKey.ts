import {
  assert,
  bytesToUint,
  fromBase64url,
  idFromUint,
  lengthPrefixed,
  ProblemError,
  utf8,
} from "@farthing/core";
import { OutcomeUnknown } from "@farthing/ledger";
import type { DeviceKey } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { deviceOf } from "../grants/enrol.ts";
import { allowanceLines, allowanceStatus } from "../payments/allowanceView.ts";
import { loadEnrolment } from "../payments/enrolment.ts";
import { allowanceKeys, counterKey, limitKey } from "../payments/keys.ts";
import { isAlive } from "../payments/liveKey.ts";
import { sha256 } from "../sha256.ts";
import type { DeviceTable, FamilyTable } from "../store/tables.ts";
import { forgetDevices } from "../wallets/revoke.ts";
import { enrolmentEntry } from "./enrolmentEntry.ts";

/** Live keys of one family; one more evicts the oldest. */
const liveKeysMax = 16;
// A family has few more than its most, unless something was cut off: the rest goes with the next enrolment.
const evictedMax = 25;

/** A key that is about to join a family. */
export interface JoiningKey {
  readonly family: FamilyTable;
  readonly print: Uint8Array;
  readonly device: DeviceKey;
  readonly isKept: boolean;
}

/**
 * Makes the key one of the family: its row first, the ledger's entry last, and the row goes again when the ledger
 * refuses. Nothing happens when it is one already. Throws `device-unknown`, `wrong-merchant`.
 */
export async function joinKey(deps: Deps, joining: JoiningKey): Promise<void> {
  const { family, print } = joining;
  const before = await deviceOf(deps, print);
  requireOwn(before, family);
  if (before !== undefined && isMember(deps, before, family)) return;
  const lines = allowanceLines(deps, allowanceKeys(family.allowance_id));
  if (lines === null || allowanceStatus(lines, deps.clock.now()) !== "active") {
    throw new ProblemError("device-unknown");
  }
  const row = deviceRow(deps, joining, before);
  const leaving = await leavingKeys(deps, joining);
  await deps.store
    .insertInto("devices")
    .values(row)
    .onConflict((conflict) => conflict.column("thumbprint").doUpdateSet(row))
    .execute();
  const perClickMax = deps.config.preset.perClick;
  const max = lines.click.max < perClickMax ? lines.click.max : perClickMax;
  try {
    // Of this key too: one that came back after its time, or from an allowance that is over, has one counter.
    const closed = before === undefined || before.id === row.id ? leaving : [...leaving, before.id];
    const of = { family, print, device: row.id, max, leaving: closed };
    const entry = await enrolmentEntry(deps, of);
    const { status } = await deps.ledger.submitEntry(entry);
    if (status !== "created") throw refused(status);
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) await takeBack(deps, row, before);
    throw error;
  }
  await forgetDevices(deps, leaving);
  await loadEnrolment(deps, print);
}

/** Rule 4: one key belongs to one payer and one merchant for ever. */
function requireOwn(before: DeviceTable | undefined, family: FamilyTable): void {
  if (before === undefined) return;
  if (before.merchant_id !== family.merchant_id) throw new ProblemError("wrong-merchant");
  if (before.payer_id !== family.payer_id) throw new ProblemError("device-unknown");
}

function isMember(deps: Deps, row: DeviceTable, family: FamilyTable): boolean {
  const deviceClick = row.by_cookie === 1 ? limitKey("device-click", row.id) : null;
  const key = { counter: counterKey(row.id), deviceClick };
  return row.allowance_id === family.allowance_id && isAlive(deps, key);
}

function deviceRow(
  deps: Deps,
  { family, print, device, isKept }: JoiningKey,
  before: DeviceTable | undefined,
): DeviceTable {
  const key = fromBase64url(device.key);
  assert(key !== null, "a key with a thumbprint has bytes");
  // Two processes that enrol the same key at once name it alike; a counter once closed is never opened again.
  const name = lengthPrefixed(utf8(family.id), print, utf8(before?.id ?? ""));
  return {
    id: idFromUint("device", bytesToUint(sha256(name).subarray(0, 16))),
    thumbprint: print,
    payer_id: family.payer_id,
    merchant_id: family.merchant_id,
    allowance_id: family.allowance_id,
    alg: device.alg,
    public_key: key,
    kept: isKept ? 1 : 0,
    added_at: deps.clock.now(),
    revoked_at: null,
    family_id: family.id,
    by_cookie: 1,
    guest_id: null,
  };
}

/** The keys that make room: those beyond the newest fifteen, and the kept one before, which its browser has lost. */
async function leavingKeys(
  deps: Deps,
  { family, print, isKept }: JoiningKey,
): Promise<readonly string[]> {
  const live = await deps.store
    .selectFrom("devices")
    .select(["id", "kept"])
    .where("family_id", "=", family.id)
    .where("revoked_at", "is", null)
    .where("thumbprint", "!=", print)
    .orderBy("added_at", "desc")
    .orderBy("id", "desc")
    .limit(liveKeysMax + evictedMax)
    .execute();
  const isReplaced = (key: { kept: 0 | 1 }) => isKept && key.kept === 1;
  const others = live.filter((key) => !isReplaced(key));
  const leaving = [...live.filter(isReplaced), ...others.slice(liveKeysMax - 1)];
  return leaving.slice(0, evictedMax).map(({ id }) => id);
}

async function takeBack(
  { store }: Deps,
  row: DeviceTable,
  before: DeviceTable | undefined,
): Promise<void> {
  if (before === undefined) {
    await store.deleteFrom("devices").where("id", "=", row.id).execute();
  } else {
    await store.updateTable("devices").set(before).where("id", "=", row.id).execute();
  }
}

/** Revoked, ended or evicted in between: the button opens the wallet's page, as without a cookie. */
function refused(status: string): ProblemError {
  const isOver = status === "limit_closed" || status === "limit_expired";
  assert(isOver || status === "counter_closed", `an enrolment is never ${status}`);
  return new ProblemError(isOver ? "device-unknown" : "unavailable");
}
