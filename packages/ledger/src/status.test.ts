import { expect, test } from "vitest";
import { shapeCases } from "./contract/shapeCases.ts";
import { stories } from "./contract/stories/stories.ts";
import { entryStatuses } from "./status.ts";

test("every status is what some story or case expects", () => {
  const expected = new Set<string>(shapeCases.map(([, , status]) => status));
  for (const story of Object.values(stories)) {
    for (const word of story.match(/[a-z0-9_]+/g) ?? []) expected.add(word);
  }
  // Only the engine's own clock can hear this one: rules/execute.test.ts.
  expected.add("pending_transfer_not_expired");
  expect(entryStatuses.filter((status) => !expected.has(status))).toEqual([]);
});

test("no status is in both lists", () => {
  expect(new Set(entryStatuses).size).toBe(entryStatuses.length);
});
