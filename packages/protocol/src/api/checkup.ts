import { z } from "zod";
import { idField, instantField, moneyField, ofText } from "../fields.ts";
import { EditedLines, PresetName } from "./wallet.ts";

/** Bodies of the security check-up: `/v1/wallet/checkup…`, with the session cookie. */

/** Names one piece of advice for as long as its cause lasts, such as `second-passkey`, `new-browser/dev_…`. */
const adviceId = z.string().min(1, ofText).max(80, ofText);

/** What is looked at. */
export const AdviceKind = z.enum([
  "new-browser",
  "second-passkey",
  "recovery-codes",
  "alerts",
  "second-factor",
  "stronger-password",
  "price-rise",
  "idle-site",
  "wide-site",
  "lower-preset",
  "digest",
]);

/** In every piece of advice. `canWait`: it may be put off. */
const advice = { id: adviceId, canWait: z.boolean() };

/** A site that may charge by a click. `merchant` is its name. */
const site = { allowance: idField("allowance"), merchant: z.string() };

/** What a wallet should do next, with the figures that say why. */
export const Advice = z.discriminatedUnion("kind", [
  /** A browser that nobody had signed in with began to pay by a click. */
  z.strictObject({
    ...advice,
    kind: z.literal("new-browser"),
    device: idField("device"),
    merchant: z.string(),
    browser: z.string().nullable(),
    at: instantField,
  }),
  /** `synced`: the only passkey is backed up, so that it outlives its device. */
  z.strictObject({ ...advice, kind: z.literal("second-passkey"), synced: z.boolean() }),
  /** `state`: none were ever made, or each was used. */
  z.strictObject({
    ...advice,
    kind: z.literal("recovery-codes"),
    state: z.enum(["none", "used-up"]),
  }),
  /** A password signs in alone. */
  z.strictObject({ ...advice, kind: z.literal("second-factor") }),
  /** `score`: of the password when it was set, 0 to 4. */
  z.strictObject({ ...advice, kind: z.literal("stronger-password"), score: z.number().int() }),
  z.strictObject({
    ...advice,
    kind: z.literal("alerts"),
    state: z.enum(["none", "unconfirmed", "undelivered"]),
  }),
  /** What is usually paid there, before and now. */
  z.strictObject({
    ...advice,
    ...site,
    kind: z.literal("price-rise"),
    from: moneyField,
    to: moneyField,
  }),
  /** May charge by a click, and has not since then. */
  z.strictObject({
    ...advice,
    ...site,
    kind: z.literal("idle-site"),
    since: instantField,
    left: moneyField,
  }),
  /** Used a tenth of what it may charge, or less. `lines`: what would still do. */
  z.strictObject({
    ...advice,
    ...site,
    kind: z.literal("wide-site"),
    used: moneyField,
    total: moneyField,
    lines: EditedLines,
    newTotal: moneyField,
  }),
  /** All that was paid in 30 days fits into one day of a lower preset. */
  z.strictObject({
    ...advice,
    kind: z.literal("lower-preset"),
    from: PresetName,
    to: PresetName,
    paid: moneyField,
    per24h: moneyField,
  }),
  z.strictObject({ ...advice, kind: z.literal("digest") }),
]);

/** `GET /v1/wallet/checkup`. */
export const Checkup = z.strictObject({
  /** 0 to 100: what is done of what applies to this wallet. */
  score: z.number().int().min(0).max(100),
  /** To do, the most protecting first. */
  advices: z.array(Advice),
  /** Put off, and until when. They still count as not done. */
  waiting: z.array(z.strictObject({ advice: Advice, until: instantField })),
  /** Kinds that were looked at and found in order. */
  inOrder: z.array(AdviceKind),
});

/** `POST /v1/wallet/checkup/later` and `…/reviewed`: which piece of advice. */
export const AdviceRequest = z.strictObject({ advice: adviceId });

export type Advice = z.infer<typeof Advice>;
export type Checkup = z.infer<typeof Checkup>;
