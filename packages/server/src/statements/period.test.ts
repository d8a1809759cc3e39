import { instant } from "@farthing/core";
import { expect, test } from "vitest";
import { isTimeZone, localTime, monthOf, monthPeriod, spanPeriod } from "./period.ts";

test.each([
  ["UTC", "2026-11", "2026-11-01T00:00:00.000+00:00", "2026-12-01T00:00:00.000+00:00"],
  ["Europe/Berlin", "2026-10", "2026-10-01T00:00:00.000+02:00", "2026-11-01T00:00:00.000+01:00"],
  ["Asia/Kathmandu", "2026-12", "2026-12-01T00:00:00.000+05:45", "2027-01-01T00:00:00.000+05:45"],
  // The clocks went from 0:00 to 1:00 on the first: the month began at one.
  ["America/Asuncion", "2023-10", "2023-10-01T01:00:00.000-03:00", "2023-11-01T00:00:00.000-03:00"],
])("in %s, %s lasts from %s until %s", (zone, month, from, to) => {
  const period = monthPeriod(month, zone);
  expect([localTime(period.from, zone), localTime(period.to, zone)]).toEqual([from, to]);
  expect(monthOf(period.from, zone)).toBe(month);
  expect(monthOf(instant(period.to - 1), zone)).toBe(month);
  expect(monthOf(period.to, zone)).not.toBe(month);
});

test.each([
  "2026-13",
  "2026-00",
  "2026-1",
  "1969-12",
  "2200-01",
  "november",
  "",
  "2026-11-01",
  "٢٠٢٦-١١",
])("%j is no month", (month) => {
  expect(() => monthPeriod(month, "UTC")).toThrow(/`month`/);
});

test("a period ends after it begins; an empty one is one", () => {
  expect(() => spanPeriod(instant(2), instant(1))).toThrow("`from` is after `to`");
  expect(spanPeriod(instant(1), instant(1))).toEqual({ from: 1, to: 1, month: null });
});

test.each([
  ["Europe/Berlin", true],
  ["UTC", true],
  ["Europe/Atlantis", false],
  ["+01:00", false],
  ["", false],
  ["../../etc", false],
])("time zone %j: %s", (name, exists) => {
  expect(isTimeZone(name)).toBe(exists);
});
