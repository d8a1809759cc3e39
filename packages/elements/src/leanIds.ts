// What only a press needs: a file of its own, so that it is loaded with it. See leanCore.ts.

// Crockford's.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** The id of a grant whose 16 bytes are `bytes`: 26 characters of five bits. */
export const idFromBytes = (_kind: "grant", bytes: Uint8Array): string => {
  let rest = bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
  let text = "";
  for (; text.length < 26; rest >>= 5n) text = alphabet.charAt(Number(rest & 31n)) + text;
  return `grt_${text}`;
};
