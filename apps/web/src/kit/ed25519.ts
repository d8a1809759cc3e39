/**
 * Whether `signature` is this Ed25519 key's over `message` (RFC 8032): by the browser's own WebCrypto, or where that has
 * no Ed25519, or none is offered because the page came over plain http, by noble's.
 */
export async function verifyEd25519(
  signature: Uint8Array,
  message: Uint8Array,
  publicKey: Uint8Array,
): Promise<boolean> {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const key = await importKey(publicKey);
  if (key === "not-a-key") return false;
  if (key !== "no-ed25519") {
    return crypto.subtle.verify("Ed25519", key, new Uint8Array(signature), new Uint8Array(message));
  }
  const { ed25519 } = await import("@noble/curves/ed25519.js");
  // Noble's default is laxer than the others (ZIP 215): one file must mean the same everywhere.
  return ed25519.verify(signature, message, publicKey, { zip215: false });
}

async function importKey(publicKey: Uint8Array) {
  const { subtle } = globalThis.crypto as { subtle?: SubtleCrypto };
  if (subtle === undefined) return "no-ed25519";
  try {
    return await subtle.importKey("raw", new Uint8Array(publicKey), "Ed25519", false, ["verify"]);
  } catch (error) {
    const isLacking = error instanceof DOMException && error.name === "NotSupportedError";
    return isLacking ? "no-ed25519" : "not-a-key";
  }
}
