import { type Anchor, AnchorUnreached, type TrustPolicy } from "@farthing/log";
import { type SeenHead, witnessStands } from "@farthing/server";
import type { PublishedAt } from "./published.ts";

/** Whom to ask what they have seen of the log. */
export interface Others {
  readonly anchors: readonly Anchor[];
  readonly witnesses: TrustPolicy | null;
  /** A head that may be shown to witnesses, as a note; null: there is none, and they are not asked. */
  readonly note: string | null;
}

/** What others have seen of the log, and who did not tell. */
export interface Seen {
  readonly heads: readonly SeenHead[];
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
    Promise.all(others.anchors.map(askAnchor)),
    askWitnesses(others),
  ]);
  const all = [...anchored, ...witnessed];
  return { heads: all.flatMap(({ heads }) => heads), silent: all.flatMap(({ silent }) => silent) };
}

async function askAnchor(anchor: Anchor): Promise<Seen> {
  try {
    const newest = await anchor.newest();
    const from = `anchored in ${anchor.place}`;
    return { heads: newest === null ? [] : [{ ...newest, from }], silent: [] };
  } catch (error) {
    if (!(error instanceof AnchorUnreached)) throw error;
    return { heads: [], silent: [{ who: anchor.place, why: error.message }] };
  }
}

async function askWitnesses({ witnesses, note }: Others): Promise<Seen[]> {
  if (witnesses === null || note === null) return [];
  const stands = await witnessStands(witnesses, note);
  return stands.map(({ url, size, why }) => {
    const from = `cosigned by the witness ${url}`;
    const heads = size === null ? [] : [{ size, root: null, from }];
    return { heads, silent: why === null ? [] : [{ who: `the witness ${url}`, why }] };
  });
}
