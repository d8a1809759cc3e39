import { hour, instant, minute, second } from "@farthing/core";
import { readBase32, softTotp } from "@farthing/identity/testing/totp";
import type { Me, TotpOffer } from "@farthing/protocol";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { confirmAddress, outboxOf } from "../mail/mail.testing.ts";
import {
  cookie,
  get,
  newPerson,
  payOnPage,
  type Person,
  post,
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
const short = "kettle-marm";

const codeOf = ({ key }: TotpOffer, aside = 0) => softTotp(key, instant(clock.now()), aside);
/** Another step, so that the next code is another one. */
const waitForNext = () => {
  clock.turned += 30 * second;
};

/** Sets up an authenticator app with its first code, and waits for its next. */
async function withApp(): Promise<TotpOffer> {
  const { body: offer } = await desk.offerTotp(anna);
  expect((await desk.confirmTotp(anna, offer.offer, codeOf(offer))).status).toBe(200);
  waitForNext();
  return offer;
}

/** A password and an app; answers with the sign-in name. */
async function withBoth(): Promise<{ name: string; app: TotpOffer }> {
  const name = (await desk.setPassword(anna, good)).body.signInName;
  return { name, app: await withApp() };
}

describe("setting up an authenticator app", () => {
  test("takes the passkey, a key and one code of it; the secret stands sealed in the store", async () => {
    const { body: offer } = await desk.offerTotp(anna);
    expect((await desk.waysIn(anna)).totp).toBe(null);
    expect(new URL(offer.uri).searchParams.get("secret")).toBe(offer.key);
    const { body } = await desk.confirmTotp(anna, offer.offer, codeOf(offer));
    expect(Math.abs(clock.now() - (body.totp?.setAt ?? 0))).toBeLessThan(minute);
    const row = await stage.deps.store
      .selectFrom("totp_secrets")
      .selectAll()
      .orderBy("set_at", "desc")
      .executeTakeFirstOrThrow();
    const secret = Buffer.from(readBase32(offer.key));
    expect(Buffer.from(row.secret_sealed).includes(secret)).toBe(false);
  });

  test("a wrong code, one of five minutes ago, another payer's offer and one of an hour ago set up nothing", async () => {
    const { body: offer } = await desk.offerTotp(anna);
    const wrong = codeOf(offer) === "000000" ? "000001" : "000000";
    for (const code of [wrong, codeOf(offer, -10), "", "12345678901234567"]) {
      const { code: problem } = await desk.confirmTotp(anna, offer.offer, code);
      expect(["totp-wrong", "invalid-request"]).toContain(problem);
    }
    const other = newPerson();
    await payOnPage(stage, other, { offer: await fresh({ amount: 10_000n }) });
    const stolen = await desk.confirmTotp(other, offer.offer, codeOf(offer));
    expect(stolen.code).toBe("totp-offer-over");
    expect((await desk.confirmTotp(anna, "bm9uc2Vuc2U", codeOf(offer))).code).toBe(
      "totp-offer-over",
    );
    clock.turned += hour;
    expect((await desk.confirmTotp(anna, offer.offer, codeOf(offer))).code).toBe("totp-offer-over");
    expect((await desk.waysIn(anna)).totp).toBe(null);
  });

  test("the same confirmation again changes nothing, and a second app takes the place of the first", async () => {
    const { body: offer } = await desk.offerTotp(anna);
    const code = codeOf(offer);
    const { body: once } = await desk.confirmTotp(anna, offer.offer, code);
    const { body: twice } = await desk.confirmTotp(anna, offer.offer, code);
    expect(twice).toEqual(once);
    const name = (await desk.setPassword(anna, good)).body.signInName;
    const second = await withApp();
    expect((await desk.passwordSignIn(name, good, codeOf(offer))).code).toBe("totp-wrong");
    expect((await desk.passwordSignIn(name, good, codeOf(second))).status).toBe(200);
  });

  test("a session that a password opened sets up and removes none", async () => {
    const name = (await desk.setPassword(anna, good)).body.signInName;
    const { cookies } = await desk.passwordSignIn(name, good);
    const thief: Person = { ...newPerson(), session: cookies[0] ?? "" };
    const { body: offer } = await desk.offerTotp(anna);
    expect((await desk.confirmTotp(thief, offer.offer, codeOf(offer))).code).toBe(
      "passkey-session-needed",
    );
    const credential = { id: "none" };
    for (const path of ["totp/begin", "totp/remove"]) {
      const { code } = await desk.own(thief, path, { credential, password: "keep" });
      expect(["passkey-session-needed", "invalid-request"]).toContain(code);
    }
  });

  test("ends sessions that the password alone opened, and not those of a passkey", async () => {
    const name = (await desk.setPassword(anna, good)).body.signInName;
    const { cookies } = await desk.passwordSignIn(name, good);
    await withApp();
    expect((await me(cookies[0] ?? "")).code).toBe("signed-out");
    expect((await me(anna.session)).status).toBe(200);
  });
});

describe("signing in with password and code", () => {
  test("asks for the code after a right password, and takes it as apps show it", async () => {
    const { name, app } = await withBoth();
    expect((await desk.passwordSignIn(name, good)).code).toBe("totp-needed");
    expect((await desk.passwordSignIn(name, "not this one at all")).code).toBe("sign-in-failed");
    const code = codeOf(app);
    const typed = `${code.slice(0, 3)} ${code.slice(3)}`;
    const { status, cookies } = await desk.passwordSignIn(name, good, typed);
    expect(status).toBe(200);
    // Decision 19: it still only looks.
    const raise = { preset: "convenient" };
    const session = cookie(cookies[0] ?? "");
    expect((await post(stage, "/v1/wallet/limits/preset", raise, session)).code).toBe(
      "raise-needs-passkey",
    );
  });

  test("a code works once, also for two at once, and none of before it works after it", async () => {
    const { name, app } = await withBoth();
    const before = codeOf(app, -1);
    const code = codeOf(app);
    const both = await Promise.all([1, 2].map(() => desk.passwordSignIn(name, good, code)));
    expect(new Set(both.map((each) => each.code))).toEqual(new Set([null, "totp-wrong"]));
    for (const used of [code, before]) {
      expect((await desk.passwordSignIn(name, good, used)).code).toBe("totp-wrong");
    }
    waitForNext();
    expect((await desk.passwordSignIn(name, good, codeOf(app))).status).toBe(200);
  });

  test("the code that set it up signs nobody in", async () => {
    const name = (await desk.setPassword(anna, good)).body.signInName;
    const { body: app } = await desk.offerTotp(anna);
    const code = codeOf(app);
    await desk.confirmTotp(anna, app.offer, code);
    expect((await desk.passwordSignIn(name, good, code)).code).toBe("totp-wrong");
  });

  test("a clock that is half a minute off either way still fits; one of two minutes does not", async () => {
    const { name, app } = await withBoth();
    clock.turned += 5 * minute;
    expect((await desk.passwordSignIn(name, good, codeOf(app, -1))).status).toBe(200);
    expect((await desk.passwordSignIn(name, good, codeOf(app, 1))).status).toBe(200);
    expect((await desk.passwordSignIn(name, good, codeOf(app, 4))).code).toBe("totp-wrong");
  });

  test("a clock that was set back believes no code again", async () => {
    const { name, app } = await withBoth();
    const code = codeOf(app);
    expect((await desk.passwordSignIn(name, good, code)).status).toBe(200);
    clock.turned -= 10 * minute;
    expect((await desk.passwordSignIn(name, good, codeOf(app))).code).toBe("totp-wrong");
    clock.turned += 10 * minute;
  });

  test("guessing: the right password alone forgives no try, so that five codes are all there are", async () => {
    const { name, app } = await withBoth();
    for (let count = 0; count < 5; count += 1) {
      const guess = count % 2 === 0 ? undefined : "000000";
      const { code } = await desk.passwordSignIn(name, good, guess);
      expect(code).toBe(guess === undefined ? "totp-needed" : "totp-wrong");
    }
    const blocked = await desk.passwordSignIn(name, good, codeOf(app));
    expect([blocked.status, blocked.code]).toEqual([429, "too-many-tries"]);
    clock.turned += 16 * minute;
    expect((await desk.passwordSignIn(name, good, codeOf(app))).status).toBe(200);
  });

  test("twenty sign-ins of two steps from one network keep nobody there out", async () => {
    const { name, app } = await withBoth();
    for (let count = 0; count < 20; count += 1) {
      expect((await desk.passwordSignIn(name, good)).code).toBe("totp-needed");
      waitForNext();
      expect((await desk.passwordSignIn(name, good, codeOf(app))).status).toBe(200);
    }
    const tries = await stage.deps.store.selectFrom("tries").select("failed").execute();
    expect(tries.map(({ failed }) => failed)).toEqual([0]);
  });

  test("a wrong code besides the right password is told by mail at once, and so is each change", async () => {
    await confirmAddress(stage, anna, "codes@example.org");
    const { name } = await withBoth();
    await desk.passwordSignIn(name, good, "000000");
    await desk.removeTotp(anna, "keep");
    const told = (await outboxOf(stage)).filter(
      ({ to, kind }) => to === "codes@example.org" && kind === "ways-in",
    );
    const said = ["password was set", "app was set up", "a wrong code", "app was removed"];
    expect(told).toHaveLength(said.length);
    said.forEach((words, at) => expect(told[at]?.text).toContain(words));
  });
});

describe("a short password", () => {
  test("of 8 characters or more is taken beside an app, and not without one", async () => {
    expect((await desk.setPassword(anna, short)).code).toBe("password-weak");
    const app = await withApp();
    expect((await desk.setPassword(anna, "mk7-xq2")).code).toBe("password-weak");
    expect((await desk.setPassword(anna, "password12")).code).toBe("password-weak");
    const { body } = await desk.setPassword(anna, short);
    expect(body.password?.standsAlone).toBe(false);
    expect((await desk.passwordSignIn(body.signInName, short)).code).toBe("totp-needed");
    expect((await desk.passwordSignIn(body.signInName, short, codeOf(app))).status).toBe(200);
  });

  test("keeps the app: it goes with the password, or after a longer one was set", async () => {
    await withApp();
    await desk.setPassword(anna, short);
    expect((await desk.removeTotp(anna, "keep")).code).toBe("password-needs-totp");
    expect((await desk.waysIn(anna)).totp).not.toBe(null);
    const gone = (await desk.removeTotp(anna, "remove")).body;
    expect([gone.totp, gone.password]).toEqual([null, null]);
    await withApp();
    await desk.setPassword(anna, good);
    const kept = (await desk.removeTotp(anna, "remove")).body;
    expect([kept.totp, kept.password?.standsAlone]).toEqual([null, true]);
  });

  test("set while the app is removed, at once: never a short password that stands alone", async () => {
    await withApp();
    await Promise.all([desk.setPassword(anna, short), desk.removeTotp(anna, "keep")]);
    const { password, totp } = await desk.waysIn(anna);
    expect(password === null || password.standsAlone || totp !== null).toBe(true);
  });
});

test("a recovery without the old passkeys takes the app with the password, and an app is no way in alone", async () => {
  const [code = ""] = await desk.makeCodes(anna);
  const { name, app } = await withBoth();
  await desk.begin(code);
  clock.turned += 49 * hour;
  const again = newPerson();
  expect((await desk.finish(again, { secret: code, lost: true })).status).toBe(200);
  const { totp, password } = await desk.waysIn(again);
  expect([totp, password]).toEqual([null, null]);
  expect((await desk.passwordSignIn(name, good, codeOf(app))).code).toBe("sign-in-failed");
  expect((await desk.look(codeOf(app))).code).toBe("recovery-refused");
});
