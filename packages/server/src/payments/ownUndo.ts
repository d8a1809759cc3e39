import type { ServerConfig } from "../config.ts";

/**
 * What a payment's memo says of its undo time, so that receipt, screens and `undo` agree on it for ever: nothing when
 * the payer set what the server gives anyway.
 */
export function ownUndo(config: ServerConfig, undoMs: number): { readonly undoMs?: number } {
  return undoMs === config.undoMs ? {} : { undoMs };
}
