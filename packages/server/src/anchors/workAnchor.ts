import { minute, second } from "@farthing/core";
import {
  type Anchor,
  AnchorConflict,
  type AnchorHead,
  AnchorUnreached,
  type Publication,
} from "@farthing/log";
import type { Deps } from "../deps.ts";
import { type Duty, startDuty } from "../duties/duty.ts";
import type { AnchoringTable } from "../store/anchorTables.ts";
import { isOver, nextAnchoring, standingOf, writeAnchoring } from "./anchorings.ts";
import { requireOurs } from "./requireOurs.ts";
import { requireThere } from "./requireThere.ts";

/** How long to wait for what only time brings: about the time of a block. */
const lookMs = 12 * second;
/** Steps at one go: more than there are states. */
const stepsMax = 8;
const waitMsMax = 10 * minute;

/** Brings heads of the log into one anchor until stopped; a place that is slow keeps no other waiting. */
export function startAnchoring(deps: Deps, anchor: Anchor): Duty {
  let told = false;
  return startDuty(deps, {
    name: `anchor ${anchor.place}`,
    everyMs: 2 * second,
    async work(stopped) {
      // What was there before the start: a counter that is missing looks like an anchor that is not there.
      if (!told) await tellStanding(deps, anchor.place);
      told = true;
      await workAnchor(deps, anchor, stopped);
    },
  });
}

/**
 * Takes the head that is on its way into `anchor` further, or begins with the newest one when it is time and the log has
 * grown. Each step is written down before the next is taken. Nothing is sent while the anchor holds another history.
 */
export async function workAnchor(
  deps: Deps,
  anchor: Anchor,
  stopped: () => boolean = () => false,
): Promise<void> {
  const next = await nextAnchoring(deps, anchor.place);
  if (next === null || next.row.next_look_at === null) return;
  const waitMsLeft = next.row.next_look_at - deps.clock.now();
  // A longer wait was never asked for: the clock was set back.
  if (waitMsLeft > 0 && waitMsLeft <= waitMsMax) return;
  try {
    const newest = await anchor.newest();
    requireOurs(deps.ledger, newest, anchor.place);
    requireThere(anchor.place, newest, (await standingOf(deps, anchor.place)).leaves);
    await takeSteps(deps, { anchor, ...next, stopped });
  } catch (error) {
    await writeFailure(deps, next.row, error);
  }
}

async function tellStanding(deps: Deps, place: string): Promise<void> {
  const { leaves, failures } = await standingOf(deps, place);
  deps.metrics.anchoring(place, { leaves, failures, conflict: false });
}

async function takeSteps(
  deps: Deps,
  of: {
    anchor: Anchor;
    row: AnchoringTable;
    head: AnchorHead;
    stopped: () => boolean;
  },
): Promise<void> {
  const { anchor, row, head } = of;
  let at: Publication = { state: row.state, detail: row.detail };
  for (let step = 0; step < stepsMax && !of.stopped(); step += 1) {
    const next = await anchor.advance(head, at);
    const isWaiting = next.state === at.state && next.detail === at.detail;
    at = next;
    await writeAnchoring(deps, row, {
      ...at,
      tries: 0,
      last_error: null,
      next_look_at: isOver(at.state) ? null : deps.clock.now() + (isWaiting ? lookMs : 0),
    });
    if (isWaiting || isOver(at.state)) break;
  }
  const { place, size } = row;
  deps.metrics.anchoring(place, {
    failures: 0,
    conflict: false,
    ...(isOver(at.state) ? { leaves: size } : {}),
  });
  if (isOver(at.state)) deps.logger.info({ place, size, state: at.state }, "a head is anchored");
}

async function writeFailure(deps: Deps, row: AnchoringTable, error: unknown): Promise<void> {
  const { place, size } = row;
  const isConflict = error instanceof AnchorConflict;
  const tries = row.tries + 1;
  const why = isConflict || error instanceof AnchorUnreached ? error.message : "unexpected";
  await writeAnchoring(deps, row, {
    tries,
    last_error: why,
    next_look_at: deps.clock.now() + (isConflict ? waitMsMax : waitMs(tries)),
  });
  deps.metrics.anchoring(place, { failures: tries, conflict: isConflict });
  const facts = { place, size, tries, why };
  if (isConflict) deps.logger.fatal(facts, "an anchor holds another history: nothing is anchored");
  else if (why === "unexpected") deps.logger.error({ ...facts, err: error }, "anchoring failed");
  else deps.logger.warn(facts, "a head is not anchored yet, and is tried again");
}

/** Twelve seconds, 24, 48 … ten minutes. */
function waitMs(tries: number): number {
  return Math.min(lookMs * 2 ** Math.min(tries - 1, 20), waitMsMax);
}
