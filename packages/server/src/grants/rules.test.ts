import { GrantStatus } from "@farthing/protocol";
import { expect, test } from "vitest";
import { type GrantEvent, nextStatus, refusal, statusesTaking } from "./rules.ts";

/** status · event · what it becomes; `-` where the event comes too late. */
const table = `
  waiting   open     opened
  waiting   burn     closed
  waiting   approve  -
  waiting   leave    closed
  waiting   expire   expired
  opened    open     opened
  opened    burn     closed
  opened    approve  approved
  opened    leave    closed
  opened    expire   expired
  approved  open     -
  approved  burn     -
  approved  approve  -
  approved  leave    -
  approved  expire   -
  closed    open     -
  closed    burn     -
  closed    approve  -
  closed    leave    -
  closed    expire   -
  expired   open     -
  expired   burn     -
  expired   approve  -
  expired   leave    -
  expired   expire   -
`;

const rows = table
  .trim()
  .split("\n")
  .map((line) => line.trim().split(/\s+/) as [GrantStatus, GrantEvent, GrantStatus | "-"]);

test.each(rows)("%s %s → %s", (status, event, becomes) => {
  expect(nextStatus(status, event) ?? "-").toBe(becomes);
  expect(statusesTaking(event).includes(status)).toBe(becomes !== "-");
});

test("every status has a word for who comes too late", () => {
  expect(rows.length).toBe(GrantStatus.options.length * 5);
  expect(Object.keys(refusal)).toEqual(GrantStatus.options);
});
