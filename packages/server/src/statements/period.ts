import { instant, type Instant, ProblemError } from "@farthing/core";
import { Temporal } from "temporal-polyfill";

/** A span of time: `from` inclusive, `to` exclusive. */
export interface Period {
  readonly from: Instant;
  readonly to: Instant;
  /** `2026-11` when it is a calendar month, else null. */
  readonly month: string | null;
}

/** Whether `name` is a time zone that exists: an IANA name, no bare offset. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

const monthPattern = /^(?:19[7-9][0-9]|2[01][0-9]{2})-(?:0[1-9]|1[0-2])$/;

/** A calendar month where `zone` is, from its first moment on (which midnight is not everywhere). Throws `period-invalid`. */
export function monthPeriod(month: string, zone: string): Period {
  if (!monthPattern.test(month)) throw new ProblemError("period-invalid", "`month`: 2026-11");
  const first = Temporal.PlainDate.from(`${month}-01`);
  const begin = (day: Temporal.PlainDate) => instant(day.toZonedDateTime(zone).epochMilliseconds);
  return { from: begin(first), to: begin(first.add({ months: 1 })), month };
}

/** The month of `now` where `zone` is. */
export function monthOf(now: Instant, zone: string): string {
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);
  return here.toPlainDate().toPlainYearMonth().toString();
}

/** A moment as people in `zone` write it, to the millisecond: `2026-11-25T14:20:07.123+01:00`. */
export function localTime(ms: number, zone: string): string {
  const moment = Temporal.Instant.fromEpochMilliseconds(ms);
  return moment.toString({ timeZone: zone, fractionalSecondDigits: 3 });
}

/** The period from `from` to `to`. Throws `period-invalid` when it ends before it begins. */
export function spanPeriod(from: Instant, to: Instant): Period {
  if (from > to) throw new ProblemError("period-invalid", "`from` is after `to`");
  return { from, to, month: null };
}
