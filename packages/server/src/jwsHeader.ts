const headers = new Map<string, string>();

/**
 * The encoded header of a compact JWS of ours, and the dot behind it (RFC 7515 §3.1). Made once for each type and
 * key: building and encoding it for every payment would be a fifth of a receipt's work.
 */
export function jwsHeader(typ: string, kid: string): string {
  const name = `${typ} ${kid}`;
  const known = headers.get(name);
  if (known !== undefined) return known;
  const text = JSON.stringify({ alg: "EdDSA", typ, kid });
  const made = `${Buffer.from(text).toString("base64url")}.`;
  headers.set(name, made);
  return made;
}
