import { ProblemError } from "@farthing/core";
import type { Ledger } from "@farthing/ledger";
import { OutcomeUnknown } from "@farthing/ledger";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Deps } from "../deps.ts";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import {
  agree,
  approve as approveOnPage,
  askGrant,
  newFrameKey,
  newOffer,
  newPerson,
  openPage,
  payOnPage,
  type Person,
} from "../payments/person.testing.ts";
import type { TestServer } from "../server.testing.ts";
import { newRequestState } from "../http/requestState.ts";
import { approve as approveIn } from "./approve.ts";

/** An approval that came in with a request of its own. */
const approve = (deps: Deps, command: Parameters<typeof approveIn>[1]) =>
  approveIn(deps, command, newRequestState(deps, new Request("http://localhost/"), "127.0.0.1"));

let audited: AuditedServer;
let stage: TestServer;
beforeAll(async () => {
  audited = await openAudited();
  stage = audited.stage;
});
afterAll(async () => expect(await audited.close()).toEqual([]));

let page = 0;
const freshOffer = () => {
  page += 1;
  return newOffer(stage, { path: `/page-${page}` });
};

/** Somebody with a wallet, in a browser that no site knows yet. */
async function payer(): Promise<{ person: Person; owned: string }> {
  const person = newPerson();
  const owned = await freshOffer();
  await payOnPage(stage, person, { offer: owned, choice: "once" });
  return { person: { ...person, key: newFrameKey() }, owned };
}

/** A grant whose page is open, and the passkey's answer to its terms. */
async function ready(person: Person, offer: string) {
  const { grant } = await askGrant(stage, person, { offer });
  await openPage(stage, person, grant);
  const terms = { choice: "allow", limits: null, way: "get" } as const;
  const { credential } = await agree(stage, person, { grant, terms });
  return { grant, credential: credential as Record<string, unknown> };
}

/** The server with another way into the same ledger. */
function withSubmit(submitEntry: Ledger["submitEntry"]): Deps {
  return { ...stage.deps, ledger: { ...stage.deps.ledger, submitEntry } };
}

const onPayer = () => Promise.resolve();
const unavailable = new ProblemError("unavailable");

async function rows(): Promise<[devices: number, allowances: number]> {
  const { store } = stage.deps;
  const devices = await store.selectFrom("devices").select("id").execute();
  const allowances = await store.selectFrom("allowances").select("id").execute();
  return [devices.length, allowances.length];
}

test("a ledger too busy to take the approval leaves no ghost key, and the same answer pays later", async () => {
  const { person } = await payer();
  const { grant, credential } = await ready(person, await freshOffer());
  const before = await rows();
  const busy = withSubmit(() => Promise.reject(unavailable));
  await expect(approve(busy, { id: grant, credential, onPayer })).rejects.toBe(unavailable);
  expect(await rows()).toEqual(before);
  const { body } = await approveOnPage(stage, person, { grant, credential });
  expect(body.outcome.kind).toBe("captured");
  expect(await rows()).toEqual([before[0] + 1, before[1] + 1]);
});

test("what an unknown outcome left in the store goes when the same answer is refused", async () => {
  const { person } = await payer();
  const { grant, credential } = await ready(person, await freshOffer());
  const before = await rows();
  const gone = withSubmit((entry) => Promise.reject(new OutcomeUnknown(entry.id)));
  const { outcome } = await approve(gone, { id: grant, credential, onPayer });
  expect([outcome.kind, await rows()]).toEqual(["unknown", [before[0] + 1, before[1] + 1]]);
  const busy = withSubmit(() => Promise.reject(unavailable));
  await expect(approve(busy, { id: grant, credential, onPayer })).rejects.toBe(unavailable);
  expect(await rows()).toEqual(before);
});

test("one approval refused beside its twin takes nothing away from it", async () => {
  const { person } = await payer();
  const { grant, credential } = await ready(person, await freshOffer());
  const before = await rows();
  let asked = 0;
  const turns = withSubmit((entry) => {
    asked += 1;
    return asked === 1 ? Promise.reject(unavailable) : stage.deps.ledger.submitEntry(entry);
  });
  // The answer is believed once; after that both are retries.
  const gone = withSubmit((entry) => Promise.reject(new OutcomeUnknown(entry.id)));
  await approve(gone, { id: grant, credential, onPayer });
  const twins = [1, 2].map(() => approve(turns, { id: grant, credential, onPayer }));
  const [first, second] = await Promise.allSettled(twins);
  expect([first?.status, second?.status]).toEqual(["rejected", "fulfilled"]);
  expect(await rows()).toEqual([before[0] + 1, before[1] + 1]);
});

test("owned, and somebody else's approval of the same grant was first: late, and the winner's row stands", async () => {
  const { person: anna, owned } = await payer();
  const { person: ben } = await payer();
  const { grant, credential } = await ready(anna, owned);
  const before = await rows();
  const overtaken = withSubmit(async (entry) => {
    const enrolsOnly = (entry.transfers ?? []).length === 0;
    if (enrolsOnly) {
      // Only a store that lost the mark of an approval under way lets somebody else in.
      const lost = (await row())?.terms?.replace('"over":false', '"over":true') ?? null;
      await stage.deps.store
        .updateTable("grants")
        .set({ terms: lost })
        .where("id", "=", grant)
        .execute();
      const terms = { choice: "once", limits: null, way: "get" } as const;
      const answer = await agree(stage, ben, { grant, terms });
      const { body } = await approveOnPage(stage, ben, { grant, ...answer });
      expect(body.outcome.kind).toBe("captured");
    }
    return stage.deps.ledger.submitEntry(entry);
  });
  const row = () =>
    stage.deps.store.selectFrom("grants").selectAll().where("id", "=", grant).executeTakeFirst();
  const late = approve(overtaken, { id: grant, credential, onPayer });
  await expect(late).rejects.toMatchObject({ code: "grant-used" });
  const winner = await row();
  expect(winner).toMatchObject({ status: "approved", allowance_id: null });
  expect(await rows()).toEqual(before);
  const again = approve(stage.deps, { id: grant, credential, onPayer });
  await expect(again).rejects.toMatchObject({ code: "grant-used" });
  expect(await row()).toEqual(winner);
});
