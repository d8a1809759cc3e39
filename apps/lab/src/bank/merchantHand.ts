import { setTimeout as sleep } from "node:timers/promises";
import type { Hand, Stall } from "./bank.ts";
import { type Ask, record, recordAgain } from "./record.ts";

const thinkMsMax = 150;
const reasons = ["goodwill", "not-received", "charged-twice"] as const;

/** Gives payments back, among them some that their payers are taking back, and some for two reasons at once. */
export async function merchantHand({ bank, chance }: Hand, stall: Stall): Promise<void> {
  const asked = new Set<string>();
  while (bank.isOpen) {
    await sleep(chance.whole(1, thinkMsMax));
    if (stall.paid.length === 0) continue;
    // The newest are those that an undo may be under way for.
    const payment = chance.happens(50) ? stall.paid.at(-1) : chance.one(stall.paid);
    const times = chance.happens(20) ? 2 : 1;
    const wishes = Array.from({ length: times }, () => chance.one(reasons));
    await Promise.all(
      [...new Set(wishes)].map(async (reason) => {
        const name = `${payment} ${reason}`;
        if (payment === undefined || asked.has(name)) return;
        asked.add(name);
        const ask = refundOf({ bank, chance }, { stall, payment, reason });
        const { merchant } = stall.shop;
        const call = await record(bank, { kind: "refund", merchant, payment, reason }, ask);
        if (chance.happens(30)) await recordAgain(bank, call, ask);
      }),
    );
  }
}

function refundOf({ bank }: Hand, of: { stall: Stall; payment: string; reason: string }): Ask {
  const { stall, payment, reason } = of;
  const headers = {
    "content-type": "application/json",
    authorization: `Bearer ${stall.shop.apiKey}`,
  };
  const body = JSON.stringify({ payment, reason });
  return {
    send: () => bank.http.send("POST", "/v1/refunds", headers, body),
    understand: () => ({ word: "refunded", payment, shown: [] }),
  };
}
