import { instant, minute } from "@farthing/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { arrivalSite, arrivalText, readArrival } from "./arrival.ts";

const key = new Uint8Array(32).fill(1);
const now = instant(1_795_000_000_000);
const subject = "grt_0123456789abcdefghjkmnpqrs";
const text = arrivalText({ key, subject, site: "same-origin", now });

test("rule 4: an arrival holds for its own grant, for ten minutes, under this server's key", () => {
  const read = (change: Partial<Parameters<typeof readArrival>[0]>) =>
    readArrival({ key, text, subject, now, ...change });
  expect(read({})).toBe("same-origin");
  expect(read({ now: instant(now + 10 * minute) })).toBe("same-origin");
  expect(read({ now: instant(now + 10 * minute + 1) })).toBeNull();
  expect(read({ now: instant(now - minute - 1) })).toBeNull();
  expect(read({ subject: "offer" })).toBeNull();
  expect(read({ key: new Uint8Array(32).fill(2) })).toBeNull();
});

test("rule 4: a page reached from a link cannot say that it was reached from the button", () => {
  const link = arrivalText({ key, subject, site: "cross-site", now });
  expect(readArrival({ key, text: link, subject, now })).toBe("cross-site");
  const forged = link.replace("cross-site", "same-origin");
  expect(readArrival({ key, text: forged, subject, now })).toBeNull();
});

test("every character counts, and any other text is refused", () => {
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, char) => {
      fc.pre(text[at] !== char);
      const altered = text.slice(0, at) + char + text.slice(at + 1);
      expect(readArrival({ key, text: altered, subject, now })).toBeNull();
    }),
    { numRuns: 1_000 },
  );
  const anyText = fc.oneof(
    fc.string({ maxLength: 600 }),
    fc.tuple(fc.nat(), fc.constantFrom("same-origin", "x"), fc.string()).map((p) => p.join(".")),
  );
  fc.assert(fc.property(anyText, (any) => readArrival({ key, text: any, subject, now }) === null));
});

test("a header that no browser sends is unknown, never same-origin", () => {
  const headers = [
    "same-origin",
    "same-site",
    "cross-site",
    "none",
    null,
    undefined,
    "",
    "Same-Origin",
    "same-origin, none",
  ];
  expect(headers.map(arrivalSite)).toEqual([
    "same-origin",
    "same-site",
    "cross-site",
    "none",
    "unknown",
    "unknown",
    "unknown",
    "unknown",
    "unknown",
  ]);
});
