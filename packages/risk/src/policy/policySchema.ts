import { amountMax, type Asset, instant, isAsset, parseAmount } from "@farthing/core";
import { z } from "zod";
import { type Gesture, gestures, strictness } from "./gesture.ts";
import {
  type AgentFigures,
  bands,
  type Policy,
  type PolicyRow,
  type Preset,
  presetNames,
  reasonCodes,
  trusts,
} from "./policy.ts";

/** The shape of a policy file: every key is needed, no other is known. Normative text: specs/policy.md. */

const amount = z
  .string()
  .refine((text) => parseAmount(text) !== null, "an amount in the smallest unit, as digits")
  .transform((text) => parseAmount(text) ?? amountMax);
const count = z.int().min(0).max(1_000_000);
const hours = z.number().min(0).max(8_760);
const gesture = z.enum(gestures, `one of ${gestures.join(", ")}`);

function recordOf<Name extends string, Value extends z.ZodType>(
  names: readonly Name[],
  value: Value,
) {
  return z.strictObject(
    Object.fromEntries(names.map((name) => [name, value])) as Record<Name, Value>,
  );
}

const row = z.strictObject({
  name: z.string().regex(/^[a-z0-9.-]{1,40}$/, "a name of a-z, 0-9, dots and dashes"),
  upTo: amount,
  gestures: recordOf(bands, recordOf(trusts, gesture)),
});

const presetFields = z.strictObject({
  sinceCheck: amount,
  perDay: amount,
  per30Days: amount,
  perMerchantDay: amount,
  walletCeiling: amount,
  // A document from before it was told apart bounds a day's top-ups by what the wallet may hold.
  topUpPerDay: amount.optional(),
  checkAgeHours: hours,
  clicks: z.strictObject({ per10s: count, per10min: count, perDay: count }),
  newDeviceUpTo: amount,
  raiseWaitHours: hours,
  // Absent in documents from before there were keys for programs: none pays then.
  agent: z
    .strictObject({ perPayment: amount, perSession: amount, perDay: amount })
    .default({ perPayment: 0n, perSession: 0n, perDay: 0n }),
  // A policy of before there were guest tabs has none.
  guestTab: z.strictObject({ first: amount, settled: amount }).default({ first: 0n, settled: 0n }),
});

const preset = presetFields.transform((own) => ({
  ...own,
  topUpPerDay: own.topUpPerDay ?? own.walletCeiling,
}));

const dayText = z
  .string()
  .refine(
    (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)),
    "a day such as 2026-12-01",
  )
  .transform((text) => instant(Date.parse(`${text}T00:00:00Z`)));

export const PolicySchema = z
  .strictObject({
    version: z.string().regex(/^[a-z0-9.-]{1,40}$/, "a name of a-z, 0-9, dots and dashes"),
    effectiveFrom: dayText,
    asset: z.custom<Asset>((text) => typeof text === "string" && isAsset(text), "an asset"),
    rows: z.array(row).min(1).max(50),
    presets: recordOf(presetNames, preset),
    newDeviceHours: hours,
    checkAgeAbove: amount,
    scoring: z.strictObject({
      raisedAt: z.number().positive(),
      highAt: z.number().positive(),
      weights: recordOf(reasonCodes, z.number().min(0).max(1_000)),
    }),
    brakeBasisPoints: z.number().min(0).max(10_000),
    guestTabs: z
      .strictObject({
        perBlockDay: amount,
        ageDays: z.int().min(1).max(365),
        borneBasisPoints: z.int().min(0).max(10_000),
      })
      .default({ perBlockDay: 0n, ageDays: 30, borneBasisPoints: 0 }),
  })
  .superRefine((policy, context) => {
    const refuse = (path: (string | number)[], message: string) =>
      context.addIssue({ code: "custom", path, message });
    requireAscending(policy.rows, refuse);
    requireOrderedPresets(policy.presets, refuse);
    if (policy.scoring.highAt <= policy.scoring.raisedAt) {
      refuse(["scoring", "highAt"], "higher than `raisedAt`");
    }
  }) satisfies z.ZodType<Policy>;

type Refuse = (path: (string | number)[], message: string) => void;

/** A dearer payment, a riskier one, or one to a stranger never asks for less. */
function requireAscending(rows: readonly PolicyRow[], refuse: Refuse): void {
  for (const [at, one] of rows.entries()) {
    const below = rows[at - 1];
    if (below !== undefined && one.upTo <= below.upTo) {
      refuse(["rows", at, "upTo"], `more than the ${below.upTo} of the row before`);
    }
    if (rows.findIndex(({ name }) => name === one.name) < at) {
      refuse(["rows", at, "name"], "a name that no row before has");
    }
    for (const [bandAt, band] of bands.entries()) {
      for (const [trustAt, trust] of trusts.entries()) {
        const lenient = [
          below?.gestures[band][trust],
          bandAt === 0 ? undefined : one.gestures[bands[bandAt - 1] ?? band][trust],
          trustAt === 0 ? undefined : one.gestures[band][trusts[trustAt - 1] ?? trust],
        ];
        const least = lenient.reduce<Gesture>(
          (most, next) => (next !== undefined && strictness(next) > strictness(most) ? next : most),
          "N",
        );
        if (strictness(one.gestures[band][trust]) < strictness(least)) {
          refuse(["rows", at, "gestures", band, trust], `at least ${least}, as what is less risky`);
        }
      }
    }
  }
}

/** Careful is never laxer than Balanced, nor Balanced than Convenient; a day never allows more than a month. */
function requireOrderedPresets(
  presets: Readonly<Record<(typeof presetNames)[number], Preset>>,
  refuse: Refuse,
): void {
  for (const [at, name] of presetNames.entries()) {
    const own = presets[name];
    if (own.perDay > own.per30Days) {
      refuse(["presets", name, "perDay"], "not more than `per30Days`");
    }
    requireOrderedAgent(own.agent, (key, message) =>
      refuse(["presets", name, "agent", key], message),
    );
    if (own.guestTab.first > own.guestTab.settled) {
      refuse(["presets", name, "guestTab", "first"], "not more than `settled`");
    }
    const before = presetNames[at - 1];
    if (before === undefined) continue;
    for (const key of agentKeys) {
      if (own.agent[key] < presets[before].agent[key]) {
        refuse(["presets", name, "agent", key], `not less than under \`${before}\``);
      }
    }
    for (const key of ["first", "settled"] as const) {
      if (own.guestTab[key] < presets[before].guestTab[key]) {
        refuse(["presets", name, "guestTab", key], `not less than under \`${before}\``);
      }
    }
    for (const key of [
      "sinceCheck",
      "perDay",
      "per30Days",
      "perMerchantDay",
      "walletCeiling",
      "newDeviceUpTo",
    ] as const) {
      if (own[key] < presets[before][key]) {
        refuse(["presets", name, key], `not less than under \`${before}\``);
      }
    }
  }
}

const agentKeys = ["perPayment", "perSession", "perDay"] as const;

/** One payment is no more than a session, and a session no more than a day. */
function requireOrderedAgent(
  agent: AgentFigures,
  refuse: (key: keyof AgentFigures, message: string) => void,
): void {
  if (agent.perPayment > agent.perSession) refuse("perPayment", "not more than `perSession`");
  if (agent.perSession > agent.perDay) refuse("perSession", "not more than `perDay`");
}
