import { toBase64url, utf8 } from "@farthing/core";
import { type KeyProof, proofBytes, type ProofPurpose } from "@farthing/protocol";
import type { FrameClock } from "./frameClock.ts";
import { type KeyStore } from "./keyStore.ts";
import { signWith } from "./keys.ts";

/** What one button on one page works with. */
export interface Session {
  readonly offer: string;
  /** SHA-256 of the offer's text, base64url. */
  readonly offerHash: string;
  /** Origin of the page around the frame, as the browser names it. */
  readonly parent: string;
  /** Where to come back to when the payer must leave the page. */
  readonly returnTo: string;
  readonly clock: FrameClock;
  /** Replaced when a key is dead. */
  keys: KeyStore;
  /** Whether the server may know the key: it was found here, or enrolled from this page. */
  enrolled: boolean;
}

/** SHA-256 of a text, base64url. */
export async function hashText(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new Uint8Array(utf8(text)));
  return toBase64url(new Uint8Array(digest));
}

/** Proof, signed now, that this frame holds its key. */
export async function prove(
  session: Session,
  purpose: ProofPurpose,
  subject: string,
): Promise<KeyProof> {
  const { key } = session.keys;
  const time = session.clock.now();
  const signature = await signWith(key, proofBytes({ purpose, subject, time }));
  return { device: { alg: key.alg, key: key.key }, time, signature };
}

const addressLengthMax = 300;

/**
 * The page's own address as a return address: of the parent's origin, without fragment or an old nonce, short enough
 * for the wire; else the parent's front page.
 */
export function returnAddress(page: string, parent: string): string {
  const url = URL.parse(page);
  if (url?.origin !== parent) return `${parent}/`;
  url.username = url.password = url.hash = "";
  url.searchParams.delete("farthing");
  if (url.href.length > addressLengthMax) url.search = "";
  return url.href.length > addressLengthMax ? `${parent}/` : url.href;
}
