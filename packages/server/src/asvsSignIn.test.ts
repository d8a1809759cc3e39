import { hour, instant } from "@farthing/core";
import { readBase32, softTotp } from "@farthing/identity/testing/totp";
import type { Me } from "@farthing/protocol";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newPages, newTurnedClock } from "./grants/grantStage.testing.ts";
import { askAddress, confirmAddress, outboxOf } from "./mail/mail.testing.ts";
import { cookie, get, newPerson, payOnPage, type Person, post } from "./payments/person.testing.ts";
import { newRecoveryDesk } from "./recoveries/recoveryDesk.testing.ts";
import { openTestServer, type TestServer } from "./server.testing.ts";

/** OWASP ASVS 5.0, authentication (6.x) and sessions (7.x), by number, as far as passwords, codes and recovery go. */

const clock = newTurnedClock();
let stage: TestServer;
let anna: Person;
beforeAll(async () => {
  stage = await openTestServer({ clock, config: { demo: true } });
});
beforeEach(async () => {
  anna = newPerson();
  await payOnPage(stage, anna, { offer: await fresh({ amount: 10_000n }) });
});
afterAll(() => stage.close());

const fresh = newPages(() => stage);
const desk = newRecoveryDesk(() => stage);
const meOf = (session: string) => get<Me>(stage, "/v1/wallet/me", cookie(session));
const good = "kettle marmot violin ninety";

describe("6.2 passwords", () => {
  test.each([
    ["6.2.1 shorter than 15 characters", "marmot violin", "password-weak"],
    ["6.2.4, 6.2.12 a common one, made longer", "password12345678", "password-weak"],
    ["6.2.11 about the site", "farthing wallet farthing", "password-weak"],
    ["6.2.5 no digit, sign or capital", "kettle marmot violin ninety", null],
    ["6.2.9 64 characters", `${good} over the quiet harbour wall at noon xyq`.slice(0, 64), null],
  ])("%s", async (_what, password, code) => {
    expect((await desk.setPassword(anna, password)).code).toBe(code);
  });

  test("6.2.8 it is compared as it was typed, capitals and all", async () => {
    const name = (await desk.setPassword(anna, good)).body.signInName;
    expect((await desk.passwordSignIn(name, good.toUpperCase())).code).toBe("sign-in-failed");
    expect((await desk.passwordSignIn(name, `${good} `)).code).toBe("sign-in-failed");
  });

  test("6.2.10 it never runs out", async () => {
    const name = (await desk.setPassword(anna, good)).body.signInName;
    clock.turned += 400 * 24 * hour;
    expect((await desk.passwordSignIn(name, good)).status).toBe(200);
  });
});

describe("6.3 signing in", () => {
  test("6.3.3 money and ways in take more than a password: each asks for a passkey with user verification", async () => {
    const name = (await desk.setPassword(anna, good)).body.signInName;
    const session = (await desk.passwordSignIn(name, good)).cookies[0] ?? "";
    const byPassword: Person = { ...newPerson(), session };
    const raise = { preset: "convenient" };
    const codes = await Promise.all([
      post(stage, "/v1/wallet/limits/preset", raise, cookie(session)),
      askAddress(stage, byPassword, "thief@example.org"),
      desk.own(byPassword, "password/remove", {}),
      desk.own(byPassword, "codes", { credential: { id: "x" } }),
      desk.own(byPassword, "recovery/cancel", { credential: { id: "x" } }),
    ]);
    expect(codes.map(({ code }) => code)).toEqual([
      "raise-needs-passkey",
      "passkey-session-needed",
      "passkey-session-needed",
      "passkey-failed",
      "passkey-failed",
    ]);
  });

  test("6.3.5, 6.3.7 sign-ins that are unusual, and every change of a way in, are told by mail", async () => {
    await confirmAddress(stage, anna, "told@example.org");
    const told = async () =>
      (await outboxOf(stage)).filter(
        ({ to, kind }) => to === "told@example.org" && kind === "ways-in",
      ).length;
    const name = (await desk.setPassword(anna, good)).body.signInName;
    expect(await told()).toBe(1);
    await desk.makeCodes(anna);
    expect(await told()).toBe(2);
    await desk.passwordSignIn(name, good);
    expect(await told()).toBe(3);
    for (let count = 0; count < 5; count += 1) await desk.passwordSignIn(name, "wrong");
    expect(await told()).toBe(4);
  });

  test("6.3.8 nobody learns whether a wallet, a name, a code or an address exists", async () => {
    await confirmAddress(stage, anna, "known@example.org");
    await desk.recoverByMail(anna);
    const name = (await desk.setPassword(anna, good)).body.signInName;
    const said = async (path: string, bodies: readonly object[]) => {
      const answers = await Promise.all(bodies.map((body) => post(stage, path, body)));
      return new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size;
    };
    const mails = [{ address: "known@example.org" }, { address: "unknown@example.org" }];
    expect(await said("/v1/wallet/recovery/mail", mails)).toBe(1);
    const names = [name, "AAAA-AAAA-AAAA"].map((each) => ({ name: each, password: "wrong" }));
    expect(await said("/v1/wallet/sign-in/password", names)).toBe(1);
    const [used = ""] = await desk.makeCodes(anna);
    await desk.makeCodes(anna);
    const secrets = [used, "00000-00000-00000-00000"].map((secret) => ({ secret }));
    expect(await said("/v1/wallet/recovery/look", secrets)).toBe(1);
  });
});

