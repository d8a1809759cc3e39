import { instant, systemClock } from "@farthing/core";
import type { Sessions } from "@farthing/protocol";
import { afterAll, beforeEach, expect, test } from "vitest";
import { confirmAddress, outboxOf } from "../mail/mail.testing.ts";
import { newPasskeyDesk } from "../passkeys/passkeys.testing.ts";
import {
  cookie,
  get,
  newOffer,
  newPerson,
  payOnPage,
  type Person,
  post,
} from "../payments/person.testing.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";

const path = "/v1/wallet/sessions";
const firefox = {
  "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
};

let stage: TestServer;
let anna: Person;
let now: number;
const stages: TestServer[] = [];
const desk = newPasskeyDesk(() => stage);

beforeEach(async () => {
  now = systemClock.now();
  const clock = { now: () => instant(now) };
  // With an outbox, where mail can be looked at.
  stage = await openTestServer({ clock, config: { demo: true } });
  stages.push(stage);
  anna = newPerson();
  await payOnPage(stage, anna, { offer: await newOffer(stage, { path: "/first" }) });
});
afterAll(() => Promise.all(stages.map((each) => each.close())));

/** The session's cookie of one more browser, in which Anna's passkey signed in. */
async function signInElsewhere(headers: Record<string, string> = {}): Promise<string> {
  const { cookies } = await desk.signIn(anna.passkey, headers);
  const session = cookies.find((each) => each.startsWith("farthing-dev="));
  if (session === undefined) throw new Error("no session was opened");
  return session;
}

const list = (session = anna.session) => get<Sessions>(stage, path, cookie(session));
const end = (which: string, session = anna.session) =>
  post<Sessions>(stage, `${path}/${which}`, {}, cookie(session));

test("each browser that is signed in is listed with what it is and when, the one that asks first", async () => {
  const openedAt = now;
  now += 5_000;
  await signInElsewhere(firefox);
  const { body } = await list();
  expect(body.sessions).toEqual([
    expect.objectContaining({ isThis: true, openedBy: "passkey", openedAt }),
    {
      id: expect.stringMatching(/^[\w-]{16}$/),
      browser: "Firefox, Linux",
      openedBy: "passkey",
      openedAt: openedAt + 5_000,
      seenAt: openedAt + 5_000,
      isThis: false,
    },
  ]);
});

test("a browser that is signed out sees nothing any more, and the others stay", async () => {
  const [second, third] = [await signInElsewhere(), await signInElsewhere()];
  const seen = (await list(second)).body.sessions.find(({ isThis }) => isThis);
  const left = await end(`${seen?.id}/end`);
  expect(left.body.sessions).toHaveLength(2);
  expect((await list(second)).code).toBe("signed-out");
  expect((await list(third)).body.sessions).toHaveLength(2);
  expect((await end(`${seen?.id}/end`)).code).toBe("not-found");
});

test("everywhere else at once: only the browser that asked is still signed in", async () => {
  const others = [await signInElsewhere(), await signInElsewhere()];
  expect((await end("end-others")).body.sessions).toMatchObject([{ isThis: true }]);
  for (const other of others) expect((await list(other)).code).toBe("signed-out");
  expect((await list()).code).toBe(null);
});

test("nobody ends or sees another's; without a session there is nothing", async () => {
  const ben = newPerson();
  await payOnPage(stage, ben, { offer: await newOffer(stage, { path: "/second" }) });
  const [mine] = (await list()).body.sessions;
  expect((await end(`${mine?.id}/end`, ben.session)).code).toBe("not-found");
  await end("end-others", ben.session);
  expect((await list()).body.sessions).toHaveLength(1);
  expect((await list("")).code).toBe("signed-out");
  expect((await end("end-others", "")).code).toBe("signed-out");
  expect((await end(`${"x".repeat(60)}/end`)).code).toBe("not-found");
});

test("a passkey in a browser that was not signed in before is told by mail; in the same one again it is not", async () => {
  await confirmAddress(stage, anna, "anna@example.com");
  const told = async () =>
    (await outboxOf(stage)).filter(({ text }) => text.includes("not signed in before"));
  const elsewhere = await signInElsewhere();
  expect(await told()).toMatchObject([{ kind: "ways-in", to: "anna@example.com" }]);
  await signInElsewhere({ cookie: elsewhere });
  expect(await told()).toHaveLength(1);
});
