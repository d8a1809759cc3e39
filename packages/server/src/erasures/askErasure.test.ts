import type { Me } from "@farthing/protocol";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newTurnedClock } from "../grants/grantStage.testing.ts";
import { confirmAddress, linkIn, outboxOf, pressLink } from "../mail/mail.testing.ts";
import { cookie, get, type Person, post } from "../payments/person.testing.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";
import { idOfPayer, newLeavers } from "./leavers.testing.ts";

const clock = newTurnedClock();
let stage: TestServer;
let anna: Person & { payment: string };
const leavers = newLeavers(() => stage);
beforeAll(async () => {
  stage = await openTestServer({ clock, config: { demo: true } });
});
afterAll(() => stage.close());
beforeEach(async () => {
  anna = await leavers.reader();
});

const me = async () => (await get<Me>(stage, "/v1/wallet/me", cookie(anna.session))).body;
const kinds = async () => (await outboxOf(stage)).map(({ kind }) => kind);
const isThere = async () => (await leavers.look(anna)).status === 200;

describe("asking", () => {
  test("takes the wallet's own passkey for just that, waits seven days, and every page says so", async () => {
    const ben = await leavers.reader();
    expect((await leavers.ask(anna, { by: ben })).code).toBe("passkey-failed");
    const other = await leavers.desk.answer(anna, "export-wallet");
    const body = { credential: other, givesUp: true };
    const wrong = await post(stage, "/v1/wallet/erasure", body, cookie(anna.session));
    expect(wrong.code).toBe("passkey-failed");
    expect((await me()).erasure).toBe(null);
    const before = clock.now();
    const asked = await leavers.ask(anna);
    expect(asked.body).toMatchObject({ givesUp: true, blockers: [], erased: false });
    expect(asked.body.until).toBeGreaterThanOrEqual(before + 7 * 86_400_000);
    expect((await me()).erasure).toEqual({ until: asked.body.until });
    // Again: the same wait.
    expect((await leavers.ask(anna)).body.until).toBe(asked.body.until);
    // Meanwhile the wallet is a wallet.
    expect(await leavers.click(anna)).toBe("captured");
  });

  test("is told by mail, and so is that it stays", async () => {
    await confirmAddress(stage, anna, "leaver@example.org");
    await leavers.ask(anna);
    await leavers.ask(anna);
    await leavers.cancel(anna);
    await leavers.cancel(anna);
    expect((await kinds()).filter((kind) => kind === "erasure")).toHaveLength(2);
    expect((await me()).erasure).toBe(null);
    await leavers.due(clock);
    expect(await isThere()).toBe(true);
  });

  test("the link in its mail freezes the wallet, and that cancels it", async () => {
    await confirmAddress(stage, anna, "frozen@example.org");
    await leavers.ask(anna);
    const mail = (await outboxOf(stage)).findLast(({ to }) => to === "frozen@example.org");
    await pressLink(stage, linkIn(mail?.text ?? "", "freeze"));
    expect([(await me()).erasure, (await me()).frozen]).toEqual([null, true]);
    await leavers.due(clock);
    expect(await isThere()).toBe(true);
  });

  test("nobody asks without being signed in here", async () => {
    const nobody = { ...anna, session: "" };
    expect((await leavers.look(nobody)).code).toBe("signed-out");
    expect((await leavers.cancel(nobody)).code).toBe("signed-out");
    const cross = { ...cookie(anna.session), "sec-fetch-site": "cross-site" };
    const path = "/v1/wallet/erasure/cancel";
    expect((await post(stage, path, {}, cross)).code).toBe("cross-site-request");
  });
});

describe("what is open stands in the way", () => {
  const blocked = async (blockers: string[], givesUp = true) => {
    const seen = (await leavers.look(anna)).body.blockers.filter((one) => one !== "balance");
    expect(seen).toEqual(blockers.filter((one) => one !== "balance"));
    expect((await leavers.ask(anna, { givesUp })).code).toBe("erasure-blocked");
    expect((await me()).erasure).toBe(null);
  };

  test("money that is not given up", async () => {
    expect((await leavers.look(anna)).body.blockers).toEqual(["balance"]);
    await blocked(["balance"], false);
  });

  test("a frozen wallet", async () => {
    await post(stage, "/v1/wallet/freeze", {}, cookie(anna.session));
    await blocked(["frozen"]);
  });

  test("a recovery that waits", async () => {
    const codes = await leavers.desk.makeCodes(anna);
    await leavers.desk.begin(codes[0] ?? "");
    await blocked(["recovery"]);
  });

  test("a report that somebody must answer, also when it came during the wait", async () => {
    await leavers.ask(anna);
    const path = `/v1/wallet/payments/${anna.payment}/reports`;
    const reason = { reason: "not-as-described" };
    expect((await post(stage, path, reason, cookie(anna.session))).code).toBe(null);
    await leavers.due(clock);
    expect((await leavers.look(anna)).body).toMatchObject({ blockers: ["reports"] });
    await stage.deps.store
      .updateTable("reports")
      .set({ due_at: null })
      .where("payer_id", "=", await idOfPayer(stage, anna))
      .execute();
    await leavers.due(clock);
    expect(await isThere()).toBe(false);
  });

  test("real money is never given up by a press", async () => {
    const { config } = stage.deps;
    Object.assign(config, { mode: "live" });
    try {
      expect((await leavers.look(anna)).body.mayGiveUp).toBe(false);
      expect((await leavers.ask(anna)).code).toBe("invalid-request");
    } finally {
      Object.assign(config, { mode: "sandbox" });
    }
  });
});
