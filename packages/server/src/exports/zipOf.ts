import { utf8 } from "@farthing/core";
import { Zip, ZipDeflate, ZipPassThrough } from "fflate";

/** One file of an archive. Its content is read when its turn comes. */
export interface ArchiveFile {
  readonly name: string;
  /** Put in as it is: for small files, and for what does not get smaller. */
  readonly stored?: boolean;
  readonly content: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;
}

/** What a ZIP without its 64-bit extension can count (APPNOTE 4.4.21): the archive holds no more files. */
export const archiveFilesMax = 65_535;

/**
 * The bytes of a ZIP archive of `files`, made as they are asked for: one piece is in memory at a time, beside a line for
 * each file's place in the archive's own list. At most `archiveFilesMax` files and 4 GiB.
 */
export async function* zipOf(
  files: AsyncIterable<ArchiveFile>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let made: Uint8Array[] = [];
  const zip = new Zip((error, bytes) => {
    if (error !== null) throw error;
    made.push(bytes);
  });
  for await (const { name, content, stored = false } of files) {
    const file = stored ? new ZipPassThrough(name) : new ZipDeflate(name);
    zip.add(file);
    for await (const part of content) {
      file.push(typeof part === "string" ? utf8(part) : part);
      yield* made;
      made = [];
    }
    file.push(new Uint8Array(0), true);
    yield* made;
    made = [];
  }
  zip.end();
  yield* made;
}
