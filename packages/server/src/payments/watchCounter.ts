import type { EntryStatus } from "@farthing/ledger";
import { tellUnusual } from "../alerts/tellUnusual.ts";
import { type BoundedCache, newBoundedCache } from "../boundedCache.ts";
import type { Deps } from "../deps.ts";
import { addressBlock } from "../http/addressBlock.ts";
import { revokeDevice } from "../wallets/revoke.ts";
import { noteConflict } from "../risk/noteConflict.ts";
import type { Enrolment } from "./enrolment.ts";

/** Keys whose last network is remembered in this process: losing one spares a thief once, and harms nobody. */
const keysMax = 100_000;
const caches = new WeakMap<Deps, BoundedCache<string>>();

/**
 * Rule 10: a counter that is used twice is a mishap of one browser, unless the two uses come from two networks: then
 * somebody has a copy of the key, and it is closed, with what its browser's cookie could enrol. The network of the use
 * before is remembered per process: behind several, two uses must reach the same one. True when the key was closed.
 */
export async function watchCounter(
  deps: Deps,
  use: {
    enrolment: Enrolment;
    status: EntryStatus;
    address: string;
    /** Closes the key, where it is not a frame's. */
    close?: () => Promise<void>;
  },
): Promise<boolean> {
  const { device, payer, merchant } = use.enrolment;
  const { status } = use;
  if (status !== "created" && !isConflict(status)) return false;
  if (isConflict(status)) await noteConflict(deps, { payer, device });
  const block = addressBlock(use.address);
  if (block === null) return false;
  const cache = caches.get(deps) ?? newBoundedCache<string>(keysMax);
  caches.set(deps, cache);
  const before = cache.get(device);
  if (!isConflict(status)) {
    if (before !== block) cache.set(device, block);
    return false;
  }
  if (before === undefined || before === block) return false;
  await (use.close?.() ?? revokeDevice(deps, { payer, id: device }));
  deps.metrics.frozenKey();
  if (!use.enrolment.isGuest) await tellUnusual(deps, { payer, merchant, kind: "key-closed" });
  deps.logger.warn({ payer, merchant, device }, "a key is closed: used twice, from two networks");
  return true;
}

function isConflict(status: EntryStatus): boolean {
  return status === "counter_conflict" || status === "exists_with_different_facts";
}
