/** Longest answer that is read, in bytes. */
const bodyBytesMax = 262_144;

/** The JSON of an answer, or `undefined` if it is not JSON or longer than {@link bodyBytesMax}. Throws if the network breaks. */
export async function readBody(response: Response): Promise<unknown> {
  const text = await readText(response);
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

/** The text of an answer, or `undefined` if it is longer than {@link bodyBytesMax}. Throws if the network breaks. */
export async function readText(response: Response): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const part = await reader?.read();
    if (part === undefined || part.done) break;
    const bytes: Uint8Array = part.value;
    length += bytes.length;
    if (length > bodyBytesMax) {
      await reader?.cancel();
      return undefined;
    }
    text += decoder.decode(bytes, { stream: true });
  }
  return text + decoder.decode();
}
