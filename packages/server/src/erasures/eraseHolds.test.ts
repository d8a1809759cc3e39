import type { PaymentOutcome } from "@farthing/protocol";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { newTurnedClock } from "../grants/grantStage.testing.ts";
import { hasHeld } from "../holds/hasHeld.ts";
import { holdFirst, payReading } from "../holds/holdStage.testing.ts";
import { workHolds } from "../holds/workHolds.ts";
import { type AuditedServer, movedBy, openAudited } from "../payments/books.testing.ts";
import { accountId, heldKey } from "../payments/keys.ts";
import { cookie, newPerson, type Person, post } from "../payments/person.testing.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";
import { heldOf } from "../wallets/balance.ts";
import { addToErasedFile, erasedFileOf } from "./erasedFile.ts";
import { finishErasure } from "./finishErasure.ts";
import { isErased } from "./isErased.ts";
import { idOfPayer, justBeforeMark, newLeavers } from "./leavers.testing.ts";
import { markErased } from "./markErased.ts";
import { replayErasures } from "./replayErasures.ts";
import { eraseIfDue, workErasures } from "./workErasures.ts";

const clock = newTurnedClock();
const rate = { addressPerMinute: 0, payerPerMinute: 0, merchantPerMinute: 0 };
let audited: AuditedServer;
let stage: TestServer;
let anna: Person;
let payer: string;
const leavers = newLeavers(() => stage);
beforeAll(async () => {
  audited = await openAudited({ clock, config: { demo: true, rate } });
  stage = audited.stage;
  holdEverything();
});
/** Somebody whose first payment was held, and cancelled. */
beforeEach(async () => {
  anna = newPerson();
  const { outcome } = await payReading(stage, anna, { offer: await leavers.fresh() });
  payer = await idOfPayer(stage, anna);
  await cancel(paymentOf(outcome));
});
// Closing replays the journal from nothing, adds all balances up to zero, and exports and audits it.
afterAll(async () => expect(await audited.close()).toEqual([]));

const holdEverything = () => holdFirst(stage, "H1", ["first", "known", "trusted"]);
const reached = () => stage.deps.projection.reached(stage.deps.ledger.head().seq, 10_000);

function paymentOf(outcome: PaymentOutcome): string {
  if (outcome.kind !== "held") throw new Error(`held, not ${outcome.kind}`);
  return outcome.payment;
}

async function approve(): Promise<PaymentOutcome> {
  const offer = await leavers.fresh();
  const { outcome } = await payReading(stage, anna, { offer, way: "get", choice: "once" });
  return outcome;
}

const cancel = (payment: string) =>
  post(stage, `/v1/wallet/payments/${payment}/cancel`, {}, cookie(anna.session));
const freeze = () => post(stage, "/v1/wallet/freeze", {}, cookie(anna.session));

async function askAndWait(): Promise<void> {
  expect((await leavers.ask(anna)).code).toBe(null);
  clock.turned += stage.deps.config.eraseWaitMs + 1_000;
  await reached();
}

/** All that the ledger has of this payer's money. */
function account() {
  const [found] = stage.deps.ledger.lookupAccounts([accountId("payer", payer)]);
  if (!found) throw new Error("a wallet has an account");
  const { creditsPosted, debitsPosted, debitsPending, creditsPending } = found;
  return { left: creditsPosted - debitsPosted, debitsPending, creditsPending };
}
const nothing = { left: 0n, debitsPending: 0n, creditsPending: 0n };

describe("a payment that is approved, and held, in the moment of the mark", () => {
  let payment: string;
  beforeEach(async () => {
    await askAndWait();
    justBeforeMark(stage, async () => (payment = paymentOf(await approve())));
    expect(await eraseIfDue(stage.deps, payer)).toBe(false);
  });

  test("keeps the wallet: the mark's own entry is refused, and what was held is held", async () => {
    expect(isErased(stage.deps, payer)).toBe(false);
    expect(heldOf(stage.deps, payer).amount).toBe("50000");
    expect((await leavers.look(anna)).body.blockers).toEqual(["held"]);
    expect((await leavers.cancel(anna)).code).toBe(null);
  });

  test.each(["cancelled", "captured"])("once it was %s the wallet is erased", async (how) => {
    if (how === "cancelled") await cancel(payment);
    else clock.turned += 3_700_000;
    await reached();
    await workHolds(stage.deps);
    expect(hasHeld(stage.deps, payer)).toBe(false);
    await reached();
    await workErasures(stage.deps);
    expect(isErased(stage.deps, payer)).toBe(true);
    expect(account()).toEqual(nothing);
  });
});

