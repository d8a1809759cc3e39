import { minute } from "@farthing/core";
import type { Me } from "@farthing/protocol";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { askAddress, confirmAddress, outboxOf } from "../mail/mail.testing.ts";
import {
  clickBody,
  cookie,
  get,
  newPerson,
  payOnPage,
  type Person,
  post,
  send,
} from "../payments/person.testing.ts";
import { newRecoveryDesk } from "../recoveries/recoveryDesk.testing.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";

const clock = newTurnedClock();
let stage: TestServer;
let anna: Person;
beforeAll(async () => {
  stage = await openTestServer({ clock, config: { demo: true } });
});
beforeEach(async () => {
  anna = newPerson();
  await payOnPage(stage, anna, { offer: await fresh({ amount: 10_000n }) });
  await stage.deps.store.deleteFrom("tries").execute();
});
afterAll(() => stage.close());

const fresh = newPages(() => stage);
const desk = newRecoveryDesk(() => stage);
const me = (session: string) => get<Me>(stage, "/v1/wallet/me", cookie(session));
const good = "kettle marmot violin ninety";

/** Sets a password; answers with the name that it signs in with. */
async function withPassword(password = good): Promise<string> {
  const { body } = await desk.setPassword(anna, password);
  return body.signInName;
}

describe("a password", () => {
  test("signs in with its name, typed as people type, and stands in the store as a salted hash", async () => {
    const name = await withPassword();
    expect(name).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    for (const typed of [name, name.toLowerCase(), name.replaceAll("-", " "), ` ${name} `]) {
      const { status, cookies } = await desk.passwordSignIn(typed, good);
      expect(status).toBe(200);
      expect((await me(cookies[0] ?? "")).body.name).toContain(name.slice(-4));
    }
    const row = await stage.deps.store
      .selectFrom("passwords")
      .selectAll()
      .executeTakeFirstOrThrow();
    expect([row.hash.length, row.salt.length]).toEqual([32, 16]);
    expect(Buffer.from(row.hash).toString("latin1")).not.toContain("kettle");
  });

  test("is refused where it is short, long, common or about this wallet, and nothing is kept", async () => {
    for (const weak of ["short", "password1234567", "farthing wallet farthing", "x".repeat(200)]) {
      expect((await desk.setPassword(anna, weak)).code).toBe("password-weak");
    }
    expect((await desk.waysIn(anna)).password).toBe(null);
    expect((await desk.setPassword(anna, "a".repeat(600))).code).toBe("invalid-request");
  });

  test("composed letters and their parts are one password", async () => {
    const name = await withPassword("größere löwen schlafen lange");
    const apart = "größere löwen schlafen lange".normalize("NFD");
    expect((await desk.passwordSignIn(name, apart)).status).toBe(200);
  });

  test("is set by the passkey alone, and never by a session that a password opened", async () => {
    const name = await withPassword();
    const { cookies } = await desk.passwordSignIn(name, good);
    const thief: Person = { ...newPerson(), session: cookies[0] ?? "" };
    expect((await desk.own(thief, "password", { password: good })).code).toBe("invalid-request");
    const credential = await desk.answer(anna, "make-codes");
    expect((await desk.own(thief, "password", { password: good, credential })).code).toBe(
      "passkey-failed",
    );
    expect((await desk.own(thief, "password/remove", {})).code).toBe("passkey-session-needed");
    expect((await desk.own(thief, "mail", { recovers: false })).code).toBe(
      "passkey-session-needed",
    );
    expect((await askAddress(stage, thief, "thief@example.org")).code).toBe(
      "passkey-session-needed",
    );
    const removed = await post(stage, "/v1/wallet/mail-address/remove", {}, cookie(thief.session));
    expect(removed.code).toBe("passkey-session-needed");
  });

  test("signed in by it, a payer sees and stops; raising and unfreezing still take a passkey", async () => {
    const name = await withPassword();
    const { cookies } = await desk.passwordSignIn(name, good);
    const session = cookie(cookies[0] ?? "");
    expect((await post(stage, "/v1/wallet/freeze", {}, session)).status).toBe(200);
    const raise = await post(stage, "/v1/wallet/limits/preset", { preset: "convenient" }, session);
    expect(raise.code).toBe("raise-needs-passkey");
    expect((await post(stage, "/v1/wallet/unfreeze", {}, session)).code).toBe("invalid-request");
    const offer = await fresh({ amount: 10_000n });
    const { body } = await send(stage, clickBody(stage, anna, { offer }));
    expect(body).toMatchObject({ kind: "declined", reason: "wallet-frozen" });
  });

  test("changed or removed, sessions that it opened end, and those of a passkey go on", async () => {
    const name = await withPassword();
    const first = (await desk.passwordSignIn(name, good)).cookies[0] ?? "";
    await desk.setPassword(anna, "seventy lanterns over dry grass");
    expect((await me(first)).code).toBe("signed-out");
    expect((await desk.passwordSignIn(name, good)).code).toBe("sign-in-failed");
    const second = await desk.passwordSignIn(name, "seventy lanterns over dry grass");
    await desk.own(anna, "password/remove", {});
    expect((await me(second.cookies[0] ?? "")).code).toBe("signed-out");
    const gone = await desk.passwordSignIn(name, "seventy lanterns over dry grass");
    expect(gone.code).toBe("sign-in-failed");
    expect((await me(anna.session)).status).toBe(200);
  });

  test("each change, each sign-in and the fifth try in vain are told by mail, with a link that freezes", async () => {
    await confirmAddress(stage, anna, "anna@example.org");
    const name = await withPassword();
    await desk.passwordSignIn(name, good);
    for (let count = 0; count < 6; count += 1) await desk.passwordSignIn(name, "wrong");
    await desk.own(anna, "password/remove", {});
    const told = (await outboxOf(stage)).filter(({ kind }) => kind === "ways-in");
    const said = ["password was set", "signed in with", "five times", "was removed"];
    expect(told).toHaveLength(said.length);
    said.forEach((words, at) => expect(told[at]?.text).toContain(words));
    for (const { text } of told) expect(text).toContain("/mail/freeze/");
  });
});

