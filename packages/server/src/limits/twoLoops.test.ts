import { join } from "node:path";
import { day } from "@farthing/core";
import { connectLedger } from "@farthing/ledger";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newAgentDesk, type Program } from "../agents/agentStage.testing.ts";
import { createServer } from "../createServer.ts";
import { makeDeps } from "../deps.ts";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import { readMemo } from "../payments/memo.ts";
import {
  clickBody,
  cookie,
  newPerson,
  payOnPage,
  type Person,
  post,
  send,
} from "../payments/person.testing.ts";
import { prepare } from "../prepare.ts";
import { sendReport } from "../refunds/refundStage.testing.ts";
import { type TestServer, unhurriedPolicy } from "../server.testing.ts";
import { openStore } from "../store/openStore.ts";
import {
  buyLater,
  click as clickLater,
  type Guest,
  newGuestPerson,
} from "../tabs/tabStage.testing.ts";

const cent = 10_000n;
const policy = {
  ...unhurriedPolicy,
  guestTabs: { ...unhurriedPolicy.guestTabs, perBlockDay: 40n * cent },
};
const { balanced } = policy.presets;
const most = {
  site: balanced.perMerchantDay,
  session: 50n * cent,
  guest: balanced.guestTab.first,
  network: policy.guestTabs.perBlockDay,
};

const clock = newTurnedClock();
let audited: AuditedServer;
/** Two servers in memory, over one ledger and one store. */
let loops: readonly [TestServer, TestServer];
let closeSecond: () => Promise<void>;
beforeAll(async () => {
  audited = await openAudited({ clock, policy, config: { trustProxy: true } });
  loops = [audited.stage, await secondLoop(audited.stage)];
});
afterAll(async () => {
  await closeSecond();
  expect(await audited.close()).toEqual([]);
});

async function secondLoop(stage: TestServer): Promise<TestServer> {
  const { folder } = stage;
  const ledger = await connectLedger({ folder, port: stage.deps.ledger.connect(), clock });
  const store = await openStore(join(folder, "store.db"));
  const made = makeDeps({ ...stage.deps, ledger, store });
  const deps = { ...made, policies: stage.deps.policies };
  await prepare(deps);
  const server = createServer(deps);
  // What a server does by itself the first one does.
  await server.stop();
  closeSecond = async () => {
    await ledger.close();
    await store.destroy();
  };
  const fetch: TestServer["fetch"] = (path, init) =>
    server.fetch(new Request(new URL(path, deps.config.origin), init));
  return { ...stage, deps, server, fetch };
}

const fresh = newPages(() => audited.stage);
const desks = [0, 1].map((at) => newAgentDesk(() => loops[at]!));

/** A payer with a key and a program, and two guests on one network. */
interface Cast {
  readonly payer: Person;
  readonly program: Program;
  readonly guests: readonly Guest[];
  readonly paid: string[];
}

let networks = 0;

async function newCast(): Promise<Cast> {
  const [stage] = loops;
  const payer = newPerson();
  const max = most.site.toString();
  const limits = { perClick: max, per24h: max, total: max, expiresAt: clock.now() + 20 * day };
  await payOnPage(stage, payer, { offer: await fresh({ amount: cent }) });
  await payOnPage(stage, payer, { offer: await fresh({ amount: cent }), way: "get", limits });
  const program = await desks[0]!.newProgram(payer, { perSession: most.session.toString() });
  networks += 1;
  const guests = [newGuestPerson(`172.16.${networks}.7`), newGuestPerson(`172.16.${networks}.8`)];
  for (const guest of guests) {
    await buyLater(stage, guest, { offer: await fresh({ amount: cent }) });
  }
  return { payer, program, guests, paid: [] };
}

const move = fc.record({
  verb: fc.constantFrom("click", "click", "program", "guest", "guest", "report"),
  loop: fc.nat(1),
  who: fc.nat(1),
  amount: fc.integer({ min: 30, max: 50 }).map((count) => BigInt(count) * cent),
});
type Move = typeof move extends fc.Arbitrary<infer One> ? One : never;

const heard = new Set<string>();

