import { day, newId } from "@farthing/core";
import type { MerchantBills, MerchantPayment } from "@farthing/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { blockMerchant, unblockMerchant } from "../blocks/blockMerchant.ts";
import { newTurnedClock } from "../grants/grantStage.testing.ts";
import { newApiKey, registerMerchant } from "../merchants/registerMerchant.ts";
import { type AuditedServer, balances, movedBy, openAudited } from "../payments/books.testing.ts";
import { get, newFrameKey, newOffer } from "../payments/person.testing.ts";
import { openViewsDatabase } from "../projections/openViewsDatabase.ts";
import { newProjector } from "../projections/projector.ts";
import { asMerchant, sendRefund } from "../refunds/refundStage.testing.ts";
import type { TestServer } from "../server.testing.ts";
import { settleTab } from "./settleTab.ts";
import { shareSettled } from "./shareSettled.ts";
import {
  billOf,
  bought,
  buyLater,
  type Guest,
  newGuestPerson,
  payByRail,
  payByWallet,
  reportLater,
} from "./tabStage.testing.ts";

interface Site {
  readonly id: string;
  readonly apiKey: string;
  readonly origin: string;
}

let audited: AuditedServer;
let stage: TestServer;
let sites: readonly Site[];
const clock = newTurnedClock();
const rate = { addressPerMinute: 0, payerPerMinute: 0, merchantPerMinute: 0 };

beforeAll(async () => {
  audited = await openAudited({ clock, config: { trustProxy: true, rate } });
  stage = audited.stage;
  sites = await Promise.all(Array.from({ length: 25 }, (_, at) => open(at)));
}, 60_000);
afterAll(async () => expect(await audited.close()).toEqual([]));

async function open(at: number): Promise<Site> {
  const site = {
    id: newId("merchant", clock.now()),
    apiKey: newApiKey(),
    origin: `https://site-${at}.example`,
  };
  await registerMerchant(stage.deps, { ...site, name: `Site ${at}`, origins: [site.origin] });
  return site;
}

function siteAt(at: number): Site {
  const site = sites[at];
  if (site === undefined) throw new Error("no such site");
  return site;
}

let pages = 0;
const offerAt = (site: Site, amount: bigint) => {
  pages += 1;
  return newOffer(stage, { ...site, amount, path: `/page-${pages}` });
};

/** A guest who owes each of `at` so much; each site's frame has a key of its own. */
async function owing(at: readonly Site[], amount = 10_000n): Promise<Guest> {
  const guest = newGuestPerson();
  for (const site of at) {
    guest.key = newFrameKey();
    const answer = await buyLater(stage, guest, {
      offer: await offerAt(site, amount),
      parent: site.origin,
    });
    expect(bought(answer)).toBe("captured");
  }
  return guest;
}

const reached = () => stage.deps.projection.reached(stage.deps.ledger.head().seq, 10_000);
/** All that is due within a day. */
async function shareAll(): Promise<number> {
  await reached();
  clock.turned += day;
  return shareSettled(stage.deps);
}
const heardBy = async ({ apiKey }: Site) => {
  const path = "/v1/events?after=0&limit=500";
  const { body } = await get<{ events: { type: string; at: number }[] }>(
    stage,
    path,
    asMerchant(stage, apiKey),
  );
  return body.events.filter(({ type }) => type === "payment.settled");
};
const balanceOf = async ({ id }: Site) => (await balances(stage)).get(id) ?? 0n;
const why = "Sells what it does not have.";

test("25 sites, 15 of them blocked: paid in one entry, and each gets its part once, at a time of its own", async () => {
  const guest = await owing(sites);
  for (const { id } of sites.slice(0, 15)) await blockMerchant(stage.deps, { merchant: id, why });
  const { seq } = stage.deps.ledger.head();
  const paid = await movedBy(stage, () => payByRail(stage, guest, 250_000n));
  expect(paid).toEqual({ rai: -250_000n, tab: 250_000n });
  expect(stage.deps.ledger.head().seq).toBe(seq + 1n);
  expect(await billOf(stage, guest)).toMatchObject({
    items: [],
    bill: { owed: { amount: "0" }, line: { amount: "1000000" } },
  });
  expect((await payByRail(stage, guest, 250_000n)).code).toBe("bill-changed");

  await shareAll();
  for (const site of sites) expect(await balanceOf(site)).toBe(9_500n);
  expect(await movedBy(stage, () => shareSettled(stage.deps))).toEqual({});
  expect(await movedBy(stage, shareAll)).toEqual({});
  const heard = await Promise.all(sites.map(heardBy));
  expect(heard.map(({ length }) => length)).toEqual(sites.map(() => 1));
  // Still blocked: nothing more is sold there, and what is there can be given back.
  const first = siteAt(0);
  guest.key = newFrameKey();
  const again = await buyLater(stage, guest, {
    offer: await offerAt(first, 1n),
    parent: first.origin,
  });
  expect(bought(again)).toBe("merchant-blocked");
  for (const { id } of sites.slice(0, 15)) await unblockMerchant(stage.deps, { merchant: id, why });
});

