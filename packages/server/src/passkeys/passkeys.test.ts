import { minute } from "@farthing/core";
import { createSoftPasskey } from "@farthing/identity/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { confirmAddress, outboxOf } from "../mail/mail.testing.ts";
import { cookie, get, newPerson, payOnPage, type Person } from "../payments/person.testing.ts";
import { openTestServer, testOrigin, type TestServer } from "../server.testing.ts";
import { passkeysMax } from "../wallets/passkeysOf.ts";
import { newPasskeyDesk } from "./passkeys.testing.ts";

const clock = newTurnedClock();
let stage: TestServer;
let anna: Person;
let ben: Person;
beforeAll(async () => {
  stage = await openTestServer({ clock, config: { demo: true } });
});
afterAll(() => stage.close());
beforeEach(async () => {
  anna = await somebody();
  ben = await somebody();
});

const fresh = newPages(() => stage);
const desk = newPasskeyDesk(() => stage);

async function somebody(): Promise<Person> {
  const person = newPerson();
  await payOnPage(stage, person, { offer: await fresh() });
  return person;
}

const isSignedIn = async (session: string) =>
  (await get(stage, "/v1/wallet/me", cookie(session))).code === null;

/** The answer of one of `person`'s passkeys to the question that removes `passkey`. */
async function removal(person: Person, passkey: string, by = person.passkey) {
  const { body, code } = await desk.removeOptions(person, passkey);
  if (code !== null) throw new Error(code);
  return by.get(body.options, testOrigin);
}

test("a second passkey signs in to the same wallet; the first, removed, signs in no more", async () => {
  const second = await desk.addSecond(anna);
  const [newest, oldest] = await desk.list(anna);
  expect((await desk.signIn(second)).code).toBe(null);
  expect((await desk.signIn(anna.passkey)).code).toBe(null);
  const first = oldest?.id ?? "";
  const removed = await desk.remove(anna, first, await removal(anna, first, second));
  expect(removed.body.passkeys.map(({ id }) => id)).toEqual([newest?.id]);
  expect((await desk.signIn(anna.passkey)).code).toBe("passkey-failed");
  expect((await desk.signIn(second)).code).toBe(null);
});

test("the list tells where a passkey was made, when, and when it was last used", async () => {
  const [only] = await desk.list(anna);
  const now = clock.now();
  expect(only).toMatchObject({ browser: null, synced: false });
  expect(Math.abs(now - (only?.addedAt ?? 0))).toBeLessThan(minute);
  clock.turned += minute;
  await desk.signIn(anna.passkey);
  const [used] = await desk.list(anna);
  expect((used?.usedAt ?? 0) - (only?.usedAt ?? 0)).toBeGreaterThanOrEqual(minute);
});

test("ASVS 7.5.1: a sign-in older than five minutes is asked for a passkey before it adds one", async () => {
  clock.turned += 6 * minute;
  const asked = await desk.options(anna);
  expect(asked.body.way).toBe("check");
  // Somebody else's passkey, or an answer to another question, is none.
  const wrong = await desk.options(anna, desk.got(ben.passkey, asked));
  expect(wrong.code).toBe("passkey-failed");
  const credential = desk.got(anna.passkey, asked);
  expect((await desk.options(ben, credential)).code).toBe("passkey-failed");
  const second = createSoftPasskey();
  const added = await desk.add(anna, desk.made(second, await desk.options(anna, credential)));
  expect(added.body.passkeys.length).toBe(2);
  // The same check, once more: the passkeys changed since.
  expect((await desk.options(anna, credential)).code).toBe("passkey-failed");
});

test("a passkey of this wallet is not made twice on one authenticator", async () => {
  const { body } = await desk.options(anna);
  const [only] = await desk.list(anna);
  expect(body.options).toMatchObject({ excludeCredentials: [{ id: only?.id }] });
});

