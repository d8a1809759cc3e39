import type { PublishedHead } from "@farthing/ledger";
import {
  AnchorConflict,
  type Anchored,
  type AnchorHead,
  AnchorUnreached,
  openCheckpoint,
  parseCheckpoint,
  parseNote,
  placeWords,
  type TrustPolicy,
} from "@farthing/log";
import { askAboutHead, type HeadNote, logVerifiers, sha256 } from "@farthing/server";
import { type AnchorSource, readAnchor } from "./anchors/verifyAnchored.ts";

/** Whom an audit asks what they have seen of the log. */
export interface AuditOthers {
  /** A witness's address. */
  readonly witness: string | null;
  readonly anchor: AnchorSource | null;
}

/** What the files say of their log before they are believed. */
export interface ExportedLog {
  /** The signed head over the most leaves. */
  readonly newest: HeadNote | null;
  /** Leaves at the end of what is audited; `null`: the last file has no end. */
  readonly leaves: number | null;
  /** Whether the files go on behind that. */
  readonly stopped: boolean;
  /** The signed head over that many leaves, if it is in the files. */
  readonly headOver: (size: number) => Promise<HeadNote | null>;
}

/** What came of asking. */
export interface Asked {
  /** Heads that the replay must pass through. */
  readonly heads: readonly PublishedHead[];
  /** One sentence per contradiction. */
  readonly faults: readonly string[];
  /** Why something that was to be compared was not: a sentence each. */
  readonly notCompared: readonly string[];
}

const nothing: Asked = { heads: [], faults: [], notCompared: [] };

/** Asks the witness and the anchor, at once. Rejects with `ConfigError`. */
export async function askForAudit(
  { witness, anchor }: AuditOthers,
  log: ExportedLog,
  policy: TrustPolicy | null,
): Promise<Asked> {
  const all = await Promise.all([
    witness === null ? nothing : askWitness(witness, log),
    anchor === null ? nothing : askAnchor(anchor, log, policy),
  ]);
  return {
    heads: all.flatMap(({ heads }) => heads),
    faults: all.flatMap(({ faults }) => faults),
    notCompared: all.flatMap(({ notCompared }) => notCompared),
  };
}

const unlike = (why: string): Asked => ({ ...nothing, notCompared: [why] });
const contradicted = (why: string): Asked => ({ ...nothing, faults: [why] });

/** Where the witness stands, and, where the files have the log's head of that size, whether it is the one. */
async function askWitness(url: string, log: ExportedLog): Promise<Asked> {
  const who = `The witness ${url}`;
  const { newest } = log;
  if (newest === null) return unlike(`${who} was not asked: no signed head is in what is audited.`);
  const first = await askAboutHead(url, newest);
  const { size } = first;
  if (size === null) return unlike(`${who} does not tell what it has seen: ${first.why}.`);
  if (size === 0) return unlike(`${who} has cosigned nothing of this log.`);
  const head = size === newest.size ? newest : await log.headOver(size);
  const from = `cosigned by the witness ${url}`;
  if (head === null) return compared(log, { who, head: { size, root: null, from } });
  const word = head === newest ? first : await askAboutHead(url, head);
  if (word.size === null) return unlike(`${who} does not tell what it has seen: ${word.why}.`);
  if (word.size !== size) return unlike(`${who} was asked while it grew: ask again.`);
  if (word.isSame) return compared(log, { who, head: { size, root: rootOf(head), from } });
  return contradicted(
    `${who} cosigned another head over ${size} leaves than the one in the files: the log showed two histories. Keep the files.`,
  );
}

async function askAnchor(
  source: AnchorSource,
  log: ExportedLog,
  policy: TrustPolicy | null,
): Promise<Asked> {
  try {
    const { place, anchored } = await readAnchor(source, (head) => signedBy(policy, head));
    const where = placeWords(place, "en");
    const who = `The anchor ${where}`;
    if (anchored === "not-the-log") {
      return contradicted(`${who} holds a head that the log of the policy did not sign.`);
    }
    if (anchored === null) return unlike(`${who} holds no head yet.`);
    const { size, root } = anchored;
    return compared(log, { who, head: { size, root, from: `anchored in ${where}` } });
  } catch (error) {
    if (!(error instanceof AnchorUnreached || error instanceof AnchorConflict)) throw error;
    return unlike(`The anchor does not tell what it holds: ${error.message}`);
  }
}

/** Without a policy nobody says whose signature would count: the head is compared all the same. */
async function signedBy(
  policy: TrustPolicy | null,
  head: AnchorHead,
): Promise<Anchored | "not-the-log"> {
  if (policy === null) return head;
  const opened = await openCheckpoint(sha256, head.note, { ...policy, quorum: null }, logVerifiers);
  return typeof opened === "string" ? "not-the-log" : head;
}

/** A log goes on after it was exported, so a head over more is nobody's fault; but nothing was compared with it. */
function compared(
  { leaves, stopped }: ExportedLog,
  { who, head }: { who: string; head: PublishedHead },
): Asked {
  if (leaves === null || head.size <= leaves) return { ...nothing, heads: [head] };
  return unlike(
    stopped
      ? `${who} has seen ${head.size} leaves, and the range ends with ${leaves}: it was not compared. Leave --to away to compare it.`
      : `${who} has seen ${head.size} leaves, and the files end at ${leaves}: ask for an export of what follows, and audit it with these.`,
  );
}

function rootOf({ note }: HeadNote): Uint8Array | null {
  return parseCheckpoint(parseNote(note)?.body ?? "")?.root ?? null;
}
