import { amountMax, type Asset, instant, isAsset, parseAmount } from "@farthing/core";
import { z } from "zod";
import { counterNames, counters } from "./counters.ts";
import { type Gesture, gestures, strictness } from "./gesture.ts";
import { requireOrderedPresets } from "./presetOrder.ts";
import { bands, type Policy, type PolicyRow, presetNames, reasonCodes, trusts } from "./policy.ts";

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
  valueOf: (name: Name) => Value,
) {
  return z.strictObject(
    Object.fromEntries(names.map((name) => [name, valueOf(name)])) as Record<Name, Value>,
  );
}

const row = z.strictObject({
  name: z.string().regex(/^[a-z0-9.-]{1,40}$/, "a name of a-z, 0-9, dots and dashes"),
  upTo: amount,
  gestures: recordOf(bands, () => recordOf(trusts, () => gesture)),
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

/** Stated as they are kept, and never otherwise. */
const countersField = recordOf(counterNames, (name) => {
  const { owner, window, reset } = counters[name];
  return z.strictObject({ owner: only(owner), window: only(window), reset: only(reset) });
});

function only(word: string): z.ZodLiteral<string> {
  return z.literal(word, `\`${word}\`: this Farthing keeps it so`);
}

/** What was taken before, by the rules of its day, is read by its shape alone. */
export const PolicyShape = z.strictObject({
  version: z.string().regex(/^[a-z0-9.-]{1,40}$/, "a name of a-z, 0-9, dots and dashes"),
  effectiveFrom: dayText,
  asset: z.custom<Asset>((text) => typeof text === "string" && isAsset(text), "an asset"),
  rows: z.array(row).min(1).max(50),
  presets: recordOf(presetNames, () => preset),
  newDeviceHours: hours,
  checkAgeAbove: amount,
  scoring: z.strictObject({
    raisedAt: z.number().positive(),
    highAt: z.number().positive(),
    weights: recordOf(reasonCodes, () => z.number().min(0).max(1_000)),
  }),
  brakeBasisPoints: z.number().min(0).max(10_000),
  // Documents from before these were data meant these figures.
  brake: z
    .strictObject({
      windowDays: z.int().min(1).max(365),
      volumeMin: amount,
      releaseDays: z.int().min(1).max(365),
    })
    .default({ windowDays: 90, volumeMin: 20_000_000_000n, releaseDays: 30 }),
  reports: z.strictObject({ count: count, amount }).default({ count: 6, amount: 3_000_000n }),
  undosPerSiteDay: count.default(3),
  smallUpTo: amount.default(50_000n),
  counters: countersField.default(counters),
  guestTabs: z
    .strictObject({
      perBlockDay: amount,
      ageDays: z.int().min(1).max(365),
      borneBasisPoints: z.int().min(0).max(10_000),
    })
    .default({ perBlockDay: 0n, ageDays: 30, borneBasisPoints: 0 }),
}) satisfies z.ZodType<Policy>;

/** What is taken now: its shape, and the orders that it keeps. */
export const PolicySchema = PolicyShape.superRefine((policy, context) => {
  const refuse = (path: (string | number)[], message: string) =>
    context.addIssue({ code: "custom", path, message });
  requireAscending(policy.rows, refuse);
  requireTellingBands(policy.rows, refuse);
  requireOrderedPresets(policy.presets, refuse);
  if (policy.scoring.highAt <= policy.scoring.raisedAt) {
    refuse(["scoring", "highAt"], "higher than `raisedAt`");
  }
});

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

/** A riskier band asks for more somewhere: else the score says nothing. */
function requireTellingBands(rows: readonly PolicyRow[], refuse: Refuse): void {
  for (const [at, band] of bands.entries()) {
    const below = bands[at - 1];
    if (below === undefined) continue;
    const tells = rows.some(({ gestures: of }) =>
      trusts.some((trust) => strictness(of[band][trust]) > strictness(of[below][trust])),
    );
    if (!tells)
      refuse(["rows", 0, "gestures", band], `more than \`${below}\` in some cell of some row`);
  }
}
