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

/** A signature of nobody in the right shape: its hints are well-formed and its numbers small, so it is computed to the end. */
const strange = {
  signature: new Uint8Array(2_420).fill(0x55, 0, 2_420 - 84),
  publicKey: new Uint8Array(1_312),
  // The curve's own base point, which is a key to every reader.
  point: new Uint8Array(32).fill(0x66).with(0, 0x58),
  message: new Uint8Array(100),
};
const warmTurns = 8;

/**
 * Checks signatures of nobody until a browser has compiled what takes part, in small steps that leave it time for the page:
 * a first check that a person asks for is as quick as the next. Rejects as `loadVerifiers`.
 */
export async function warmVerifiers(): Promise<void> {
  const { signature, publicKey, point, message } = strange;
  for (let turn = 0; turn < warmTurns; turn += 1) {
    await verifiers.mlDsa44(signature, message, publicKey);
    await verifiers.ed25519(signature.subarray(0, 64), message, point);
    await new Promise((resolve) => setTimeout(resolve));
  }
  // For whoever measures: a check from here on is not a first one.
  performance.mark("farthing-warm");
}
