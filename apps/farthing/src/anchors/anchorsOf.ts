import type { Clock } from "@farthing/core";
import type { Anchor } from "@farthing/log";
import type { Settings } from "../config.ts";
import { asHex } from "./asHex.ts";
import type { EvmAnchorOptions } from "./evmChain.ts";
import { evmPlace } from "./evmPlace.ts";
import { fileAnchor } from "./fileAnchor.ts";

/** Where heads are anchored, as the settings say; none when they say nothing. */
export function anchorsOf(settings: Settings, clock: Clock): Anchor[] {
  const { anchorFile, anchorRpc: rpc, anchorContract, anchorKey, anchorConfirmations } = settings;
  const file = anchorFile === undefined ? [] : [fileAnchor(anchorFile)];
  if (rpc === undefined || anchorContract === undefined || anchorKey === undefined) return file;
  const contract = asHex(anchorContract);
  const key = asHex(anchorKey);
  return [...file, lateEvm({ rpc, contract, key, confirmations: anchorConfirmations, clock })];
}

/** Loads what speaks to chains when it is first asked: it is large, and most commands never need it. */
function lateEvm(options: EvmAnchorOptions): Anchor {
  let opened: Promise<Anchor> | null = null;
  const open = () => (opened ??= import("./evmAnchor.ts").then((it) => it.evmAnchor(options)));
  return {
    place: evmPlace(options),
    newest: async () => (await open()).newest(),
    advance: async (head, from) => (await open()).advance(head, from),
  };
}
