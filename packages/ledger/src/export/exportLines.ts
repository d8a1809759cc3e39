import { toHex } from "@farthing/core";
import type { AssetSums } from "../engine/sqlite/ledgerFacts.ts";
import type { JournalHead } from "../journal/sealBatch.ts";
import { Fields, NotAnExport } from "./fields.ts";

/** The version of the format in the header. */
const formatVersion = 1;

/**
 * Bytes of salts for each leaf: of the shared, the payer's and the merchant's group, 32 each. For the second the commitment
 * of the payer's group stands where the payer was erased.
 */
export const saltBytes = 96;

/** The first line. */
export interface ExportHeader {
  /** The log's origin; `null` where nothing was signed yet. */
  readonly log: string | null;
  /** The last entry in the file; `from` is the one after `after`. */
  readonly to: bigint;
  /** Where the journal stood before the first entry of the file. */
  readonly after: JournalHead;
  /** `hashLines` of the state there. */
  readonly state: Uint8Array;
}

/** One commit of the journal. */
export interface ExportedBatch {
  readonly first: bigint;
  readonly entries: number;
  /** Engine time, nanoseconds. */
  readonly time: bigint;
  readonly rules: bigint;
  readonly firstLeaf: number;
  readonly leaves: Uint8Array;
  readonly body: Uint8Array;
  /** Entries before the file that the rules looked at: a body, or nothing. */
  readonly earlier: Uint8Array | null;
  /** `saltBytes` for each leaf, zeros for what says nothing; `null` where the export has none. */
  readonly salts: Uint8Array | null;
}

/** The last line. */
export interface ExportEnd {
  readonly seq: bigint;
  readonly time: bigint;
  readonly leaves: number;
  readonly root: Uint8Array;
  readonly state: Uint8Array;
  readonly sums: readonly AssetSums[];
  readonly batches: number;
  readonly checkpoints: number;
  /** SHA-256 of every byte before this line. */
  readonly sha256: Uint8Array;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

export function headerLine({ log, to, after, state }: ExportHeader): string {
  return JSON.stringify({
    export: {
      version: formatVersion,
      log,
      from: (after.seq + 1n).toString(),
      to: to.toString(),
      time: after.timestamp.toString(),
      leaves: after.range.size,
      range: after.range.hashes.map(toHex),
      root: toHex(after.root),
      state: toHex(state),
    },
  });
}

export function readHeader(said: unknown): ExportHeader {
  const from = new Fields(said);
  const version = from.count("version");
  if (version !== formatVersion) {
    throw new NotAnExport(`version ${version} of the format is not known here`);
  }
  return {
    log: from.has("log") ? from.text("log") : null,
    to: from.whole("to"),
    after: {
      seq: from.whole("from") - 1n,
      timestamp: from.whole("time"),
      range: { size: from.count("leaves"), hashes: from.hashes("range") },
      root: from.hash("root"),
    },
    state: from.hash("state"),
  };
}

export function batchLine(batch: ExportedBatch): string {
  const { first, time, rules, leaves, body, earlier, salts, ...counts } = batch;
  return JSON.stringify({
    batch: {
      first: first.toString(),
      ...counts,
      time: time.toString(),
      rules: Number(rules),
      leaves: base64(leaves),
      body: base64(body),
      ...(earlier === null ? {} : { earlier: base64(earlier) }),
      ...(salts === null ? {} : { salts: base64(salts) }),
    },
  });
}

export function readBatchLine(said: unknown): ExportedBatch {
  const from = new Fields(said);
  return {
    first: from.whole("first"),
    entries: from.count("entries"),
    time: from.whole("time"),
    rules: BigInt(from.count("rules")),
    firstLeaf: from.count("firstLeaf"),
    leaves: from.base64("leaves"),
    body: from.base64("body"),
    earlier: from.has("earlier") ? from.base64("earlier") : null,
    salts: from.has("salts") ? from.base64("salts") : null,
  };
}

export function endLine(end: ExportEnd): string {
  const { seq, time, root, state, sums, sha256, ...counts } = end;
  return JSON.stringify({
    end: {
      seq: seq.toString(),
      time: time.toString(),
      ...counts,
      root: toHex(root),
      state: toHex(state),
      sums: sums.map(sumWords),
      sha256: toHex(sha256),
    },
  });
}

/** The sums of one asset, as the last line and reports spell them. */
export function sumWords(sums: AssetSums) {
  return {
    asset: sums.asset,
    accounts: sums.accounts,
    debitsPosted: sums.debitsPosted.toString(),
    creditsPosted: sums.creditsPosted.toString(),
    debitsPending: sums.debitsPending.toString(),
    creditsPending: sums.creditsPending.toString(),
  };
}

/** What the last line says; its sums in the words in which they stand there. */
export function readEnd(said: unknown): Omit<ExportEnd, "sums"> & { readonly sums: string } {
  const from = new Fields(said);
  return {
    seq: from.whole("seq"),
    time: from.whole("time"),
    leaves: from.count("leaves"),
    root: from.hash("root"),
    state: from.hash("state"),
    sums: JSON.stringify(from.list("sums")),
    batches: from.count("batches"),
    checkpoints: from.count("checkpoints"),
    sha256: from.hash("sha256"),
  };
}
