import { randomBytes } from "node:crypto";
import { utf8 } from "@farthing/core";
import { sha256 } from "./sha256.ts";

/** A fresh session or partition secret: 32 random bytes as base64url, 43 characters. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** What is stored in place of a secret: its SHA-256, 32 bytes. A reader of the store cannot sign in with it. */
export function secretHash(secret: string): Uint8Array {
  return sha256(utf8(secret));
}
