import { toBase64url, utf8 } from "@farthing/core";
import { type KeyProof, proofBytes, type ProofPurpose } from "@farthing/protocol";
import { offerClaims, offerMerchant } from "../offerClaims.ts";
import { type Answer, post } from "./call.ts";
import { type FrameClock, frameClock } from "./frameClock.ts";
import { type KeyStore, openKeyStore } from "./keyStore.ts";
import { signWith } from "./keys.ts";

/** What one button on one page works with. */
export interface Session {
  readonly offer: string;
  /** SHA-256 of the offer's text, base64url. */
  readonly offerHash: string;
  /** What the offer sells, as the merchant names it. */
  readonly resource: string;
  /** Origin of the page around the frame, as the browser names it. */
  readonly parent: string;
  /** Address of the page around the frame, as it says itself. */
  readonly page: string;
  readonly clock: FrameClock;
  /** Replaced when the key is dead, and by a key that another frame shares. */
  keys: KeyStore;
  /**
   * `found`: the server may know the key. `enrolled`: it does. `dead`: the key never pays again, and is renewed before
   * the server is shown one.
   */
  keyIs: "fresh" | "found" | "enrolled" | "dead";
}

/** The merchant is the offer's; the server checks that the offer is genuine and belongs to this frame. */
export async function openSession({
  offer,
  page,
  parent,
}: Pick<Session, "offer" | "page" | "parent">): Promise<Session> {
  const keys = await openKeyStore(offerMerchant(offer));
  return {
    offer,
    offerHash: await hashText(offer),
    resource: String(offerClaims(offer)["resource"]),
    parent,
    page,
    clock: frameClock(),
    keys,
    keyIs: keys.found ? "found" : "fresh",
  };
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

/** Posts what needs nothing but the proof. */
export async function postProven<Body>(
  session: Session,
  path: string,
  of: { purpose: ProofPurpose; subject: string; also?: object },
): Promise<Answer<Body>> {
  const proof = await prove(session, of.purpose, of.subject);
  return await post<Body>(path, { ...of.also, proof }, session.clock);
}

/** A proof may be refused for this device's clock alone, which the refusal has set: then it is made once more. */
export async function twice<Body>(ask: () => Promise<Answer<Body>>): Promise<Answer<Body>> {
  const answer = await ask();
  return !answer.ok && answer.retry === "never" ? ask() : answer;
}
