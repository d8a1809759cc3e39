import { day, fromBase64url, hour, minute, toBase64url } from "@farthing/core";
import type { Me } from "@farthing/protocol";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { confirmAddress, linkIn, outboxOf, pressLink } from "../mail/mail.testing.ts";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
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
import { testOrigin, type TestServer } from "../server.testing.ts";
import { newRecoveryDesk } from "./recoveryDesk.testing.ts";
import { sweepRecoveries } from "./sweepRecoveries.ts";

const clock = newTurnedClock();
let audited: AuditedServer;
let stage: TestServer;
let anna: Person;
beforeAll(async () => {
  const config = { demo: true };
  audited = await openAudited({ clock, config });
  stage = audited.stage;
});
beforeEach(async () => {
  anna = newPerson();
  await payOnPage(stage, anna, { offer: await fresh({ amount: 10_000n }) });
  // Each test's tries are its own.
  await stage.deps.store.deleteFrom("tries").execute();
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => stage);
const desk = newRecoveryDesk(() => stage);
const me = async (person = anna) => get<Me>(stage, "/v1/wallet/me", cookie(person.session));
const own = (path: string, person = anna) =>
  post(stage, `/v1/wallet/${path}`, {}, cookie(person.session));

async function click(person = anna): Promise<string> {
  const offer = await fresh({ amount: 10_000n });
  const { body, code } = await send(stage, clickBody(stage, person, { offer }));
  return code ?? body.kind;
}

/** A code of `person`, one of ten that were just made. */
async function newCode(person = anna): Promise<string> {
  const [code = ""] = await desk.makeCodes(person);
  return code;
}

/** An address that may begin a recovery, and the link that it is sent. */
let addresses = 0;
async function newLink(person = anna): Promise<{ address: string; secret: string }> {
  addresses += 1;
  const address = `payer-${addresses}@example.org`;
  await confirmAddress(stage, person, address);
  expect((await desk.recoverByMail(person)).body.mail).toEqual({ address, recovers: true });
  return { address, secret: await linkTo(address) };
}

async function linkTo(address: string): Promise<string> {
  expect((await desk.stranger("mail", { address })).status).toBe(200);
  const mail = (await outboxOf(stage)).findLast(
    ({ to, kind }) => to === address && kind === "recovery-link",
  );
  return mail?.text.split(`${testOrigin}/another-way#`)[1]?.split("\n")[0] ?? "";
}

describe("recovery codes", () => {
  test("ten, all different, of 100 bits, and only their keyed hashes are kept", async () => {
    const codes = await desk.makeCodes(anna);
    expect(codes).toHaveLength(10);
    expect(new Set(codes).size).toBe(10);
    for (const code of codes)
      expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}$/);
    const rows = await stage.deps.store.selectFrom("recovery_codes").selectAll().execute();
    const stored = rows.map(({ code_hash }) => Buffer.from(code_hash).toString("latin1")).join();
    for (const code of codes) expect(stored).not.toContain(code.replaceAll("-", ""));
    expect((await desk.waysIn(anna)).codes.left).toBe(10);
  });

  test("making them needs the passkey, for that and nothing else, once; a second wallet's does not do", async () => {
    const ben = newPerson();
    await payOnPage(stage, ben, { offer: await fresh() });
    const credential = await desk.answer(anna, "make-codes");
    expect((await desk.own(anna, "codes", { credential })).status).toBe(200);
    const others = [
      credential,
      await desk.answer(anna, "cancel-recovery"),
      await desk.answer(anna, "make-codes", ben),
    ];
    for (const each of others) {
      expect((await desk.own(anna, "codes", { credential: each })).code).toBe("passkey-failed");
    }
  });

  test("new ones void the old ones", async () => {
    const old = await newCode();
    const code = await newCode();
    expect((await desk.look(old)).code).toBe("recovery-refused");
    expect((await desk.look(code)).body.at).toBe("asked");
  });

  test("typed small, with spaces or with letters misread, a code is the same", async () => {
    const code = await newCode();
    const typed = code.toLowerCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "l");
    expect((await desk.look(typed)).body).toMatchObject({
      way: "code",
      at: "asked",
      readyAt: null,
    });
    expect((await desk.waysIn(anna)).codes.left).toBe(10);
  });
});

