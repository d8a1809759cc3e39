import { ByteReader } from "../journal/byteReader.ts";
import { ByteWriter } from "../journal/byteWriter.ts";
import { readVerdict, type Verdict, writeVerdict } from "../journal/verdict.ts";
import type { Written } from "./runBatch.ts";

/** One answer as a loop reads it. */
export interface Answer extends Written {
  /** The loop's own number for the submission. */
  readonly number: number;
}

const limitFields = 4;
const writer = new ByteWriter();

function writeLimits(limits: BigInt64Array | null): void {
  writer.u8((limits?.length ?? 0) / limitFields);
  for (const value of limits ?? []) writer.u64(value);
}

function readLimits(from: ByteReader): BigInt64Array | null {
  const count = limitFields * from.u8();
  if (count === 0) return null;
  const limits = new BigInt64Array(count);
  for (let at = 0; at < count; at += 1) limits[at] = from.u64();
  return limits;
}

/** Answers for one loop as one buffer that changes hands: cloning objects costs more than writing them. */
export function packAnswers(answers: readonly Answer[]): Uint8Array<ArrayBuffer> {
  writer.u32(answers.length);
  for (const { number, verdict, seq, timestamp, leaf, limitsLeft } of answers) {
    writer.whole(number);
    writer.u64(seq);
    writer.u64(timestamp);
    writer.whole(leaf + 1);
    writeVerdict(writer, verdict);
    writeLimits(limitsLeft);
  }
  return writer.finish();
}

/** The answers that `packAnswers` packed. */
export function unpackAnswers(bytes: Uint8Array): Answer[] {
  const from = new ByteReader(bytes);
  return Array.from({ length: from.u32() }, (): Answer => {
    const number = from.whole();
    const [seq, timestamp] = [from.u64(), from.u64()];
    const leaf = from.whole() - 1;
    const verdict: Verdict = readVerdict(from);
    return { number, seq, timestamp, leaf, verdict, limitsLeft: readLimits(from) };
  });
}
