import { instant, minute, systemClock } from "@farthing/core";
import { expect, test } from "vitest";
import { clickBody, newOffer, newPerson, payOnPage, send } from "./person.testing.ts";
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
