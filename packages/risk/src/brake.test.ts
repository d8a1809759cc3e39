import { day } from "@farthing/core";
import { expect, test } from "vitest";
import { type Brake, fraudRate, stepBrake } from "./brake.ts";
import { defaultPolicy } from "./policy/defaultPolicy.ts";

const unit = 1_000_000n;

test.each([
  ["nothing was paid", 0n, 0n, 0],
  ["one report of the most that anybody may pay a site, in a new installation", 20n, 20n, 10],
  ["two of them", 40n, 40n, 20],
  ["13.00 of 10,000.00 are taken of 20,000.00", 13n, 10_000n, 6.5],
  ["130.00 of 100,000.00", 130n, 100_000n, 13],
  ["all of it", 100_000n, 100_000n, 10_000],
])("%s", (_, fraud, captured, basisPoints) => {
  const measured = { fraud: fraud * unit, captured: captured * unit };
  expect(fraudRate(measured, defaultPolicy.brake)).toBe(basisPoints);
});

test("stricter at once, laxer after 30 days below", () => {
  /** day · rate in basis points · the brake after it */
  const table = `
    0    0      off
    1    13     off
    2    13.01  dear-clicks
    3    26     dear-clicks
    4    26.01  all-clicks
    5    20     all-clicks
    34   20     all-clicks
    35   20     dear-clicks
    36   1      dear-clicks
    60   14     dear-clicks
    61   1      dear-clicks
    90   1      dear-clicks
    91   1      off`;
  let brake: Brake = { state: "off", belowSince: null };
  for (const line of table.trim().split("\n")) {
    const [at = "", basisPoints = "", expected = ""] = line.trim().split(/\s+/);
    const rate = Number(basisPoints);
    brake = stepBrake(brake, { basisPoints: rate, now: Number(at) * day }, defaultPolicy);
    expect(`day ${at}, ${basisPoints}: ${brake.state}`).toBe(
      `day ${at}, ${basisPoints}: ${expected}`,
    );
  }
});

test("a clock that steps back lets go no sooner", () => {
  const below: Brake = { state: "dear-clicks", belowSince: 50 * day };
  const back = stepBrake(below, { basisPoints: 0, now: 40 * day }, defaultPolicy);
  expect(back).toEqual({ state: "dear-clicks", belowSince: 40 * day });
});
