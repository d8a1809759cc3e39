import { expect, test } from "vitest";
import { RulesStage } from "../contract/rulesStage.ts";
import { stories } from "../contract/stories/stories.ts";
import { runStory } from "../contract/story.ts";

test.each(Object.entries(stories))("%s", async (name, story) => {
  const { told, ran } = await runStory(new RulesStage(), name, story);
  expect(ran).toBe(told);
});
