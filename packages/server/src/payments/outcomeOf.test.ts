import { entryStatuses } from "@farthing/ledger";
import { expect, test } from "vitest";
import { clickLimits, outcomeOf } from "./outcomeOf.ts";

/** status · place of the use that refused · what the payer hears */
const table = `
  created                       -  captured
  exists                        -  captured
  claim_taken                   -  owned
  exceeds_credits               -  declined insufficient-balance
  limit_exceeded                0  step-up over-per-click
  limit_exceeded                1  step-up over-24h
  limit_exceeded                2  step-up over-total
  limit_exceeded                3  declined daily-limit-reached
  limit_exceeded                4  declined monthly-limit-reached
  limit_exceeded                5  declined merchant-limit-reached
  limit_exceeded                6  step-up check-due
  limit_expired                 0  step-up allowance-ended
  limit_closed                  0  declined allowance-revoked
  limit_closed                  -  declined allowance-revoked
  limit_not_found               0  problem device-unknown
  counter_closed                -  declined device-revoked
  counter_not_found             -  problem device-unknown
  counter_conflict              -  problem counter-conflict
  exists_with_different_facts   -  problem counter-conflict
  clock_skew                    -  problem clock-skew
  memo_too_long                 -  bug
`;

const rows = table
  .trim()
  .split("\n")
  .map((line) => line.trim().split(/\s{2,}/));

test.each(rows)("%s at %s: %s", (name, place, expected) => {
  const status = entryStatuses.find((known) => known === name);
  if (status === undefined) throw new Error(`${name} is a status of the ledger`);
  const at = place === "-" ? {} : { at: { part: "use", index: Number(place) } as const };
  const verdict = outcomeOf({ status, ...at }, clickLimits({ deviceClick: null }));
  const word = "reason" in verdict ? verdict.reason : "code" in verdict ? verdict.code : "";
  expect(`${verdict.kind} ${word}`.trim()).toBe(expected);
});

test("every status of the ledger has a meaning", () => {
  const meanings = entryStatuses.map(
    (status) => outcomeOf({ status }, clickLimits({ deviceClick: null })).kind,
  );
  expect(meanings.length).toBe(entryStatuses.length);
  expect(meanings.filter((kind) => kind === "captured").length).toBe(2);
});