test("two merchants of one bill see no time, id or sum that they share; until its part comes each sees an unpaid sale", async () => {
  const pair = sites.slice(0, 2);
  const guest = await owing(pair, 50_000n);
  const sold = (await billOf(stage, guest)).items.map(({ payment }) => payment);
  await payByWallet(stage, guest, { owed: 100_000n });
  const seen = (at: number) =>
    get<MerchantPayment>(stage, `/v1/payments/${sold[at]}`, asMerchant(stage, pair[at]?.apiKey));
  const sums = (site?: Site) =>
    get<MerchantBills>(stage, "/v1/merchant/bills", asMerchant(stage, site?.apiKey));
  expect((await seen(0)).body.bill).toBe("unpaid");
  expect((await sums(pair[0])).body).toMatchObject({ unpaid: { count: 1 }, paid: { count: 1 } });
  expect(await shareAll()).toBe(2);
  await reached();
  expect((await seen(0)).body.bill).toBe("paid");
  expect((await sums(pair[0])).body).toMatchObject({ unpaid: { count: 0 }, paid: { count: 2 } });
  const lines = await Promise.all(
    pair.map(async ({ apiKey }) => {
      const path = "/v1/statement?zone=UTC";
      const { body } = await get<{ lines: { at: number; entry: string; reason: string }[] }>(
        stage,
        path,
        asMerchant(stage, apiKey),
      );
      return body.lines.filter(({ reason }) => reason === "settlement").at(-1);
    }),
  );
  expect(lines[0]?.entry).toBeTypeOf("string");
  expect(lines[0]?.entry).not.toBe(lines[1]?.entry);
  // Ids begin with their time: it is the share's, not the bill's.
  expect(lines[0]?.entry.slice(0, 12)).not.toBe(lines[1]?.entry.slice(0, 12));
});

test("the parts of one bill are due at times of their own within a day", async () => {
  const guest = await owing(sites.slice(0, 10));
  await payByRail(stage, guest, 100_000n);
  await reached();
  const after: number[] = [];
  for (let hour = 0; hour < 24; hour += 1) {
    clock.turned += day / 24;
    after.push(await shareSettled(stage.deps));
    await reached();
  }
  expect(after.reduce((sum, count) => sum + count, 0)).toBe(10);
  expect(Math.max(...after)).toBeLessThan(10);
});

test("cut off after the bill was paid, and asked by two at once: nothing is lost, and nothing comes twice", async () => {
  const guest = await owing(sites.slice(3, 6), 20_000n);
  const { payer_id: name } = await stage.deps.store
    .selectFrom("guests")
    .select("payer_id")
    .orderBy("created_at", "desc")
    .executeTakeFirstOrThrow();
  const settler = { kind: "rail" } as const;
  const both = await Promise.allSettled([
    settleTab(stage.deps, { guest: name, settler, owed: 60_000n }),
    settleTab(stage.deps, { guest: name, settler, owed: 60_000n }),
  ]);
  expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await reached();
  clock.turned += day;
  // The writer is gone in the middle: the second part is not answered.
  let submitted = 0;
  const broken = {
    ...stage.deps,
    ledger: Object.create(stage.deps.ledger, {
      submitEntry: {
        value: (entry: never) => {
          submitted += 1;
          if (submitted > 1) throw new Error("the writer is gone");
          return stage.deps.ledger.submitEntry(entry);
        },
      },
    }),
  };
  expect(await shareSettled(broken)).toBe(1);
  const moved = await movedBy(stage, async () => {
    const counts = await Promise.all([shareSettled(stage.deps), shareSettled(stage.deps)]);
    expect(counts[0] + counts[1]).toBe(2);
  });
  expect(moved["ope"]).toBe(2_000n);
  expect((await billOf(stage, guest)).items).toEqual([]);
});

test("given back before its part came: the payer has it at once, and the merchant ends where it began", async () => {
  const guest = await owing(sites.slice(6, 8), 50_000n);
  const site = siteAt(6);
  const [sale] = (await billOf(stage, guest)).items;
  await payByRail(stage, guest, 100_000n);
  const before = await balanceOf(site);
  const back = await movedBy(stage, () =>
    sendRefund(stage, {
      payment: sale?.payment ?? "",
      apiKey: site.apiKey,
    }),
  );
  expect(back).toEqual({ rai: 50_000n, mer: -47_500n, ope: -2_500n });
  await shareAll();
  expect(await balanceOf(site)).toBe(before);
});

test("given back before its part came at a site that was never paid: nothing waits for its account", async () => {
  const pair = await Promise.all([25, 26].map(open));
  const guest = await owing(pair, 50_000n);
  const [first, second] = (await billOf(stage, guest)).items;
  await payByRail(stage, guest, 100_000n);
  const apiKey = pair[0]?.apiKey ?? "";
  const { status } = await sendRefund(stage, { payment: first?.payment ?? "", apiKey });
  expect(status).toBe(200);
  const payment = second?.payment ?? "";
  expect((await reportLater(stage, guest, payment, "not-received")).status).toBe(200);
  await reached();
  for (const site of pair) expect(await balanceOf(site)).toBe(-47_500n);
  await shareAll();
  for (const site of pair) expect(await balanceOf(site)).toBe(0n);
});

test("made anew from the journal, sales and events are the same", async () => {
  await reached();
  const rows = () =>
    Promise.all([
      stage.deps.store.selectFrom("tab_sales").selectAll().orderBy("seq").execute(),
      stage.deps.store.selectFrom("events").selectAll().orderBy("seq").execute(),
    ]);
  const before = await rows();
  const database = openViewsDatabase(`${stage.folder}/store.db`);
  try {
    const projector = newProjector(database, stage.deps.ledger);
    projector.reset();
    while (projector.step() > 0);
  } finally {
    database.close();
  }
  expect(await rows()).toEqual(before);
});
