import type { Verifiers } from "@farthing/log";
import { verifyEd25519 } from "./ed25519.ts";

/** How a browser checks notes: its own Ed25519, and noble's ML-DSA-44, which is loaded when it is first needed. */
export const verifiers: Verifiers = {
  ed25519: verifyEd25519,
  async mlDsa44(signature, message, publicKey) {
    const { ml_dsa44 } = await import("@noble/post-quantum/ml-dsa.js");
    return ml_dsa44.verify(signature, message, publicKey);
  },
};

/** Loads what both take, so that a check made later asks nobody for anything. Rejects when that cannot be reached. */
export async function loadVerifiers(): Promise<void> {
  const nothing = new Uint8Array(64);
  await verifiers.ed25519(nothing, nothing, nothing.subarray(32));
  await import("@noble/post-quantum/ml-dsa.js");
}
