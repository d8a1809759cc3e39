import { setTimeout } from "node:timers/promises";
import { ProblemError } from "@farthing/core";
import { OutcomeUnknown } from "@farthing/ledger";
import type { GrantResult } from "@farthing/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AuditedServer, balances, openAudited } from "../payments/books.testing.ts";
import {
  agree,
  approve,
  askGrant,
  cookie,
  grantOutcome,
  newFrameKey,
  newPerson,
  openPage,
  type Person,
  post,
  prove,
} from "../payments/person.testing.ts";
import { grantKey } from "../payments/keys.ts";
import { newRequestState } from "../http/requestState.ts";
import type { TestServer } from "../server.testing.ts";
import { approve as approveIn } from "./approve.ts";
import { create, newPages, newTurnedClock, readyGrant } from "./grantStage.testing.ts";

let audited: AuditedServer;
let stage: TestServer;
beforeAll(async () => {
  audited = await openAudited({ clock });
  stage = audited.stage;
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => stage);
const clock = newTurnedClock();
const grantHeard = (person: Person, grant: string) => grantOutcome(stage, person, grant);
const leave = (grant: string) => post(stage, `/v1/wallet/grants/${grant}/leave`, {});

type Submit = TestServer["deps"]["ledger"]["submitEntry"];
const busy: Submit = () => Promise.reject(new ProblemError("unavailable"));

/** The approval, at a server with another way into the same ledger. */
function approveWith(submitEntry: Submit, of: { grant: string; credential: unknown }) {
  const { ledger } = stage.deps;
  const submitsIt: Submit = (entry) =>
    entry.claims?.includes(grantKey(of.grant)) ? submitEntry(entry) : ledger.submitEntry(entry);
  const deps = { ...stage.deps, ledger: { ...ledger, submitEntry: submitsIt } };
  const state = newRequestState(deps, new Request("http://localhost/"), "127.0.0.1");
  const credential = of.credential as Record<string, unknown>;
  const onPayer = () => Promise.resolve();
  return approveIn(deps, { id: of.grant, credential, onPayer }, state);
}

const cancel = (person: Person, grant: string) => {
  const proof = prove(stage, person.key, { purpose: "grant-cancel", subject: grant });
  const path = `/v1/frame/grants/${grant}/cancel`;
  return post<GrantResult>(stage, path, { proof }, cookie(person.partition));
};

test("cancelled on the page: the wallet's page cannot pay any more, and says why", async () => {
  const person = newPerson();
  const { grant, credential } = await readyGrant(stage, person, { offer: await fresh() });
  const before = await balances(stage);
  expect((await cancel(person, grant)).body.status).toBe("closed");
  expect((await approve(stage, person, { grant, credential })).code).toBe("grant-cancelled");
  expect((await agree(stage, person, { grant, terms: create })).code).toBe("grant-cancelled");
  expect((await openPage(stage, person, grant)).code).toBe("grant-cancelled");
  expect((await grantOutcome(stage, person, grant)).body.status).toBe("closed");
  expect((await cancel(person, grant)).body.status).toBe("closed");
  expect(await balances(stage)).toEqual(before);
});

test("cancelled before the page was there, it opens nothing", async () => {
  const person = newPerson();
  const { grant } = await askGrant(stage, person, { offer: await fresh() });
  await cancel(person, grant);
  expect((await openPage(stage, person, grant)).code).toBe("grant-cancelled");
});

test("cancelled too late, it changes nothing: the frame hears that it was paid", async () => {
  const person = newPerson();
  const paid = await readyGrant(stage, person, { offer: await fresh() });
  await approve(stage, person, paid);
  expect((await cancel(person, paid.grant)).body).toMatchObject({
    status: "approved",
    outcome: { kind: "captured" },
  });
});

test("cancelled while it is being paid, it is one or the other, never both", async () => {
  const person = newPerson();
  const paid = await readyGrant(stage, person, { offer: await fresh() });
  const [approved] = await Promise.all([approve(stage, person, paid), cancel(person, paid.grant)]);
  const { body } = await grantOutcome(stage, person, paid.grant);
  const isPaid = approved.code === null;
  expect([approved.code, body.status]).toEqual(
    isPaid ? [null, "approved"] : ["grant-cancelled", "closed"],
  );
});

test("an approval under way: neither cancel, leave nor time closes it, and what it came to is heard", async () => {
  for (const how of ["cancel", "leave", "time"]) {
    const person = newPerson();
    const ready = await readyGrant(stage, person, { offer: await fresh() });
    const { grant } = ready;
    const gone: Submit = (entry) => Promise.reject(new OutcomeUnknown(entry.id));
    expect((await approveWith(gone, ready)).outcome.kind).toBe("unknown");
    if (how === "leave") await leave(grant);
    if (how === "time") clock.turned += 301_000;
    expect([how, (await cancel(person, grant)).body.status]).toEqual([how, "opened"]);
    expect([how, (await grantOutcome(stage, person, grant)).body.status]).toEqual([how, "opened"]);
    expect([how, (await agree(stage, person, { grant, terms: create })).code]).toEqual([
      how,
      "grant-used",
    ]);
    expect((await approve(stage, person, ready)).body.outcome.kind).toBe("captured");
    expect((await cancel(person, grant)).body.status).toBe("approved");
  }
});

test("declined or refused, an approval is over: the request can be given up, and then pays no more", async () => {
  const person = newPerson();
  const ready = await readyGrant(stage, person, { offer: await fresh() });
  await expect(approveWith(busy, ready)).rejects.toMatchObject({ code: "unavailable" });
  expect((await cancel(person, ready.grant)).body.status).toBe("closed");
  expect((await approve(stage, person, ready)).code).toBe("grant-cancelled");
  const late = await readyGrant(stage, newPerson(), { offer: await fresh() });
  await expect(approveWith(busy, late)).rejects.toMatchObject({ code: "unavailable" });
  clock.turned += 301_000;
  expect((await approve(stage, person, late)).code).toBe("grant-expired");
});

test.each(["cancel", "leave", "time"])(
  "%s within 12 ms of an approval, 60 times: never closed for the frame and captured all the same",
  async (how) => {
    const lies: unknown[] = [];
    for (let race = 0; race < 60; race += 1) {
      const person = newPerson();
      const ready = await readyGrant(stage, person, { offer: await fresh() });
      const paying = approve(stage, person, ready);
      await setTimeout(race % 13);
      if (how === "leave") await leave(ready.grant);
      if (how === "time") clock.turned += 301_000;
      const hear = how === "cancel" ? cancel : grantHeard;
      const { status } = (await hear(person, ready.grant)).body;
      const isPaid = (await paying).body.outcome?.kind === "captured";
      if (isPaid && (status === "closed" || status === "expired")) lies.push([race, status]);
    }
    expect(lies).toEqual([]);
  },
);

test("only the frame that asked may cancel", async () => {
  const person = newPerson();
  const { grant } = await askGrant(stage, person, { offer: await fresh() });
  expect((await cancel({ ...person, key: newFrameKey() }, grant)).code).toBe("grant-not-found");
  const other = prove(stage, person.key, { purpose: "grant-result", subject: grant });
  const path = `/v1/frame/grants/${grant}/cancel`;
  expect((await post(stage, path, { proof: other })).code).toBe("signature-invalid");
  expect((await openPage(stage, person, grant)).status).toBe(200);
});