describe("recovery by a code", () => {
  test("told on every page at once, waits a day, then a new passkey gets in; old sessions end", async () => {
    const code = await newCode();
    const began = await desk.begin(code);
    expect(began.body).toMatchObject({ way: "code", at: "waiting" });
    expect(began.body.readyAt).toBeGreaterThan(clock.now() + 23 * hour);
    expect((await me()).body.recovery).toMatchObject({ way: "code", review: false });
    const phone = newPerson();
    expect((await desk.finish(phone, { secret: code })).code).toBe("recovery-not-ready");
    clock.turned += 24 * hour - minute;
    expect((await desk.finish(phone, { secret: code })).code).toBe("recovery-not-ready");
    clock.turned += 2 * minute;
    expect((await desk.look(code)).body.at).toBe("ready");
    expect((await desk.finish(phone, { secret: code })).status).toBe(200);
    const mine = (await me(phone)).body;
    expect([mine.name, mine.recovery, mine.limits.preset]).toEqual([
      began.body.wallet,
      null,
      "careful",
    ]);
    expect((await me()).code).toBe("signed-out");
    // The old passkey stays: nothing said that it was lost.
    expect((await desk.waysIn(phone)).passkeys).toBe(2);
    expect(await click()).toBe("captured");
    expect((await desk.look(code)).code).toBe("recovery-refused");
  });

  test("`lost` takes the old passkeys and paying keys", async () => {
    const code = await newCode();
    await desk.begin(code);
    clock.turned += 25 * hour;
    const phone = newPerson();
    expect((await desk.finish(phone, { secret: code, lost: true })).status).toBe(200);
    expect((await desk.waysIn(phone)).passkeys).toBe(1);
    expect(await click()).not.toBe("captured");
    const options = await post<{ options: never }>(stage, "/v1/wallet/sign-in/options", {});
    const credential = anna.passkey.get(options.body.options, testOrigin);
    const signedIn = await post(
      stage,
      "/v1/wallet/sign-in",
      { credential },
      cookie(options.cookies[0] ?? ""),
    );
    expect(signedIn.code).toBe("passkey-failed");
  });

  test("after the end, the new passkey's id with another key opens no session", async () => {
    const code = await newCode();
    await desk.begin(code);
    clock.turned += 25 * hour;
    const { body } = await desk.stranger<{ options: never }>("options", { secret: code });
    const credential = newPerson().passkey.create(body.options, testOrigin);
    const finish = (each: object) =>
      desk.stranger("finish", { secret: code, credential: each, lost: false });
    expect((await finish(credential)).status).toBe(200);
    const other = newPerson().passkey.create(body.options, testOrigin);
    const bytes = Buffer.from(fromBase64url(other.response.attestationObject) ?? []);
    const at = bytes.indexOf(fromBase64url(other.id) ?? "");
    bytes.set(fromBase64url(credential.id) ?? [], at);
    const forged = {
      ...other,
      id: credential.id,
      rawId: credential.id,
      response: { ...other.response, attestationObject: toBase64url(bytes) },
    };
    const late = await finish(forged);
    expect([late.code, late.cookies]).toEqual(["recovery-refused", []]);
    expect((await finish(credential)).status).toBe(200);
  });

  test("one code used twice, and ten times at once, is one recovery", async () => {
    const code = await newCode();
    const all = await Promise.all(Array.from({ length: 10 }, () => desk.begin(code)));
    expect(new Set(all.map(({ body }) => body.readyAt)).size).toBe(1);
    expect((await desk.begin(code)).body).toEqual(all[0]?.body);
    expect((await desk.waysIn(anna)).recoveries).toHaveLength(1);
    expect((await desk.waysIn(anna)).codes.left).toBe(9);
  });

  test("a lost answer may be asked again: the same passkey gets the same, another code's gets nothing", async () => {
    const code = await newCode();
    await desk.begin(code);
    clock.turned += 25 * hour;
    const phone = newPerson();
    const { body } = await desk.stranger<{ options: never }>("options", { secret: code });
    const credential = phone.passkey.create(body.options, testOrigin);
    const finish = () => desk.stranger("finish", { secret: code, credential, lost: false });
    const both = await Promise.all([finish(), finish()]);
    expect(both.some(({ status }) => status === 200)).toBe(true);
    expect((await finish()).status).toBe(200);
    expect((await desk.stranger("options", { secret: code })).code).toBe("recovery-refused");
    const { count } = await stage.deps.store
      .selectFrom("passkeys")
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .where("credential_id", "=", credential.id)
      .executeTakeFirstOrThrow();
    expect(count).toBe(1);
    const other = newPerson().passkey.create(body.options, testOrigin);
    const late = await desk.stranger("finish", { secret: code, credential: other, lost: true });
    expect(late.code).toBe("recovery-refused");
  });

  test("careful wallets wait two days, and the limits of a finished one stay careful", async () => {
    await post(stage, "/v1/wallet/limits/preset", { preset: "careful" }, cookie(anna.session));
    const { body } = await desk.begin(await newCode());
    expect(body.readyAt).toBeGreaterThan(clock.now() + 47 * hour);
  });

  test("a clock that stood ahead and is set right makes no wait shorter", async () => {
    const code = await newCode();
    clock.turned += 3 * day;
    expect(await click()).toBe("captured");
    clock.turned -= 3 * day;
    const { body } = await desk.begin(code);
    expect(body.readyAt).toBeGreaterThan(clock.now() + 3 * day);
    clock.turned += 4 * day;
    await desk.cancel(anna);
  });
});

