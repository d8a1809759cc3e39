/** UTF-8 takes at most three bytes for a UTF-16 unit. */
const bytesPerUnit = 3;

/**
 * The text of a file, of which no more is read than shows that it has more than `lengthMax` UTF-16 units. Byte for byte
 * what a command line reads: a mark at its beginning stays. Rejects where the file cannot be read.
 */
export async function readGiven(file: Blob, lengthMax: number): Promise<string> {
  const part = file.slice(0, bytesPerUnit * (lengthMax + 1));
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return decoder.decode(await part.arrayBuffer()).slice(0, lengthMax + 1);
}