test("sent again, one passkey is added; and removed, the same answer does not bring it back", async () => {
  const second = createSoftPasskey();
  const credential = desk.made(second, await desk.options(anna));
  const twice = await Promise.all([desk.add(anna, credential), desk.add(anna, credential)]);
  expect(twice.some(({ code }) => code === null)).toBe(true);
  expect((await desk.add(anna, credential)).body.passkeys.length).toBe(2);
  const id = credential.id;
  await desk.remove(anna, id, await removal(anna, id));
  expect((await desk.add(anna, credential)).code).toBe("passkey-failed");
  expect((await desk.list(anna)).length).toBe(1);
});

test("an answer is good for its own wallet, in its time, and for a passkey that nobody has", async () => {
  const question = await desk.options(anna);
  const credential = desk.made(createSoftPasskey(), question);
  expect((await desk.add(ben, credential)).code).toBe("passkey-failed");
  clock.turned += 6 * minute;
  expect((await desk.add(anna, credential)).code).toBe("passkey-failed");
  expect((await desk.add(anna, { id: "x" })).code).toBe("passkey-failed");
  expect((await desk.list(anna)).length).toBe(1);
});

test("nobody else's passkey is removed, nor by somebody else's passkey, nor without one", async () => {
  await desk.addSecond(anna);
  await desk.addSecond(ben);
  const [annas] = await desk.list(anna);
  const id = annas?.id ?? "";
  expect((await desk.removeOptions(ben, id)).code).toBe("not-found");
  const credential = await removal(anna, id, ben.passkey);
  expect((await desk.remove(ben, id, credential)).code).toBe("not-found");
  expect((await desk.remove(anna, id, credential)).code).toBe("passkey-failed");
  expect((await desk.remove(anna, id, {})).code).toBe("passkey-failed");
  expect((await desk.list(anna)).length).toBe(2);
});

test("the last passkey stays, also when two are removed at once", async () => {
  const [only] = await desk.list(anna);
  expect((await desk.removeOptions(anna, only?.id ?? "")).code).toBe("last-passkey");
  const second = await desk.addSecond(anna);
  const [newest, oldest] = await desk.list(anna);
  const [a, b] = [newest?.id ?? "", oldest?.id ?? ""];
  const answers = [await removal(anna, a), await removal(anna, b, second)];
  const codes = await Promise.all([
    desk.remove(anna, a, answers[0]),
    desk.remove(anna, b, answers[1]),
  ]);
  expect(codes.filter(({ code }) => code === null).length).toBe(1);
  expect((await desk.list(anna)).length).toBe(1);
});

test("ASVS 7.4.3: removing a passkey signs every other browser of the wallet out", async () => {
  const second = await desk.addSecond(anna);
  const elsewhere = (await desk.signIn(second)).cookies.find((each) => each.includes("dev")) ?? "";
  expect(await isSignedIn(elsewhere)).toBe(true);
  const [newest] = await desk.list(anna);
  const id = newest?.id ?? "";
  await desk.remove(anna, id, await removal(anna, id));
  expect([await isSignedIn(elsewhere), await isSignedIn(anna.session)]).toEqual([false, true]);
  expect(await isSignedIn(ben.session)).toBe(true);
});

test("ASVS 6.3.7: the confirmed address hears of a passkey that came, and of one that went", async () => {
  await confirmAddress(stage, anna, "anna@example.org");
  await desk.addSecond(anna);
  const [newest] = await desk.list(anna);
  await desk.remove(anna, newest?.id ?? "", await removal(anna, newest?.id ?? ""));
  const told = (await outboxOf(stage)).filter(({ kind }) => kind.startsWith("passkey-"));
  expect(told.map(({ kind, to }) => [kind, to])).toEqual([
    ["passkey-added", "anna@example.org"],
    ["passkey-removed", "anna@example.org"],
  ]);
  for (const { text } of told) expect(text).toContain(`${testOrigin}/mail/freeze/`);
});

test("a wallet has no more passkeys than a browser is offered", async () => {
  for (let count = 1; count < passkeysMax; count += 1) await desk.addSecond(anna);
  expect((await desk.options(anna)).code).toBe("passkeys-full");
  expect((await desk.list(anna)).length).toBe(passkeysMax);
});