describe("recovery by mail", () => {
  test("only an address that its payer allowed with a passkey, a week's wait, and the link leads on", async () => {
    const { address, secret } = await newLink();
    expect((await desk.look(secret)).body).toMatchObject({ way: "mail", at: "asked" });
    const { body } = await desk.begin(secret);
    expect(body.readyAt).toBeGreaterThan(clock.now() + 7 * day - hour);
    const told = (await outboxOf(stage)).filter((mail) => mail.to === address);
    expect(told.at(-1)).toMatchObject({ kind: "recovery" });
    expect(told.at(-1)?.text).toContain("/mail/freeze/");
    clock.turned += 3 * day;
    // Asked again, each of the last two links leads on to the same recovery; one before them does nothing.
    const between = await linkTo(address);
    expect((await desk.look(secret)).body.readyAt).toBe(body.readyAt);
    const again = await linkTo(address);
    for (const each of [between, again]) {
      expect((await desk.look(each)).body.readyAt).toBe(body.readyAt);
    }
    expect((await desk.look(secret)).code).toBe("recovery-refused");
    clock.turned += 4 * day + minute;
    const phone = newPerson();
    expect((await desk.finish(phone, { secret: between })).status).toBe(200);
    expect((await desk.look(again)).code).toBe("recovery-refused");
    expect((await me(phone)).body.name).toBe(body.wallet);
  });

  test("a link that was not used yet begins nothing once there is a newer one", async () => {
    const { address, secret } = await newLink();
    const again = await linkTo(address);
    expect((await desk.look(secret)).code).toBe("recovery-refused");
    expect((await desk.look(again)).body.at).toBe("asked");
  });

  test("a link is good for a day, and sweeping leaves nothing of it", async () => {
    const { secret } = await newLink();
    clock.turned += day + minute;
    expect((await desk.begin(secret)).code).toBe("recovery-refused");
    await sweepRecoveries(stage.deps);
    const left = await stage.deps.store
      .selectFrom("recoveries")
      .select("id")
      .where("state", "=", "asked")
      .execute();
    expect(left).toEqual([]);
  });

  test("without the passkey no address is allowed, and another address is not allowed by itself", async () => {
    await confirmAddress(stage, anna, "first@example.org");
    expect((await desk.own(anna, "mail", { recovers: true })).code).toBe("passkey-failed");
    expect(await linkTo("first@example.org")).toBe("");
    await desk.recoverByMail(anna);
    await confirmAddress(stage, anna, "second@example.org");
    expect((await desk.waysIn(anna)).mail).toEqual({
      address: "second@example.org",
      recovers: false,
    });
    expect(await linkTo("second@example.org")).toBe("");
    expect(await linkTo("first@example.org")).toBe("");
  });

  test("a link to an address that is theirs no more begins nothing, whatever the next one may", async () => {
    const { secret } = await newLink();
    const next = await newLink();
    expect((await desk.begin(secret)).code).toBe("recovery-refused");
    await post(stage, "/v1/wallet/mail-address/remove", {}, cookie(anna.session));
    expect((await desk.begin(next.secret)).code).toBe("recovery-refused");
  });

  test("switched off, a link of before begins nothing", async () => {
    const { secret } = await newLink();
    await desk.own(anna, "mail", { recovers: false });
    expect((await desk.begin(secret)).code).toBe("recovery-refused");
  });
});

