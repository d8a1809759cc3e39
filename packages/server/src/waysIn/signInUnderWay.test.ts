import { instant, second } from "@farthing/core";
import { softTotp } from "@farthing/identity/testing/totp";
import type { Me } from "@farthing/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { cookie, get, newPerson, payOnPage, type Person } from "../payments/person.testing.ts";
import { newRecoveryDesk } from "../recoveries/recoveryDesk.testing.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";
import { passkeyHolds } from "../wallets/passkeyPayer.ts";
import { passwordSignIn, type PasswordSignedIn } from "./passwordSignIn.ts";

const clock = newTurnedClock();
let stage: TestServer;
let anna: Person;
beforeAll(async () => {
  stage = await openTestServer({ clock });
});
beforeEach(async () => {
  anna = newPerson();
  await payOnPage(stage, anna, { offer: await fresh({ amount: 10_000n }) });
}, 60_000);
afterAll(() => stage.close());

const fresh = newPages(() => stage);
const desk = newRecoveryDesk(() => stage);
const good = "kettle marmot violin ninety";

const setPassword = async () => (await desk.setPassword(anna, good)).body.signInName;
const signIn = (name: string, code?: string) =>
  passwordSignIn(stage.deps, { name, password: good, code, address: "192.0.2.9" });
/** What opening the session for a sign-in that was believed meets by now. */
const open = ({ proof }: Pick<PasswordSignedIn, "proof">) =>
  stage.deps.store.transaction().execute(proof);

/** Sets up an app; answers with its code of the next step, which is now. */
async function withApp(): Promise<string> {
  const { offer, key } = (await desk.offerTotp(anna)).body;
  const code = () => softTotp(key, instant(clock.now()));
  await desk.confirmTotp(anna, offer, code());
  clock.turned += 30 * second;
  return code();
}

test("a password that was right opens a session while nothing changed", async () => {
  await expect(open(await signIn(await setPassword()))).resolves.toBe(undefined);
});

test.each<[string, () => Promise<unknown>]>([
  ["set anew", () => desk.setPassword(anna, "seventy lanterns over dry grass")],
  ["set anew to the same words", () => desk.setPassword(anna, good)],
  ["removed", () => desk.own(anna, "password/remove", {})],
  ["given a second factor", withApp],
])("a password that was %s after it was right opens none", async (_what, change) => {
  const signedIn = await signIn(await setPassword());
  await change();
  await expect(open(signedIn)).rejects.toMatchObject({ code: "sign-in-failed" });
});

test("a code opens one session, and none after its app was removed or exchanged", async () => {
  const name = await setPassword();
  const once = await signIn(name, await withApp());
  await open(once);
  await expect(open(once)).rejects.toMatchObject({ code: "totp-wrong" });
  for (const change of [withApp, () => desk.removeTotp(anna, "keep")]) {
    const signedIn = await signIn(name, await withApp());
    await change();
    await expect(open(signedIn)).rejects.toMatchObject({ code: "sign-in-failed" });
  }
});

test("over HTTP: a sign-in sent with a removal at once leaves no session", async () => {
  const name = await setPassword();
  const [{ code, cookies }] = await Promise.all([
    desk.passwordSignIn(name, good),
    desk.own(anna, "password/remove", {}),
  ]);
  expect([null, "sign-in-failed"]).toContain(code);
  const left = await get<Me>(stage, "/v1/wallet/me", cookie(cookies[0] ?? ""));
  expect(left.code).toBe("signed-out");
});

test("a passkey that was removed after it answered opens none", async () => {
  const { store } = stage.deps;
  const row = await store
    .selectFrom("passkeys")
    .select("credential_id")
    .orderBy("created_at", "desc")
    .executeTakeFirstOrThrow();
  const proof = passkeyHolds({ id: row.credential_id });
  await expect(open({ proof })).resolves.toBe(undefined);
  await store.deleteFrom("passkeys").where("credential_id", "=", row.credential_id).execute();
  await expect(open({ proof })).rejects.toMatchObject({ code: "passkey-failed" });
});