describe("guessing", () => {
  test("five tries in vain at one name, and it waits 15 minutes, then 30, then 60", async () => {
    const name = await withPassword();
    for (const wait of [15, 30, 60]) {
      let tries = 0;
      while ((await desk.passwordSignIn(name, "wrong")).code === "sign-in-failed") tries += 1;
      expect(tries).toBe(wait === 15 ? 5 : 1);
      expect((await desk.passwordSignIn(name, good)).code).toBe("too-many-tries");
      clock.turned += wait * minute - 1_000;
      expect((await desk.passwordSignIn(name, good)).code).toBe("too-many-tries");
      clock.turned += 2_000;
    }
  });

  test("the right one begins the count anew", async () => {
    const name = await withPassword();
    for (let count = 0; count < 4; count += 1) await desk.passwordSignIn(name, "wrong");
    expect((await desk.passwordSignIn(name, good)).status).toBe(200);
    for (let count = 0; count < 4; count += 1) await desk.passwordSignIn(name, "wrong");
    expect((await desk.passwordSignIn(name, good)).status).toBe(200);
  });

  test("fifteen at once are not more than five", async () => {
    const name = await withPassword();
    const all = await Promise.all(
      Array.from({ length: 15 }, (_, at) => desk.passwordSignIn(name, `wrong ${at}`)),
    );
    expect(all.filter(({ code }) => code === "sign-in-failed")).toHaveLength(5);
  });

  test("a name that nobody has is answered, blocked and timed as one that somebody has", async () => {
    const name = await withPassword();
    const took = async (typed: string) => {
      const before = performance.now();
      const { body } = await desk.passwordSignIn(typed, "wrong");
      return { body, ms: performance.now() - before };
    };
    const [known, unknown] = [await took(name), await took("AAAA-BBBB-CCCC")];
    expect(unknown.body).toEqual(known.body);
    // The hash is what takes long; it is made either way.
    expect(unknown.ms).toBeGreaterThan(known.ms / 4);
    for (let count = 0; count < 4; count += 1) await desk.passwordSignIn("AAAA-BBBB-CCCC", "wrong");
    const blocked = await desk.passwordSignIn("AAAA-BBBB-CCCC", "wrong");
    expect([blocked.status, blocked.code]).toEqual([429, "too-many-tries"]);
  });

  test("twenty in vain from one network, over as many names, block that network", async () => {
    for (let count = 0; count < 20; count += 1) {
      const { code } = await desk.passwordSignIn(`NAME-${1_000 + count}`, "wrong");
      expect(code).toBe("sign-in-failed");
    }
    const name = await withPassword();
    expect((await desk.passwordSignIn(name, good)).code).toBe("too-many-tries");
  });
});
