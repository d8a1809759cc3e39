import { expect, test } from "vitest";
import { openLedger } from "../../client/openLedger.ts";
import { LedgerStage, TurnedClock } from "../../contract/ledgerStage.ts";
import { stories } from "../../contract/stories.ts";
import { runStory } from "../../contract/story.ts";
import { noFault, withFolder } from "../../contract/withFolder.ts";
import { verifyLedger } from "../../verify/verifyLedger.ts";

test.each(Object.entries(stories))("%s", (_name, story) =>
  withFolder(async (folder) => {
    const clock = new TurnedClock();
    const ledger = await openLedger({ folder, clock, onFault: noFault });
    const { told, ran } = await runStory(new LedgerStage(ledger, clock), story);
    const { seq, root } = ledger.head();
    await ledger.close();
    expect(ran).toBe(told);
    expect(await verifyLedger({ folder })).toEqual({ ok: true, entries: seq, faults: [], root });
  }),
);
