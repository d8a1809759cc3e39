import { GrantStatus } from "@farthing/protocol";
import { expect, test } from "vitest";
import { type GrantEvent, type GrantState, nextStatus, refusal, statusesTaking } from "./rules.ts";

/** status · event · what it becomes; `-` where the event comes too late. */
const table = `
  waiting   open     opened
  waiting   burn     closed
  waiting   approve  -
  waiting   leave    closed
  waiting   cancel   cancelled
  waiting   expire   expired
  opened    open     opened
  opened    burn     closed
  opened    approve  approved
  opened    leave    closed
  opened    cancel   cancelled
  opened    expire   expired
  approved  open     -
  approved  burn     -
  approved  approve  -
  approved  leave    -
  approved  cancel   -
  approved  expire   -
  closed    open     -
  closed    burn     -
  closed    approve  -
  closed    leave    -
  closed    cancel   -
  closed    expire   -
  expired   open     -
  expired   burn     -
  expired   approve  -
  expired   leave    -
  expired   cancel   -
  cancelled open     -
  cancelled burn     -
  cancelled approve  -
  cancelled leave    -
  cancelled cancel   -
  cancelled expire   -
  expired   expire   -
`;

const rows = table
  .trim()
  .split("\n")
  .map((line) => line.trim().split(/\s+/) as [GrantState, GrantEvent, GrantState | "-"]);

test.each(rows)("%s %s → %s", (status, event, becomes) => {
  expect(nextStatus(status, event) ?? "-").toBe(becomes);
  expect(statusesTaking(event).includes(status)).toBe(becomes !== "-");
});

test("every status has a word for who comes too late", () => {
  const states = [...GrantStatus.options, "cancelled"];
  expect(rows.length).toBe(states.length * 6);
  expect(Object.keys(refusal).sort()).toEqual(states.sort());
});
