import { type Anchor, AnchorUnreached, isWitnessed, type TrustPolicy } from "@farthing/log";
import { requireThere, type SeenHead, type WitnessStand, witnessStands } from "@farthing/server";
import type { PublishedAt } from "./published.ts";

/** Whom to ask what they have seen of the log. */
export interface Others {
  readonly anchors: readonly Anchor[];
  /** Leaves under the newest head that is in each for good, by its place. */
  readonly anchored: ReadonlyMap<string, number>;
  readonly witnesses: TrustPolicy | null;
  /** A head that may be shown to witnesses, as a note; null: there is none, and they are not asked. */
  readonly note: string | null;
}

/** What others have seen of the log, and who did not tell. */
export interface Seen {
  /** The ledger must go on from these. */
  readonly heads: readonly SeenHead[];
  /** Numbers that nobody signed, and that fewer witnesses say than the policy's quorum: each may be wrong. */
  readonly claims: readonly SeenHead[];
  readonly silent: readonly { readonly who: string; readonly why: string }[];
}

/** The newest head that was published, as anybody may see it. */
export function newestNote(published: readonly PublishedAt[]): string | null {
  return published.toSorted((a, b) => b.size - a.size)[0]?.note ?? null;
}

/**
 * Asks anchors and witnesses, all at once, what they have seen of the log. One that does not answer is no reason not to
 * start: it is named. Rejects with `AnchorConflict` where an anchor holds what is no head of a log.
 */
export async function askOthers(others: Others): Promise<Seen> {
  const [anchored, witnessed] = await Promise.all([
    Promise.all(
      others.anchors.map((anchor) => askAnchor(anchor, others.anchored.get(anchor.place) ?? 0)),
    ),
    askWitnesses(others),
  ]);
  const all = [...anchored, witnessed];
  return {
    heads: all.flatMap(({ heads }) => heads),
    claims: witnessed.claims,
    silent: all.flatMap(({ silent }) => silent),
  };
}

async function askAnchor(anchor: Anchor, leaves: number): Promise<Seen> {
  try {
    const newest = await anchor.newest();
    requireThere(anchor.place, newest, leaves);
    const from = `anchored in ${anchor.place}`;
    return { heads: newest === null ? [] : [{ ...newest, from }], claims: [], silent: [] };
  } catch (error) {
    if (!(error instanceof AnchorUnreached)) throw error;
    return { heads: [], claims: [], silent: [{ who: anchor.place, why: error.message }] };
  }
}

async function askWitnesses({ witnesses, note }: Others): Promise<Seen> {
  if (witnesses === null || note === null) return { heads: [], claims: [], silent: [] };
  const stands = await witnessStands(witnesses, note);
  const agreed = sizeOfQuorum(witnesses, stands);
  const told = stands.flatMap(({ url, size }) =>
    size === null ? [] : [{ size, root: null, from: `cosigned by the witness ${url}` }],
  );
  return {
    heads: told.filter(({ size }) => size <= agreed),
    claims: told.filter(({ size }) => size > agreed),
    silent: stands.flatMap(({ url, why }) =>
      why === null ? [] : [{ who: `the witness ${url}`, why }],
    ),
  };
}

/** The most leaves that a quorum of the policy's witnesses has seen, as they say; 0 where the policy needs nobody. */
function sizeOfQuorum(policy: TrustPolicy, stands: readonly WitnessStand[]): number {
  if (policy.quorum === null) return 0;
  const witnesses = [...policy.witnesses.values()];
  const sizes = stands.flatMap(({ size }) => size ?? []).toSorted((a, b) => b - a);
  const isAgreed = (least: number) => {
    const urls = stands.flatMap(({ url, size }) => (size !== null && size >= least ? [url] : []));
    return isWitnessed(
      policy,
      witnesses.filter(({ url }) => url !== null && urls.includes(url)),
    );
  };
  return sizes.find(isAgreed) ?? 0;
}