describe("cancelling", () => {
  test("needs the passkey; then code and wait are over", async () => {
    const code = await newCode();
    await desk.begin(code);
    const ben = newPerson();
    await payOnPage(stage, ben, { offer: await fresh() });
    expect((await desk.cancel(anna, ben)).code).toBe("passkey-failed");
    expect((await desk.own(anna, "recovery/cancel", {})).code).toBe("invalid-request");
    expect((await me()).body.recovery).not.toBe(null);
    expect((await desk.cancel(anna)).body.recoveries).toEqual([]);
    clock.turned += 30 * hour;
    expect((await desk.finish(newPerson(), { secret: code })).code).toBe("recovery-refused");
  });

  test("against the end of the wait: one of both happens, never both", async () => {
    for (let round = 0; round < 5; round += 1) {
      const person = newPerson();
      await payOnPage(stage, person, { offer: await fresh() });
      const code = await newCode(person);
      await desk.begin(code);
      clock.turned += 25 * hour;
      const phone = newPerson();
      const { body } = await desk.stranger<{ options: never }>("options", { secret: code });
      const made = phone.passkey.create(body.options, testOrigin);
      const credential = await desk.answer(person, "cancel-recovery");
      const [finished] = await Promise.all([
        desk.stranger("finish", { secret: code, credential: made, lost: true }),
        desk.own(person, "recovery/cancel", { credential }),
      ]);
      const states = await stage.deps.store
        .selectFrom("recoveries")
        .innerJoin("passkeys", "passkeys.payer_id", "recoveries.payer_id")
        .select(["state", "credential_id"])
        .where("credential_id", "=", made.id)
        .execute();
      expect(states.map(({ state }) => state)).toEqual(finished.status === 200 ? ["done"] : []);
    }
  });

  test("two cancelled within 90 days bring the next before the operator, who lets it go on or ends it", async () => {
    const codes = await desk.makeCodes(anna);
    for (const code of codes.slice(0, 2)) {
      await desk.begin(code);
      await desk.cancel(anna);
    }
    const third = codes[2] ?? "";
    expect((await desk.begin(third)).body.at).toBe("review");
    clock.turned += 25 * hour;
    expect((await desk.finish(newPerson(), { secret: third })).code).toBe("recovery-not-ready");
    const [open] = await desk.reviews();
    expect(open).toMatchObject({ way: "code", cancelled: 2, frozen: false });
    expect((await desk.decide(open?.id ?? "", "allow")).status).toBe(200);
    expect((await desk.decide(open?.id ?? "", "allow")).status).toBe(200);
    expect((await desk.decide(open?.id ?? "", "refuse")).code).toBe("recovery-closed");
    const phone = newPerson();
    expect((await desk.finish(phone, { secret: third })).status).toBe(200);

    const fourth = await newCode(phone);
    await desk.begin(fourth);
    const [next] = await desk.reviews();
    expect((await desk.decide(next?.id ?? "", "refuse")).status).toBe(200);
    expect((await desk.look(fourth)).code).toBe("recovery-refused");
    expect(await desk.reviews()).toEqual([]);
    const nobody = await get(stage, "/v1/operator/recoveries", cookie(phone.session));
    expect(nobody.code).toBe("operator-key-invalid");
  });
});

