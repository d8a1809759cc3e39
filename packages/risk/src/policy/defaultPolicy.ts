import { Bug } from "@farthing/core";
import text from "./default.json" with { type: "json" };
import { parsePolicy } from "./parsePolicy.ts";
import type { Policy } from "./policy.ts";

/**
 * The policy that holds when the operator gives none; why each figure is what it is stands in specs/policy.md. It holds
 * since before the first payment there can be, even where a machine's clock is behind.
 */
export const defaultPolicy: Policy = read();

function read(): Policy {
  const parsed = parsePolicy(JSON.stringify(text));
  if ("policy" in parsed) return parsed.policy;
  throw new Bug(`must hold: the policy that comes with Farthing is one: ${parsed.fault.sentence}`);
}
