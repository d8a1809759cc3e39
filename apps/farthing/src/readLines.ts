import { createReadStream } from "node:fs";

/** Longest line that is read, in bytes: a batch of the journal is far below. */
const lineMax = 1 << 26;

/**
 * The lines of a file without their line feeds, one in memory at a time. A last one that ends without a line feed was cut
 * off and is not handed out. `onBytes` hears how many bytes were read so far.
 */
export async function* readLines(
  path: string,
  onBytes: (bytes: number) => void = () => undefined,
): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  let length = 0;
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const block = chunk as Buffer;
    bytes += block.length;
    onBytes(bytes);
    let from = 0;
    for (let to = block.indexOf(10); to >= 0; to = block.indexOf(10, from)) {
      parts.push(block.subarray(from, to));
      yield Buffer.concat(parts).toString("utf8");
      parts = [];
      length = 0;
      from = to + 1;
    }
    parts.push(block.subarray(from));
    length += block.length - from;
    if (length > lineMax) return;
  }
}