describe("while frozen", () => {
  test("a wallet that was frozen before is recovered, and stays frozen", async () => {
    await own("freeze");
    const code = await newCode();
    await desk.begin(code);
    clock.turned += 25 * hour;
    const phone = newPerson();
    expect((await desk.finish(phone, { secret: code })).status).toBe(200);
    expect((await me(phone)).body).toMatchObject({ frozen: true, limits: { preset: "careful" } });
  });

  test("frozen by the link in the mail that tells of it, it waits for the operator", async () => {
    await confirmAddress(stage, anna, "frozen@example.org");
    const code = await newCode();
    await desk.begin(code);
    const told = (await outboxOf(stage)).findLast(({ kind }) => kind === "recovery");
    expect((await pressLink(stage, linkIn(told?.text ?? "", "freeze"))).status).toBe(200);
    clock.turned += 25 * hour;
    expect((await desk.look(code)).body.at).toBe("review");
    expect((await desk.finish(newPerson(), { secret: code })).code).toBe("recovery-not-ready");
    expect(await desk.reviews()).toMatchObject([{ frozen: true }]);
    await desk.decide((await desk.reviews())[0]?.id ?? "", "refuse");
  });
});

describe("strangers", () => {
  test("hear the same, after as long, whether an address is known or not", async () => {
    const { address } = await newLink();
    const times: number[] = [];
    for (const each of [address, "nobody@example.org", address, "nobody2@example.org"]) {
      const before = performance.now();
      const { status, body } = await desk.stranger("mail", { address: each });
      times.push(performance.now() - before);
      expect([status, body]).toEqual([200, {}]);
    }
    expect(Math.min(...times)).toBeGreaterThan(240);
  });

  test("codes that are wrong, used up or of nobody are refused in the same words", async () => {
    const old = await newCode();
    const code = await newCode();
    await desk.begin(code);
    await desk.cancel(anna);
    const nobody = "00000-00000-00000-00000";
    for (const secret of [old, code, nobody, "x", "A".repeat(43), "a b c"]) {
      expect((await desk.look(secret)).body).toEqual((await desk.look(nobody)).body);
      expect((await desk.begin(secret)).code).toBe("recovery-refused");
    }
  });

  test("twenty tries in vain from one network, and it waits 15 minutes, never longer; a right one does not count", async () => {
    const code = await newCode();
    for (let count = 0; count < 19; count += 1) await desk.look("00000-00000-00000-00000");
    for (let count = 0; count < 3; count += 1) expect((await desk.look(code)).status).toBe(200);
    await desk.look("00000-00000-00000-00000");
    const blocked = await desk.look(code);
    expect([blocked.status, blocked.code]).toEqual([429, "too-many-tries"]);
    for (let round = 0; round < 3; round += 1) {
      clock.turned += 15 * minute + 1_000;
      expect((await desk.look("00000-00000-00000-00000")).code).toBe("recovery-refused");
      expect((await desk.look(code)).code).toBe("too-many-tries");
    }
    clock.turned += 15 * minute + 1_000;
    for (let count = 0; count < 3; count += 1) expect((await desk.look(code)).status).toBe(200);
  });

  test("a hundred tries at once are a hundred tries", async () => {
    const all = await Promise.all(
      Array.from({ length: 100 }, () => desk.look("00000-00000-00000-00001")),
    );
    expect(all.filter(({ code }) => code === "recovery-refused")).toHaveLength(20);
  });

  test("from another site, nothing is asked", async () => {
    const headers = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    for (const path of ["look", "begin", "options", "mail", "finish"]) {
      const { code } = await post(stage, `/v1/wallet/recovery/${path}`, {}, headers);
      expect(code).toBe("cross-site-request");
    }
  });
});
