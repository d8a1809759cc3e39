import type { Language } from "./language.ts";

// Rule 24 writes "23 December": day before month, also in English.
const locales: Record<Language, string> = { en: "en-GB", de: "de-DE" };

function show(ms: number, language: Language, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locales[language], options).format(ms);
}

/** `23 December`, with the year when it is not this one. */
export function dayWords(ms: number, now: number, language: Language): string {
  const sameYear = new Date(ms).getFullYear() === new Date(now).getFullYear();
  return show(ms, language, {
    day: "numeric",
    month: "long",
    ...(sameYear ? {} : { year: "numeric" }),
  });
}

/** `14:20`. */
export function timeWords(ms: number, language: Language): string {
  return show(ms, language, { hour: "2-digit", minute: "2-digit" });
}

/** `14:20`, or `24 November, 14:20` when it is on another day. */
export function momentWords(ms: number, now: number, language: Language): string {
  const sameDay = new Date(ms).toDateString() === new Date(now).toDateString();
  return show(ms, language, {
    hour: "2-digit",
    minute: "2-digit",
    ...(sameDay ? {} : { day: "numeric", month: "long" }),
  });
}

/** `14:20:07`. */
export function exactTime(ms: number, language: Language): string {
  return show(ms, language, { timeStyle: "medium" });
}

/** `23 November 2026 at 14:20:07`: the moment of a payment, to the second. */
export function exactMoment(ms: number, language: Language): string {
  return show(ms, language, { dateStyle: "long", timeStyle: "medium" });
}

/** `29 November 2026 at 14:21`: the first full minute in which a wait until `ms` is over. */
export function fullMinuteWords(ms: number, language: Language): string {
  const minuteMs = 60_000;
  const over = Math.ceil(ms / minuteMs) * minuteMs;
  return show(over, language, { dateStyle: "long", timeStyle: "short" });
}

/** `25 November, 14:20` where `zone` is. */
export function momentThere(ms: number, zone: string, language: Language): string {
  return show(ms, language, {
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: zone,
  });
}

/** `Thu 26 Nov`: the day (UTC) that begins at `ms`. */
export function dayWordsUtc(ms: number, language: Language): string {
  return show(ms, language, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });
}

/** `November 2026`, of the month `2026-11`. */
export function monthWords(month: string, language: Language): string {
  const noon = Date.parse(`${month}-01T12:00Z`);
  return show(noon, language, { month: "long", year: "numeric", timeZone: "UTC" });
}

/** The month `count` months after `month`: `2026-11` and 2 are `2027-01`. */
export function monthAfter(month: string, count: number): string {
  const [year = 0, place = 1] = month.split("-").map(Number);
  const months = year * 12 + place - 1 + count;
  const two = String((months % 12) + 1).padStart(2, "0");
  return `${Math.floor(months / 12)}-${two}`;
}

/** Where this browser is: an IANA time zone. */
export function zoneHere(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** A key that is the same for all moments of one calendar day here: `2026-11-23`. */
export function dayKey(ms: number): string {
  const date = new Date(ms);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

const steps = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;

/** `3 minutes`: in the largest unit of which there is one, rounded down. */
export function durationWords(ms: number, language: Language): string {
  const [unit, unitMs] = steps.find(([, each]) => ms >= each) ?? ["second", 1_000];
  const count = Math.max(0, Math.floor(ms / unitMs));
  const format = { style: "unit", unit, unitDisplay: "long" } as const;
  return new Intl.NumberFormat(locales[language], format).format(count);
}
