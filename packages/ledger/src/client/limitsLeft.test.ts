import { systemClock } from "@farthing/core";
import { expect, test } from "vitest";
import { openShop, pay, shopKeys } from "../contract/shop.ts";
import { noFault, withFolder } from "../contract/withFolder.ts";
import { openLedger } from "./openLedger.ts";

test("a payment is answered with what is left of its limits, as a look-up would tell", () =>
  withFolder(async (folder) => {
    const ledger = await openLedger({ folder, onFault: noFault });
    const now = systemClock.now();
    await ledger.submitEntry(openShop("ann", now));
    const payment = pay("ann", 0, now);
    const { limitsLeft } = await ledger.submitEntry(payment);
    const told = ledger.lookupLimits(shopKeys.limits("ann")).map((limit) => {
      if (limit === null) return null;
      const { max, available, expiresAt, moreAt } = limit;
      return { max, available, expiresAt, moreAt };
    });
    expect(limitsLeft).toEqual(told);
    expect(limitsLeft?.map(({ available }) => available)).toEqual([10n, 899_990n, 949_990n]);
    expect((await ledger.submitEntry(payment)).limitsLeft).toBeUndefined();
    await ledger.close();
  }));

test("many submitters share commits: at most two for what is sent in one turn of the loop", () =>
  withFolder(async (folder) => {
    const ledger = await openLedger({ folder, onFault: noFault });
    const now = systemClock.now();
    await ledger.submitEntry(openShop("ann", now));
    const before = ledger.stats().commits;
    await Promise.all(
      Array.from({ length: 50 }, (_, at) => ledger.submitEntry(pay("ann", at, now))),
    );
    expect(ledger.stats().commits - before).toBeLessThanOrEqual(2);
    await ledger.close();
  }));
