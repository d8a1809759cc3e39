// What only a click that pays reads: a file of its own, so that it is loaded with it. See leanCore.ts.

/** Bytes of a base64url text that the wallet's own server or this frame wrote. */
export const fromBase64url = (text: string): Uint8Array =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) =>
    char.charCodeAt(0),
  );

// Crockford's.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** The 16 bytes of an allowance's id that the wallet's own server wrote. */
export const idToBytes = (_kind: "allowance", id: string): Uint8Array => {
  const digits = [...id].slice(4).map((char) => BigInt(alphabet.indexOf(char)));
  const value = digits.reduce((before, digit) => (before << 5n) | digit, 0n);
  return Uint8Array.from({ length: 16 }, (_, at) => Number((value >> BigInt(120 - 8 * at)) & 255n));
};
