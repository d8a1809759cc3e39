import { hour } from "@farthing/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newAgentDesk, told } from "../agents/agentStage.testing.ts";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { confirmAddress, outboxOf } from "../mail/mail.testing.ts";
import { newPasskeyDesk } from "../passkeys/passkeys.testing.ts";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import { newPerson, payOnPage } from "../payments/person.testing.ts";
import type { TestServer } from "../server.testing.ts";
import { newRecoveryDesk } from "./recoveryDesk.testing.ts";

const clock = newTurnedClock();
let audited: AuditedServer;
let stage: TestServer;
beforeAll(async () => {
  audited = await openAudited({ clock, config: { demo: true } });
  stage = audited.stage;
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => stage);
const desk = newRecoveryDesk(() => stage);
const programs = newAgentDesk(() => stage);
const passkeys = newPasskeyDesk(() => stage);

test("`lost` takes the password, the codes and the address that recovers; without it they stay", async () => {
  for (const lost of [false, true]) {
    const ben = newPerson();
    await payOnPage(stage, ben, { offer: await fresh() });
    const address = lost ? "lost@example.org" : "kept@example.org";
    await confirmAddress(stage, ben, address);
    await desk.recoverByMail(ben);
    await desk.stranger("mail", { address });
    const password = "kettle marmot violin ninety";
    const { signInName } = (await desk.setPassword(ben, password)).body;
    const [code = "", spare = ""] = await desk.makeCodes(ben);
    await desk.begin(code);
    clock.turned += 25 * hour;
    const phone = newPerson();
    expect((await desk.finish(phone, { secret: code, lost })).status).toBe(200);
    const { codes, mail } = await desk.waysIn(phone);
    expect([codes.left, mail]).toEqual([lost ? 0 : 9, { address, recovers: !lost }]);
    expect((await desk.look(spare)).code).toBe(lost ? "recovery-refused" : null);
    const signedIn = await desk.passwordSignIn(signInName, password);
    expect(signedIn.code).toBe(lost ? "sign-in-failed" : null);
    await desk.stranger("mail", { address });
    const links = (await outboxOf(stage)).filter(
      ({ to, kind }) => to === address && kind === "recovery-link",
    );
    expect(links).toHaveLength(lost ? 1 : 2);
  }
});

test("`lost` takes the programs; without it they pay on", async () => {
  for (const lost of [false, true]) {
    const ben = newPerson();
    await payOnPage(stage, ben, { offer: await fresh({ amount: 10_000n }) });
    const both = [await programs.newProgram(ben), await programs.newProgram(ben)];
    const [code = ""] = await desk.makeCodes(ben);
    await desk.begin(code);
    clock.turned += 25 * hour;
    const phone = newPerson();
    expect((await desk.finish(phone, { secret: code, lost })).status).toBe(200);
    const { programs: shown } = await programs.page(phone);
    const is = lost ? "revoked" : "active";
    expect(shown.map(({ status }) => status)).toEqual([is, is]);
    for (const each of both) {
      const offer = await fresh({ amount: 10_000n });
      const paid = told(await programs.send(programs.body(each, offer)));
      if (lost) expect(paid).not.toBe("captured");
      else expect(paid).toBe("captured");
    }
  }
});

test("a new passkey that was asked for before the end is not added after it", async () => {
  for (const lost of [false, true]) {
    const ben = newPerson();
    await payOnPage(stage, ben, { offer: await fresh() });
    const [code = ""] = await desk.makeCodes(ben);
    await desk.begin(code);
    clock.turned += 25 * hour;
    const signedIn = await passkeys.signIn(ben.passkey);
    ben.session = signedIn.cookies[0] ?? "";
    const asked = await passkeys.options(ben);
    const credential = passkeys.made(newPerson().passkey, asked);
    const phone = newPerson();
    expect((await desk.finish(phone, { secret: code, lost })).status).toBe(200);
    expect((await passkeys.add(phone, credential)).code).toBe("passkey-failed");
    expect((await desk.waysIn(phone)).passkeys).toBe(lost ? 1 : 2);
  }
});
