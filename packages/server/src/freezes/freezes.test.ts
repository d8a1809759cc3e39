import { minute } from "@farthing/core";
import type { Me } from "@farthing/protocol";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import {
  clickBody,
  cookie,
  get,
  newFrameKey,
  newPerson,
  payOnPage,
  type Person,
  post,
  send,
  sendUndo,
} from "../payments/person.testing.ts";
import { testOrigin } from "../server.testing.ts";

const clock = newTurnedClock();
let audited: AuditedServer;
let anna: Person;
beforeAll(async () => {
  audited = await openAudited({ clock });
});
beforeEach(async () => {
  anna = newPerson();
  await payOnPage(audited.stage, anna, { offer: await offer() });
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => audited.stage);
const offer = () => fresh({ amount: 10_000n });
const ask = (path: string, person = anna, body: object = {}) =>
  post<object>(audited.stage, `/v1/wallet/${path}`, body, cookie(person.session));
const me = async (person = anna) =>
  (await get<Me>(audited.stage, "/v1/wallet/me", cookie(person.session))).body;

const newClick = async (person = anna) =>
  clickBody(audited.stage, person, { offer: await offer() });

async function click(person = anna): Promise<string> {
  const { body, code } = await send(audited.stage, await newClick(person));
  return code ?? `${body.kind}${"reason" in body ? ` ${body.reason}` : ""}`;
}

/** The passkey's answer to the question that unfreezes a wallet. */
async function passkeyAnswer(person = anna, by = person): Promise<unknown> {
  const answer = await post<{ options: never }>(
    audited.stage,
    "/v1/wallet/unfreeze/options",
    {},
    cookie(person.session),
  );
  return by.passkey.get(answer.body.options, testOrigin);
}

const unfreeze = async (credential: unknown, person = anna) =>
  ask("unfreeze", person, { credential: credential as object });

describe("freeze", () => {
  test("stops the next click, in one press; a passkey lets it go on", async () => {
    expect(await click()).toBe("captured");
    expect((await ask("freeze")).status).toBe(200);
    expect((await me()).frozen).toBe(true);
    expect(await click()).toBe("declined wallet-frozen");
    expect((await unfreeze(await passkeyAnswer())).status).toBe(200);
    expect((await me()).frozen).toBe(false);
    expect(await click()).toBe("captured");
  });

  test("twice is once, and is one entry in the journal", async () => {
    const { ledger } = audited.stage.deps;
    await ask("freeze");
    const { seq } = ledger.head();
    expect((await ask("freeze")).status).toBe(200);
    expect(ledger.head().seq).toBe(seq);
  });

  test("of many clicks that race it, none is paid that was sent after it was answered", async () => {
    const bodies = await Promise.all(Array.from({ length: 40 }, () => newClick()));
    const racing = bodies.slice(0, 20).map((body) => send(audited.stage, body));
    const frozen = ask("freeze");
    const between = await Promise.all(racing);
    expect((await frozen).status).toBe(200);
    for (const { body } of between) expect(["captured", "declined"]).toContain(body.kind);
    const later = await Promise.all(bodies.slice(20).map((body) => send(audited.stage, body)));
    for (const { body } of later) {
      expect(body).toMatchObject({ kind: "declined", reason: "wallet-frozen" });
    }
  });

  test("a retry of what was paid before hears its first answer", async () => {
    const paid = await newClick();
    expect((await send(audited.stage, paid)).body.kind).toBe("captured");
    await ask("freeze");
    expect((await send(audited.stage, paid)).body.kind).toBe("captured");
  });

  test("an approval on the wallet's page pays nothing either", async () => {
    await ask("freeze");
    const { outcome } = await payOnPage(audited.stage, anna, { offer: await offer(), way: "get" });
    expect(outcome).toMatchObject({ kind: "declined", reason: "wallet-frozen" });
  });

  test("money comes back all the same", async () => {
    const { body } = await send(audited.stage, await newClick());
    if (body.kind !== "captured") throw new Error("it was paid");
    await ask("freeze");
    expect((await sendUndo(audited.stage, anna, body.payment)).status).toBe(200);
  });

  test("nobody else's wallet stops", async () => {
    const ben = newPerson();
    await payOnPage(audited.stage, ben, { offer: await offer() });
    await ask("freeze");
    expect(await click(ben)).toBe("captured");
  });

  test("who is not signed in freezes nothing", async () => {
    const answer = await post(audited.stage, "/v1/wallet/freeze", {});
    expect([answer.status, answer.code]).toEqual([401, "signed-out"]);
    expect(await click()).toBe("captured");
  });
});

describe("unfreeze", () => {
  test("the same answer opens nothing after the next freeze", async () => {
    await ask("freeze");
    const answer = await passkeyAnswer();
    await unfreeze(answer);
    await ask("freeze");
    await unfreeze(answer);
    expect((await me()).frozen).toBe(true);
    expect(await click()).toBe("declined wallet-frozen");
  });

  test.each([
    ["another wallet's passkey", async () => passkeyAnswer(anna, await stranger())],
    ["no passkey", () => Promise.resolve({ id: "x", response: { clientDataJSON: "e30" } })],
    ["an answer to a sign-in", () => signInAnswer()],
    ["an answer to another wallet's question", async () => passkeyAnswer(await stranger(), anna)],
    [
      "an answer after five minutes",
      async () => {
        const answer = await passkeyAnswer();
        clock.turned += 5 * minute + 1;
        return answer;
      },
    ],
  ])("refused: %s", async (_, answer) => {
    await ask("freeze");
    expect((await unfreeze(await answer())).code).toBe("passkey-failed");
    expect(await click()).toBe("declined wallet-frozen");
  });

  async function stranger(): Promise<Person> {
    const ben = newPerson();
    await payOnPage(audited.stage, ben, { offer: await offer() });
    return ben;
  }

  async function signInAnswer(): Promise<unknown> {
    const asked = await post<{ options: never }>(audited.stage, "/v1/wallet/sign-in/options", {});
    return anna.passkey.get(asked.body.options, testOrigin);
  }
});

describe("pause", () => {
  const pause = (person = anna) => ask(`allowances/${anna.allowance}/pause`, person);
  const resume = (person = anna) => ask(`allowances/${anna.allowance}/resume`, person);
  const status = async () => (await me()).allowances[0]?.status;

  test("stops one site from the next click on, for every key, until it goes on", async () => {
    expect((await pause()).status).toBe(200);
    expect(await status()).toBe("paused");
    expect(await click()).toBe("declined allowance-paused");
    expect((await resume()).status).toBe(200);
    expect(await status()).toBe("active");
    expect(await click()).toBe("captured");
  });

  test("twice is once", async () => {
    await pause();
    const { seq } = audited.stage.deps.ledger.head();
    expect([(await pause()).status, audited.stage.deps.ledger.head().seq]).toEqual([200, seq]);
    await resume();
    expect((await resume()).status).toBe(200);
    expect(await click()).toBe("captured");
  });

  test("what is used of the limits stays, and a taken back one never comes alive", async () => {
    await click();
    const used = (await me()).allowances[0]?.left24h;
    await pause();
    await resume();
    expect((await me()).allowances[0]?.left24h).toEqual(used);
    await pause();
    await ask(`allowances/${anna.allowance}/revoke`);
    expect(await status()).toBe("revoked");
    expect((await resume()).code).toBe("not-found");
    expect((await pause()).code).toBe("not-found");
    expect(await click()).toBe("declined device-revoked");
  });

  test("nobody pauses for somebody else", async () => {
    const ben = newPerson();
    await payOnPage(audited.stage, ben, { offer: await offer() });
    expect((await pause(ben)).code).toBe("not-found");
    await pause();
    expect((await resume(ben)).code).toBe("not-found");
    expect(await status()).toBe("paused");
  });

  test("a passkey on the payment page begins anew, and pays", async () => {
    await pause();
    const browser = { ...anna, key: newFrameKey() };
    const { outcome } = await payOnPage(audited.stage, browser, {
      offer: await offer(),
      way: "get",
    });
    expect(outcome.kind).toBe("captured");
    expect(await click(browser)).toBe("captured");
    expect(await click()).toBe("declined allowance-paused");
  });
});
