import { systemClock } from "@farthing/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { confirmAddress } from "../mail/mail.testing.ts";
import {
  cookie,
  newOffer,
  newPerson,
  payOnPage,
  type Person,
  post,
} from "../payments/person.testing.ts";
import { newRecoveryDesk } from "../recoveries/recoveryDesk.testing.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";

let stage: TestServer;
beforeAll(async () => {
  const mail = { smtp: "smtp://127.0.0.1:1", from: "alerts@example.org" };
  stage = await openTestServer({ config: { mode: "live", mail } });
});
afterAll(() => stage.close());

const desk = newRecoveryDesk(() => stage);

async function newAnna(path: string): Promise<Person> {
  const person = newPerson();
  await payOnPage(stage, person, { offer: await newOffer(stage, { path }) });
  return person;
}

let asked = 0;
async function topUp(person: Person): Promise<string | null> {
  asked += 1;
  const hex = systemClock.now().toString(16).padStart(12, "0");
  const key = `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${String(asked).padStart(12, "0")}`;
  const headers = { ...cookie(person.session), "idempotency-key": key };
  const money = { amount: "1000000", asset: "PLAY/6" };
  return (await post(stage, "/v1/wallet/top-ups", { money }, headers)).code;
}

// A live instance has no rail yet: what comes after rule 14 refuses too, by another name.
test("rule 14: no real money into a wallet with one way in; recovery codes are a second", async () => {
  const anna = await newAnna("/codes");
  expect(await topUp(anna)).toBe("second-way-needed");
  await desk.makeCodes(anna);
  expect(await topUp(anna)).toBe("top-up-refused");
});

test("rule 14: an address that may begin a recovery is a second way, one for alerts alone is not", async () => {
  const anna = await newAnna("/mail");
  await confirmAddress(stage, anna, "anna@example.org");
  expect(await topUp(anna)).toBe("second-way-needed");
  await desk.recoverByMail(anna);
  expect(await topUp(anna)).toBe("top-up-refused");
  await desk.own(anna, "mail", { recovers: false });
  expect(await topUp(anna)).toBe("second-way-needed");
});