async function make(cast: Cast, { verb, loop, who, amount }: Move): Promise<void> {
  const stage = loops[loop]!;
  const outcome = await ask(cast, stage, { verb, loop, who, amount });
  const reason = outcome.body.reason ?? outcome.body.kind ?? "done";
  heard.add(`${verb}: ${outcome.code ?? reason}`);
  if (verb === "click" && outcome.body.payment !== undefined) cast.paid.push(outcome.body.payment);
}

interface Said {
  readonly code: string | null;
  readonly body: { readonly kind?: string; readonly reason?: string; readonly payment?: string };
}

async function ask(
  cast: Cast,
  stage: TestServer,
  { verb, loop, who, amount }: Move,
): Promise<Said> {
  const { payer, program, guests, paid } = cast;
  if (verb === "click") {
    return send(stage, clickBody(stage, payer, { offer: await fresh({ amount }) }));
  }
  if (verb === "program") {
    const desk = desks[loop]!;
    return desk.send(desk.body(program, await fresh({ amount: 10n * cent })));
  }
  if (verb === "guest") {
    return clickLater(stage, guests[who]!, await fresh({ amount: 5n * cent }));
  }
  const payment = paid.shift();
  if (payment === undefined) return { code: "nothing to report", body: {} };
  const { code } = await sendReport(stage, payer, { payment, reason: "not-received" });
  return { code, body: {} };
}

/** What was passed since entry `from`, by name: reckoned from the journal, without the ledger's limits. */
function passed(from: bigint, { program }: Cast): string[] {
  const sums = new Map<string, bigint>();
  const add = (name: string, amount: bigint) => sums.set(name, (sums.get(name) ?? 0n) + amount);
  for (const entry of audited.stage.deps.ledger.entriesAfter(from, 10_000)) {
    if (entry.status !== "created") continue;
    const memo = readMemo(entry.memo);
    if (memo.kind === "payment") {
      const amount = BigInt(memo.amount);
      add(memo.tab === true ? `guest ${memo.payer}` : "site", amount);
      if (memo.tab === true) add("network", amount);
      if (memo.allowance === program.id) add("session", amount);
    }
    if (memo.kind === "refund") {
      add("reports", 1n);
      add("reported", BigInt(memo.amount));
    }
  }
  const maxOf = (name: string): bigint => {
    if (name.startsWith("guest")) return most.guest;
    const named: Record<string, bigint> = {
      ...most,
      reports: BigInt(unhurriedPolicy.reports.count),
      reported: unhurriedPolicy.reports.amount,
    };
    return named[name] ?? 0n;
  };
  return [...sums].filter(([name, sum]) => sum > maxOf(name)).map(([name]) => name);
}

/** What limits refuse, each by the words of who hears it. */
const expected = [
  "click: captured",
  "click: merchant-limit-reached",
  "program: captured",
  "program: over-total",
  "guest: captured",
  "guest: bill-due",
  "guest: bill-network",
  "report: done",
];

test("from two HTTP loops at once no limit of money is passed: a site's day, a program's session, a guest's line, a network's, what reports give back", async () => {
  const rounds = fc.tuple(
    fc.array(move, { minLength: 16, maxLength: 24 }),
    fc.array(move, { minLength: 16, maxLength: 24 }),
  );
  await fc.assert(
    fc.asyncProperty(rounds, async (all) => {
      const from = audited.stage.deps.ledger.head().seq;
      const cast = await newCast();
      for (const moves of all) await Promise.all(moves.map((one) => make(cast, one)));
      expect(passed(from, cast)).toEqual([]);
    }),
    { numRuns: 10, seed: 5, endOnFailure: true },
  );
  // Each limit was met: a property of what never happens says nothing.
  expect(expected.filter((one) => !heard.has(one))).toEqual([]);
}, 120_000);

test("a freeze on one loop beats every later click on the other", async () => {
  const [first, second] = loops;
  const { payer } = await newCast();
  const click = async (stage: TestServer) => {
    const body = clickBody(stage, payer, { offer: await fresh({ amount: cent }) });
    const said = await send(stage, body);
    return "reason" in said.body ? said.body.reason : said.body.kind;
  };
  expect(await click(second)).toBe("captured");
  expect((await post(first, "/v1/wallet/freeze", {}, cookie(payer.session))).code).toBeNull();
  expect([await click(second), await click(first)]).toEqual(["wallet-frozen", "wallet-frozen"]);
});
