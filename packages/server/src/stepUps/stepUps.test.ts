import { day, hour, minute, ProblemError } from "@farthing/core";
import { type Ledger, OutcomeUnknown } from "@farthing/ledger";
import type {
  HelloResponse,
  Me,
  PaymentOutcome,
  StepUpPaymentRequest,
  StepUpResponse,
} from "@farthing/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addNeighbour, newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { type AuditedServer, balances, openAudited } from "../payments/books.testing.ts";
import {
  type Answer,
  clickBody,
  cookie,
  get,
  hashOf,
  newFrameKey,
  newPerson,
  payOnPage,
  type Person,
  post,
  prove,
  sayHello,
  send,
  sendUndo,
} from "../payments/person.testing.ts";
import { newRequestState } from "../http/requestState.ts";
import { testOrigin, type TestServer } from "../server.testing.ts";
import { payStepUp } from "./payStepUp.ts";

let audited: AuditedServer;
let stage: TestServer;
let neighbour: Awaited<ReturnType<typeof addNeighbour>>;
const clock = newTurnedClock();
beforeAll(async () => {
  audited = await openAudited({ clock, config: { payerCeiling: limits } });
  stage = audited.stage;
  neighbour = await addNeighbour(stage);
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const cent = 10_000n;
const limits = {
  day: 300n * cent,
  sinceCheck: 12n * cent,
};
const fresh = newPages(() => stage);
/** Over the five cents that one click may take. */
const dear = (of: Parameters<typeof fresh>[0] = {}) => fresh({ amount: 60n * cent, ...of });

async function newReader(): Promise<Person> {
  const person = newPerson();
  await payOnPage(stage, person, { offer: await fresh() });
  return person;
}

function ask(
  person: Pick<Person, "key">,
  offer: string,
  of: { parent?: string; subject?: string } = {},
): Promise<Answer<StepUpResponse>> {
  const subject = of.subject ?? hashOf(offer);
  const proof = prove(stage, person.key, { purpose: "step-up", subject });
  const parent = of.parent ?? stage.merchant.origin;
  return post(stage, "/v1/frame/step-ups", { offer, parent, proof });
}

type Asked = Answer<StepUpResponse>;
const touch = (person: Person, { body }: Asked, topOrigin: string | undefined) =>
  person.passkey.get(body.options as never, testOrigin, topOrigin);
const answer = (ticket: string, credential: unknown, headers: Record<string, string> = {}) =>
  post<PaymentOutcome>(stage, "/v1/frame/step-ups/payments", { ticket, credential }, headers);

/** Asks, touches and answers: what came of it, and how to say it again. */
async function stepUp(person: Person, offer: string) {
  const asked = await ask(person, offer);
  const credential = touch(person, asked, stage.merchant.origin);
  const again = () => answer(asked.body.ticket, credential);
  return { asked, credential, again, ...(await again()) };
}
const said = ({ body, code }: Answer<PaymentOutcome>) =>
  code ?? ("reason" in body ? `${body.kind} ${body.reason}` : body.kind);

describe("rule 19: a passkey inside the frame pays what a click does not", () => {
  test("over a line: hello offers it, it pays once, and Undo works as after a click", async () => {
    const anna = await newReader();
    const offer = await dear();
    const hello = await sayHello(stage, { key: anna.key, offer });
    expect(hello.body).toMatchObject({
      state: "needs-wallet",
      why: "over-per-click",
      stepUp: true,
    } satisfies Partial<HelloResponse>);
    const before = await balances(stage);
    const paid = await stepUp(anna, offer);
    expect(said(paid)).toBe("captured");
    expect((await paid.again()).body).toEqual(paid.body);
    const { payment } = paid.body as { payment: string };
    expect((await sayHello(stage, { key: anna.key, offer })).body.state).toBe("owned");
    expect((await sendUndo(stage, anna, payment)).body.kind).toBe("reversed");
    expect(await balances(stage)).toEqual(before);
    expect((await paid.again()).code).toBeNull();
  });

  test("the lines of the allowance stay as they were, the sum since the last check begins anew", async () => {
    const anna = await newReader();
    const click = async () =>
      said(await send(stage, clickBody(stage, anna, { offer: await fresh() })));
    expect([await click(), await click(), await click()]).toEqual([
      "captured",
      "captured",
      "step-up check-due",
    ]);
    const left = async () => {
      const { body } = await get<Me>(stage, "/v1/wallet/me", cookie(anna.session));
      return body.allowances[0]?.left24h.amount;
    };
    const before = await left();
    expect(said(await stepUp(anna, await fresh()))).toBe("captured");
    expect([await left(), await click()]).toEqual([before, "captured"]);
  });

  test("the payer's own day counts", async () => {
    const anna = await newReader();
    const paid: string[] = [];
    for (let at = 0; at < 5; at += 1) paid.push(said(await stepUp(anna, await dear())));
    expect(paid).toEqual([
      "captured",
      "captured",
      "captured",
      "captured",
      "declined daily-limit-reached",
    ]);
  });

  test("what is owned is opened and not paid again", async () => {
    const anna = await newReader();
    const offer = await dear();
    await stepUp(anna, offer);
    const before = await balances(stage);
    expect(said(await stepUp(anna, offer))).toBe("owned");
    expect(await balances(stage)).toEqual(before);
  });

  test("two tickets at once for one article are one payment", async () => {
    const anna = await newReader();
    const offer = await dear();
    const both = await Promise.all([stepUp(anna, offer), stepUp(anna, offer)]);
    expect(both.map(said).sort()).toEqual(["captured", "owned"]);
  });

  test("a key that a cookie enrolled may ask too, while it lives", async () => {
    const partition = `__Host-farthing-part-${stage.merchant.id.slice(-8)}=${"D".repeat(43)}`;
    const anna = { ...newPerson(), partition };
    await payOnPage(stage, anna, { offer: await fresh() });
    const key = newFrameKey();
    const offer = await fresh();
    const proof = prove(stage, key, { purpose: "enrol", subject: hashOf(offer) });
    const asked = { offer, parent: stage.merchant.origin, keyStorage: "memory", proof };
    await post(stage, "/v1/frame/enrolments", asked, cookie(partition));
    expect(said(await stepUp({ ...anna, key }, await dear()))).toBe("captured");
    clock.turned += 12 * hour;
    expect((await ask({ key }, await dear())).code).toBe("step-up-elsewhere");
  });

  test("the session is none the wiser: no cookie is set", async () => {
    const anna = await newReader();
    expect((await stepUp(anna, await dear())).cookies).toEqual([]);
  });
});

describe("time", () => {
  test("after two minutes it is over; a retry of what was paid is answered for ever", async () => {
    const anna = await newReader();
    const paid = await stepUp(anna, await dear());
    const asked = await ask(anna, await dear({ expiresInSeconds: 86_400 }));
    clock.turned += 2 * minute + 1;
    const late = touch(anna, asked, stage.merchant.origin);
    expect((await answer(asked.body.ticket, late)).code).toBe("authorization-expired");
    clock.turned += day;
    expect((await paid.again()).body).toEqual(paid.body);
  });

  test("another touch on a question that was answered hears the answer and pays nothing", async () => {
    const anna = await newReader();
    const paid = await stepUp(anna, await dear());
    const before = await balances(stage);
    const other = touch(anna, paid.asked, stage.merchant.origin);
    expect((await answer(paid.asked.body.ticket, other)).body).toEqual(paid.body);
    expect(await balances(stage)).toEqual(before);
  });
});

describe("the ledger does not say", () => {
  /** What the passkey answered, sent to a server whose ledger does `submit`. */
  async function sendTo(submit: Ledger["submitEntry"], body: StepUpPaymentRequest) {
    const { deps } = stage;
    const ledger = { ...deps.ledger, submitEntry: submit };
    const state = newRequestState(deps, new Request("http://localhost/"), "127.0.0.1");
    return payStepUp({ ...deps, ledger }, body, state);
  }

  test.each([
    ["and nothing was written", false],
    ["and it was written", true],
  ])("%s: unknown, and the same bytes are paid once", async (_, isWritten) => {
    const anna = await newReader();
    const asked = await ask(anna, await dear());
    const credential = touch(anna, asked, stage.merchant.origin);
    const body = { ticket: asked.body.ticket, credential: { ...credential } };
    const before = (await balances(stage)).get(stage.merchant.id) ?? 0n;
    const lost: Ledger["submitEntry"] = async (entry) => {
      if (isWritten) await stage.deps.ledger.submitEntry(entry);
      throw new OutcomeUnknown(entry.id);
    };
    expect(await sendTo(lost, body)).toEqual({ kind: "unknown" });
    const busy = new ProblemError("unavailable");
    if (!isWritten) await expect(sendTo(() => Promise.reject(busy), body)).rejects.toBe(busy);
    const retries = [await answer(body.ticket, credential), await answer(body.ticket, credential)];
    expect(retries.map(said)).toEqual(["captured", "captured"]);
    const after = (await balances(stage)).get(stage.merchant.id) ?? 0n;
    expect(after - before).toBe(57n * cent);
  });
});

describe("asked for in vain", () => {
  const table: [name: string, asks: () => Promise<Asked>, code: string][] = [
    [
      "above 1.00",
      async () => ask(await newReader(), await fresh({ amount: 101n * cent })),
      "step-up-elsewhere",
    ],
    [
      "by a key that is not enrolled",
      async () => ask({ key: newFrameKey() }, await dear()),
      "step-up-elsewhere",
    ],
    [
      "with a proof for another offer",
      async () => ask(await newReader(), await dear(), { subject: hashOf(await dear()) }),
      "signature-invalid",
    ],
    [
      "on a page that is not the merchant's",
      async () => ask(await newReader(), await dear(), { parent: neighbour.origin }),
      "origin-not-registered",
    ],
    [
      "by the key of another merchant",
      async () => {
        const there = { apiKey: neighbour.apiKey, origin: neighbour.origin };
        return ask(await newReader(), await dear(there), { parent: neighbour.origin });
      },
      "wrong-merchant",
    ],
    [
      "under an allowance that was revoked",
      async () => {
        const anna = await newReader();
        await revoke(anna);
        return ask(anna, await dear());
      },
      "step-up-elsewhere",
    ],
  ];
  test.each(table)("%s", async (_, asks, code) => {
    expect((await asks()).code).toBe(code);
  });
});

const revoke = (person: Person) =>
  post(stage, `/v1/wallet/allowances/${person.allowance}/revoke`, {}, cookie(person.session));

describe("answered wrongly, nothing is paid", () => {
  const table: [name: string, credential: (anna: Person, asked: Asked) => unknown][] = [
    ["on the wallet's own page", (anna, asked) => touch(anna, asked, undefined)],
    ["inside another page", (anna, asked) => touch(anna, asked, neighbour.origin)],
    [
      "to a question about another price",
      async (anna) => touch(anna, await ask(anna, await dear()), stage.merchant.origin),
    ],
    [
      "by the passkey of somebody else",
      async (_, asked) => touch(await newReader(), asked, stage.merchant.origin),
    ],
    [
      "with an altered signature",
      (anna, asked) => {
        const given = touch(anna, asked, stage.merchant.origin);
        const signature = given.response.signature.replace(/^..../, "AAAA");
        return { ...given, response: { ...given.response, signature } };
      },
    ],
    [
      "crossOrigin false in the client data",
      (anna, asked) => {
        const given = touch(anna, asked, stage.merchant.origin);
        const data = Buffer.from(given.response.clientDataJSON, "base64url").toString();
        const changed = data.replace('"crossOrigin":true', '"crossOrigin":false');
        const clientDataJSON = Buffer.from(changed).toString("base64url");
        return { ...given, response: { ...given.response, clientDataJSON } };
      },
    ],
    ["with nothing", () => ({})],
  ];
  test.each(table)("%s", async (_, credential) => {
    const anna = await newReader();
    const asked = await ask(anna, await dear());
    const given = await credential(anna, asked);
    const before = await balances(stage);
    expect((await answer(asked.body.ticket, given)).code).toBe("passkey-failed");
    expect(await balances(stage)).toEqual(before);
    // A failed try costs nothing: the right answer is still heard.
    const right = touch(anna, asked, stage.merchant.origin);
    expect(said(await answer(asked.body.ticket, right))).toBe("captured");
  });

  test("a ticket that was altered or made up", async () => {
    const anna = await newReader();
    const asked = await ask(anna, await dear());
    const given = touch(anna, asked, stage.merchant.origin);
    const { ticket } = asked.body;
    const other = ticket.slice(0, 40) + (ticket[40] === "A" ? "B" : "A") + ticket.slice(41);
    for (const text of [other, "x", ""]) {
      expect((await answer(text, given)).code).toBe("invalid-request");
    }
  });

  test("from anywhere but the frame", async () => {
    const anna = await newReader();
    const asked = await ask(anna, await dear());
    const given = touch(anna, asked, stage.merchant.origin);
    const there = { origin: stage.merchant.origin };
    expect((await answer(asked.body.ticket, given, there)).code).toBe("cross-site-request");
  });

  test("after the allowance was revoked", async () => {
    const anna = await newReader();
    const asked = await ask(anna, await dear());
    await revoke(anna);
    const given = touch(anna, asked, stage.merchant.origin);
    expect(said(await answer(asked.body.ticket, given))).toMatch(/^declined .*-revoked$/);
  });
});