test("a payment that is approved after the mark is not held, and moves nothing", async () => {
  await markErased(stage.deps, payer, { givesUp: true });
  const outcome = await approve();
  expect(outcome).toMatchObject({ kind: "declined", reason: "wallet-erased" });
  expect(account()).toEqual(nothing);
});

test("a freeze in the moment of the mark is before it: the wallet stays, and its erasure is cancelled", async () => {
  await askAndWait();
  justBeforeMark(stage, freeze);
  expect(await eraseIfDue(stage.deps, payer)).toBe(false);
  expect(isErased(stage.deps, payer)).toBe(false);
  expect((await leavers.look(anna)).body).toMatchObject({
    until: null,
    blockers: ["balance", "frozen"],
  });
});

test("a hold that the ledger's clock ended stands in the way until its limits are back: that needs the payer's key", async () => {
  paymentOf(await approve());
  clock.turned += 8 * 86_400_000;
  const { poll } = expect;
  await poll(() => heldOf(stage.deps, payer).amount, { timeout: 10_000 }).toBe("0");
  expect((await leavers.look(anna)).body.blockers).toContain("held");
  expect(await markErased(stage.deps, payer, { givesUp: true })).toBe(false);
  await reached();
  await workHolds(stage.deps);
  expect((await leavers.look(anna)).body.blockers).not.toContain("held");
  expect(await markErased(stage.deps, payer, { givesUp: true })).toBe(true);
});

test("a restored backup in which something is held: it goes back, and with the rest to the rail, before the account closes", async () => {
  const [file = ""] = stage.deps.checkpointFiles;
  const moved = await movedBy(stage, async () => {
    paymentOf(await approve());
    await addToErasedFile(stage.deps, erasedFileOf(file), payer);
    await replayErasures(stage.deps);
  });
  expect((await leavers.look(anna)).status).toBe(401);
  expect(account()).toEqual(nothing);
  expect(Object.keys(moved)).toContain("rai");
  await replayErasures(stage.deps);
});

test("a restored backup whose lists are far behind: they are waited for before what they name is let go of", async () => {
  const [file = ""] = stage.deps.checkpointFiles;
  const payment = paymentOf(await approve());
  await reached();
  const { store, projection } = stage.deps;
  const show = (status: "captured" | "held") =>
    store.updateTable("payments").set({ status }).where("id", "=", payment).execute();
  // Until the lists have caught up they show nothing that is held.
  await show("captured");
  const caughtUp = projection.reached.bind(projection);
  const spy = vi.spyOn(projection, "reached").mockImplementation(async (seq, timeoutMs) => {
    if (timeoutMs > 60_000) await show("held");
    return caughtUp(seq, timeoutMs);
  });
  await addToErasedFile(stage.deps, erasedFileOf(file), payer);
  await replayErasures(stage.deps);
  spy.mockRestore();
  expect(account()).toEqual(nothing);
  expect((await leavers.look(anna)).status).toBe(401);
});

describe("a mark of before it asked that nothing is held", () => {
  /** A server of its own: what such a mark met ends on an account that no list names, so that sums over payers miss it. */
  let own: TestServer;
  beforeAll(async () => {
    own = await openTestServer({ clock, config: { demo: true, rate } });
    stage = own;
    holdEverything();
  });
  afterAll(async () => {
    stage = audited.stage;
    await own.close();
  });

  test("what it met is let go of before the payer's key goes", async () => {
    paymentOf(await approve());
    const { ledger } = stage.deps;
    const submit = ledger.submitEntry.bind(ledger);
    const isOther = ({ key }: { key: bigint }) => key !== heldKey(payer);
    const spy = vi
      .spyOn(ledger, "submitEntry")
      .mockImplementation(({ limits = [], uses = [], ...of }) =>
        submit({ ...of, limits: limits.filter(isOther), uses: uses.filter(isOther) }),
      );
    expect(await markErased(stage.deps, payer, { givesUp: true })).toBe(true);
    spy.mockRestore();
    expect(heldOf(stage.deps, payer).amount).toBe("50000");
    await finishErasure(stage.deps, payer);
    expect(heldOf(stage.deps, payer).amount).toBe("0");
    expect((await leavers.look(anna)).status).toBe(401);
  });
});
