import { concat } from "@farthing/core";

/** The text of a request's body, or `null`: longer than `bytesMax`, or not UTF-8. Reads no more than that. */
export async function readBody(request: Request, bytesMax: number): Promise<string | null> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request.body ?? []) {
    length += part.length;
    if (length > bytesMax) return null;
    parts.push(part);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(concat(...parts));
  } catch {
    return null;
  }
}
