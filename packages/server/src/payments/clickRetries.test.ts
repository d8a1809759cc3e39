import { instant, minute, systemClock } from "@farthing/core";
import { expect, test } from "vitest";
import {
  clickBody,
  cookie,
  newOffer,
  newPerson,
  payOnPage,
  post,
  send,
  sendUndo,
} from "./person.testing.ts";
import { openAudited } from "./books.testing.ts";

// The answer to the first try was lost: whatever else is wrong by now, "nothing was charged" would be a lie, and a
// frame that believes it signs a second payment.

test("a retry that comes too often still hears that it was paid", async () => {
  const rate = { addressPerMinute: 0, payerPerMinute: 2, merchantPerMinute: 0 };
  const audited = await openAudited({ config: { rate } });
  const { stage } = audited;
  const person = newPerson();
  await payOnPage(stage, person, { offer: await newOffer(stage, { path: "/first" }) });
  const offer = await newOffer(stage, { path: "/tip", access: "use", amount: 1n });
  const body = clickBody(stage, person, { offer });
  const first = await send(stage, body);
  expect(first.body.kind).toBe("captured");
  expect((await send(stage, body)).body).toEqual(first.body);
  expect((await send(stage, body)).body).toEqual(first.body);
  // Another click is counted as before.
  expect((await send(stage, clickBody(stage, person, { offer }))).code).toBe("rate-limited");
  expect(await audited.close()).toEqual([]);
});

test("a retry after the server's clock stepped back still hears that it was paid", async () => {
  const clock = { turned: 0, now: () => instant(systemClock.now() + clock.turned) };
  const audited = await openAudited({ clock });
  const { stage } = audited;
  const person = newPerson();
  await payOnPage(stage, person, { offer: await newOffer(stage, { path: "/first" }) });
  const offer = await newOffer(stage, { path: "/tip", access: "use", amount: 1n });
  const body = clickBody(stage, person, { offer });
  const first = await send(stage, body);
  expect(first.body.kind).toBe("captured");
  clock.turned = -5 * minute;
  expect((await send(stage, body)).body).toEqual(first.body);
  expect(await audited.close()).toEqual([]);
});

test("a retry after the allowance was taken back and given anew still hears that it was paid", async () => {
  const audited = await openAudited();
  const { stage } = audited;
  const person = newPerson();
  await payOnPage(stage, person, { offer: await newOffer(stage, { path: "/first" }) });
  const offer = await newOffer(stage, { path: "/tip", access: "use", amount: 1n });
  const paid = clickBody(stage, person, { offer });
  const first = await send(stage, paid);
  expect(first.body.kind).toBe("captured");
  const dear = clickBody(stage, person, {
    offer: await newOffer(stage, { path: "/dear", amount: 60_000n }),
  });
  const refused = await send(stage, dear);
  expect(refused.body).toMatchObject({ kind: "step-up", reason: "over-per-click" });
  const former = person.allowance;
  const revoked = `/v1/wallet/allowances/${former}/revoke`;
  expect((await post(stage, revoked, {}, cookie(person.session))).status).toBe(200);
  // Never seen by the server before the allowance was replaced.
  const late = clickBody(stage, person, { offer });
  await payOnPage(stage, person, {
    offer: await newOffer(stage, { path: "/second" }),
    way: "get",
    limits: null,
  });
  expect(person.allowance).not.toBe(former);
  const again = await send(stage, paid);
  if (first.body.kind !== "captured" || again.body.kind !== "captured") {
    return expect.unreachable(`${first.code} ${again.code}`);
  }
  expect(again.body.receipt).toBe(first.body.receipt);
  expect((await send(stage, dear)).body).toEqual(refused.body);
  expect((await send(stage, late)).code).toBe("device-unknown");
  // Told of the first payment, its key takes it back as before.
  expect((await sendUndo(stage, person, again.body.payment)).body.kind).toBe("reversed");
  expect(await audited.close()).toEqual([]);
});
