import { concat } from "@farthing/core";

/** An answer's bytes, or `null` where there are more than `bytesMax`: no more is read. Rejects where it breaks off. */
export async function readBounded(
  response: Response,
  bytesMax: number,
): Promise<Uint8Array | null> {
  const reader = response.body?.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const part = await reader?.read();
    if (part?.value === undefined) return concat(...parts);
    length += part.value.length;
    if (length > bytesMax) {
      void reader?.cancel().catch(() => undefined);
      return null;
    }
    parts.push(part.value);
  }
}
