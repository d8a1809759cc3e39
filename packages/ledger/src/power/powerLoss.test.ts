import { beforeAll, expect, test } from "vitest";
import { livePowerCuts, type PowerStory, type PowerWorld } from "./powerLife.ts";
import { loadSimulatedSqlite, type SimulatedSqlite } from "./simulatedVfs.ts";

const lives = 7;

let simulated: SimulatedSqlite;
beforeAll(async () => {
  simulated = await loadSimulatedSqlite();
});

async function storiesOf(count: number, world: Omit<PowerWorld, "seed">): Promise<PowerStory[]> {
  const stories: PowerStory[] = [];
  for (let seed = 1; seed <= count; seed += 1) {
    stories.push(await livePowerCuts(simulated, { ...world, seed }));
  }
  return stories;
}

/** What was lost, with the way to see it again. */
function lossesOf(stories: readonly PowerStory[]): string[] {
  return stories.flatMap(({ losses }, at) =>
    losses.map(
      (loss) =>
        `${loss} (alone: npm run -s soak -- power --from ${at + 1} --seeds 1 --lives ${lives})`,
    ),
  );
}

function sum(stories: readonly PowerStory[], count: (story: PowerStory) => number): number {
  return stories.reduce((all, story) => all + count(story), 0);
}

test("200 worlds of power cuts: nothing that was answered is lost, nothing is half there", async () => {
  const stories = await storiesOf(200, { lives, synchronous: "FULL", disk: "honest" });
  expect(lossesOf(stories)).toEqual([]);
  // The cuts came where it hurts.
  expect(sum(stories, ({ kept }) => kept)).toBeGreaterThan(5_000);
  expect(sum(stories, ({ cutsInOpening }) => cutsInOpening)).toBeGreaterThan(50);
  expect(sum(stories, ({ cutsUndone }) => cutsUndone)).toBeGreaterThan(100);
  expect(sum(stories, ({ cutsAfterAll }) => cutsAfterAll)).toBeGreaterThan(10);
  expect(sum(stories, ({ checkpoints }) => checkpoints)).toBeGreaterThan(100);
  expect(sum(stories, ({ restarts }) => restarts)).toBeGreaterThan(200);
  expect(sum(stories, ({ syncsFailed }) => syncsFailed)).toBeGreaterThan(50);
  const seen = new Set(stories.flatMap(({ statuses }) => [...statuses.keys()]));
  for (const status of [
    "created",
    "exists",
    "limit_exceeded",
    "exceeds_credits",
    "counter_conflict",
  ]) {
    expect(seen).toContain(status);
  }
  expect(seen).toContain("pending_transfer_expired");
}, 180_000);

test("the simulator sees what it looks for: a writer that does not sync every commit", async () => {
  const stories = await storiesOf(30, { lives: 15, synchronous: "NORMAL", disk: "honest" });
  const caught = stories.filter(({ losses }) => losses.some((loss) => loss.endsWith("is gone")));
  expect(caught.length).toBeGreaterThanOrEqual(24);
});

test("the simulator sees what it looks for: a disk that says it has synced and has not", async () => {
  const stories = await storiesOf(30, { lives: 15, synchronous: "FULL", disk: "lying" });
  expect(stories.filter(({ losses }) => losses.length > 0)).toHaveLength(30);
});

test("a seed is always the same story", async () => {
  const world = { seed: 7, lives, synchronous: "NORMAL", disk: "honest" } as const;
  const [first, second] = [
    await livePowerCuts(simulated, world),
    await livePowerCuts(simulated, world),
  ];
  expect(second).toEqual(first);
});