describe("6.5 codes from an authenticator app", () => {
  /** A password and an app beside it, whose next code is now. */
  const withApp = async () => {
    const { signInName: name } = (await desk.setPassword(anna, good)).body;
    const { offer, key } = (await desk.offerTotp(anna)).body;
    const code = () => softTotp(key, instant(clock.now()));
    await desk.confirmTotp(anna, offer, code());
    clock.turned += 30_000;
    return { name, key, code };
  };

  test("6.5.1 a code is good once", async () => {
    const { name, code } = await withApp();
    const once = code();
    expect((await desk.passwordSignIn(name, good, once)).status).toBe(200);
    expect((await desk.passwordSignIn(name, good, once)).code).toBe("totp-wrong");
  });

  test("6.5.3 its secret has 160 random bits and stands sealed in the store", async () => {
    const secret = readBase32((await withApp()).key);
    expect(secret).toHaveLength(20);
    const rows = await stage.deps.store.selectFrom("totp_secrets").selectAll().execute();
    for (const { secret_sealed: sealed } of rows) {
      expect(Buffer.from(sealed).includes(Buffer.from(secret))).toBe(false);
    }
  });

  test("6.5.5, 6.5.8 a code is of 30 seconds by the server's clock, and is taken one step early or late at most", async () => {
    const { name, code } = await withApp();
    const old = code();
    clock.turned += 61_000;
    expect((await desk.passwordSignIn(name, good, old)).code).toBe("totp-wrong");
  });

  test("6.3.5 a right password with a wrong code is told by mail", async () => {
    await confirmAddress(stage, anna, "partly@example.org");
    const { name } = await withApp();
    await desk.passwordSignIn(name, good, "000000");
    const told = (await outboxOf(stage)).filter(({ to }) => to === "partly@example.org");
    expect(told.filter(({ text }) => text.includes("a wrong code"))).toHaveLength(1);
  });

  test("6.3.6, 6.4.2 no code comes by mail or voice, and an app is no way back in alone", async () => {
    const { code } = await withApp();
    expect((await desk.look(code())).code).toBe("recovery-refused");
  });
});

describe("6.4 getting back in", () => {
  test("6.4.2, 6.4.4 no questions, and a recovery ends with a passkey like the first, after a wait that is told", async () => {
    const { options } = (await desk.stranger<{ options?: unknown }>("options", { secret: "Rex" }))
      .body;
    expect(options).toBe(undefined);
    const [code = ""] = await desk.makeCodes(anna);
    await desk.begin(code);
    expect((await meOf(anna.session)).body.recovery).not.toBe(null);
    clock.turned += 25 * hour;
    const made = { secret: code, credential: { id: "no passkey" }, lost: false };
    expect((await desk.stranger("finish", made)).code).toBe("passkey-failed");
    const unverified = newPerson({ userVerified: false });
    expect((await desk.finish(unverified, { secret: code })).code).toBe("passkey-failed");
    expect((await desk.finish(newPerson(), { secret: code })).status).toBe(200);
  });

  test("6.5.1, 6.5.6 a code is good for one recovery, and all are voided by making new ones", async () => {
    const [first = "", second = ""] = await desk.makeCodes(anna);
    await desk.begin(first);
    await desk.cancel(anna);
    expect((await desk.begin(first)).code).toBe("recovery-refused");
    await desk.makeCodes(anna);
    expect((await desk.begin(second)).code).toBe("recovery-refused");
  });
});

describe("7.4.3, 7.5.1 sessions", () => {
  test("7.4.3 a recovery ends every session; a new password those that the old one opened", async () => {
    const name = (await desk.setPassword(anna, good)).body.signInName;
    const byPassword = (await desk.passwordSignIn(name, good)).cookies[0] ?? "";
    await desk.setPassword(anna, "seventy lanterns over dry grass");
    expect((await meOf(byPassword)).code).toBe("signed-out");
    const [code = ""] = await desk.makeCodes(anna);
    await desk.begin(code);
    clock.turned += 25 * hour;
    await desk.finish(newPerson(), { secret: code });
    expect((await meOf(anna.session)).code).toBe("signed-out");
  });

  test("7.5.1 a session alone changes no way in: each act takes the passkey anew", async () => {
    for (const path of ["codes", "password", "recovery/cancel"]) {
      expect((await desk.own(anna, path, { password: good })).code).toBe("invalid-request");
    }
    expect((await desk.own(anna, "mail", { recovers: true })).code).toBe("passkey-failed");
  });
});
