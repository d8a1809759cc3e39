/** The first bytes of an answer, one more than `bytesMax` at most: no more is read. Rejects where it breaks off. */
export async function readBody(response: Response, bytesMax: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    parts.push(part as Uint8Array);
    length += (part as Uint8Array).length;
    // Leaving the loop lets go of the connection.
    if (length > bytesMax) break;
  }
  return Buffer.concat(parts).subarray(0, bytesMax + 1);
}
