import {
  anchorTailBytes,
  type FoundAnchor,
  lastWholeLine,
  openAnchorHead,
  parseAnchorLine,
  type TrueReceipt,
  type TrustPolicy,
} from "@farthing/log";
import { sha256 } from "@noble/hashes/sha2.js";
import { verifiers } from "../kit/verifiers.ts";
import { AnchorTrouble } from "./anchorTrouble.ts";

/** The newest head in an anchor file, if the receipt's log signed it. Rejects with `AnchorTrouble`. */
export async function readAnchorFile(
  file: File,
  receipt: TrueReceipt,
  policy: TrustPolicy,
): Promise<FoundAnchor> {
  const { name } = file;
  const tail = await file
    .slice(-anchorTailBytes)
    .arrayBuffer()
    .catch(() => {
      throw new AnchorTrouble("file-unreadable", name);
    });
  const { line } = lastWholeLine(new TextDecoder("latin1").decode(tail));
  if (line === null) throw new AnchorTrouble("file-empty", name);
  const head = parseAnchorLine(line);
  if (head === null) throw new AnchorTrouble("file-odd", name);
  const anchored = await openAnchorHead(sha256, head, receipt, policy, verifiers);
  return { anchored, place: { kind: "file", name } };
}
