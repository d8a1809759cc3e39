import { type Preset, type PresetName, presetNames } from "./policy.ts";

type Refuse = (path: (string | number)[], message: string) => void;
type Figure = readonly [path: readonly string[], figure: (preset: Preset) => bigint | number];

/** Each of these is no less under a laxer preset: it allows as much, or asks as seldom. */
const growing: readonly Figure[] = [
  [["sinceCheck"], (own) => own.sinceCheck],
  [["perDay"], (own) => own.perDay],
  [["per30Days"], (own) => own.per30Days],
  [["perMerchantDay"], (own) => own.perMerchantDay],
  [["walletCeiling"], (own) => own.walletCeiling],
  [["topUpPerDay"], (own) => own.topUpPerDay],
  [["checkAgeHours"], (own) => own.checkAgeHours],
  [["clicks", "per10s"], (own) => own.clicks.per10s],
  [["clicks", "per10min"], (own) => own.clicks.per10min],
  [["clicks", "perDay"], (own) => own.clicks.perDay],
  [["newDeviceUpTo"], (own) => own.newDeviceUpTo],
  [["agent", "perPayment"], (own) => own.agent.perPayment],
  [["agent", "perSession"], (own) => own.agent.perSession],
  [["agent", "perDay"], (own) => own.agent.perDay],
  [["guestTab", "first"], (own) => own.guestTab.first],
  [["guestTab", "settled"], (own) => own.guestTab.settled],
];

/** Of each pair the first is no more than the second, under every preset. */
const within: readonly (readonly [Figure, Figure])[] = [
  [pick("perMerchantDay"), pick("perDay")],
  [pick("perDay"), pick("per30Days")],
  [pick("clicks", "per10s"), pick("clicks", "per10min")],
  [pick("clicks", "per10min"), pick("clicks", "perDay")],
  [pick("agent", "perPayment"), pick("agent", "perSession")],
  [pick("agent", "perSession"), pick("agent", "perDay")],
  [pick("guestTab", "first"), pick("guestTab", "settled")],
];

/** Careful is never laxer than Balanced, nor Balanced than Convenient; a shorter time never allows more than a longer one. */
export function requireOrderedPresets(
  presets: Readonly<Record<PresetName, Preset>>,
  refuse: Refuse,
): void {
  for (const [at, name] of presetNames.entries()) {
    const own = presets[name];
    for (const [[path, less], [most, more]] of within) {
      if (less(own) > more(own)) {
        refuse(["presets", name, ...path], `not more than \`${most.at(-1)}\``);
      }
    }
    const before = presetNames[at - 1];
    if (before === undefined) continue;
    for (const [path, figure] of growing) {
      if (figure(own) < figure(presets[before])) {
        refuse(["presets", name, ...path], `not less than under \`${before}\``);
      }
    }
    // The other way round: a stricter preset waits longer.
    if (own.raiseWaitHours > presets[before].raiseWaitHours) {
      refuse(["presets", name, "raiseWaitHours"], `not more than under \`${before}\``);
    }
  }
}

function pick(...path: string[]): Figure {
  const found = growing.find(([other]) => other.join(".") === path.join("."));
  if (found === undefined) throw new TypeError(`no figure ${path.join(".")}`);
  return found;
}
