import { open } from "node:fs/promises";

/** Longest line that is read, in bytes: a batch of the journal is far below. */
const lineMax = 1 << 26;

const blockLength = 1 << 20;

/**
 * The lines of a file without their line feeds, one in memory at a time. A last one that ends without a line feed was cut
 * off and is not handed out. `onBytes` hears how many bytes were read so far.
 */
export async function* readLines(
  path: string,
  onBytes: (bytes: number) => void = () => undefined,
): AsyncGenerator<string> {
  const file = await open(path);
  try {
    // One block for the whole file: a stream would leave a megabyte to the garbage collector with every read.
    const block = Buffer.allocUnsafe(blockLength);
    let begun: Buffer[] = [];
    let length = 0;
    let bytes = 0;
    while (length <= lineMax) {
      const { bytesRead } = await file.read(block, 0, blockLength);
      if (bytesRead === 0) return;
      bytes += bytesRead;
      onBytes(bytes);
      const read = block.subarray(0, bytesRead);
      let from = 0;
      for (let to = read.indexOf(10); to >= 0; to = read.indexOf(10, from)) {
        yield lineOf(begun, read.subarray(from, to));
        [begun, length] = [[], 0];
        from = to + 1;
      }
      // The block is written over: what a line begins with is kept apart.
      begun.push(Buffer.from(read.subarray(from)));
      length += bytesRead - from;
    }
  } finally {
    await file.close();
  }
}

function lineOf(begun: readonly Buffer[], rest: Buffer): string {
  return (begun.length === 0 ? rest : Buffer.concat([...begun, rest])).toString("utf8");
}
