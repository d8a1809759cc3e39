import { defaultPolicy, type Policy, type Preset } from "@farthing/risk";

/** The policy that comes with Farthing, where Balanced has other figures. */
export function balancedWith(figures: Partial<Preset>): Policy {
  const { presets } = defaultPolicy;
  const balanced = { ...presets.balanced, ...figures };
  return { ...defaultPolicy, version: "balanced-with", presets: { ...presets, balanced } };
}
