import { fromBase64url, toBase64url, utf8 } from "@farthing/core";

/** Signs `message` with an Ed25519 key: 64 bytes. Passed in, because browsers and servers sign with different libraries. */
export type Sign = (message: Uint8Array) => Uint8Array;

/** The parts of a compact JWS (RFC 7515 §3.1) before anything in it is believed. */
export interface DecodedJws {
  readonly header: Record<string, unknown>;
  readonly payload: unknown;
  /** What the signature covers. */
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
}

/** Longest compact JWS that is looked at, in characters. */
export const jwsLengthMax = 8_192;

/** A compact JWS over `payload`, algorithm EdDSA with Ed25519 (RFC 8037 §3.1). */
export function encodeJws(
  header: { typ: string; kid: string },
  payload: object,
  sign: Sign,
): string {
  const head = toBase64url(utf8(JSON.stringify({ alg: "EdDSA", ...header })));
  const signed = `${head}.${toBase64url(utf8(JSON.stringify(payload)))}`;
  return `${signed}.${toBase64url(sign(utf8(signed)))}`;
}

/** Takes a compact JWS apart; `null` for any text that is not one. Verifies nothing. */
export function decodeJws(text: string): DecodedJws | null {
  if (text.length > jwsLengthMax) return null;
  const [head, body, tail, ...more] = text.split(".");
  if (head === undefined || body === undefined || tail === undefined || more.length > 0)
    return null;
  const header = parseJson(head);
  const payload = parseJson(body);
  const signature = fromBase64url(tail);
  if (!isRecord(header) || payload === undefined || signature?.length !== 64) return null;
  return { header, payload, signed: utf8(`${head}.${body}`), signature };
}

function parseJson(part: string): unknown {
  const bytes = fromBase64url(part);
  if (bytes === null) return undefined;
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
