import { hour, minute } from "@farthing/core";
import { defaultPolicy } from "@farthing/risk";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import {
  addNeighbour,
  claimReceipt,
  newPages,
  newTurnedClock,
  nonceOf,
} from "../grants/grantStage.testing.ts";
import { confirmAddress, linkIn, openLink, outboxOf, pressLink } from "../mail/mail.testing.ts";
import {
  agree,
  approve,
  askGrant,
  newFrameKey,
  newOffer,
  newPerson,
  openPage,
  payOnPage,
  type Person,
} from "../payments/person.testing.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";
import { asOperator, holdFirst, meOf, payReading } from "./holdStage.testing.ts";
import { workHolds } from "./workHolds.ts";

const clock = newTurnedClock();
let stage: TestServer;
let neighbour: Awaited<ReturnType<typeof addNeighbour>>;
let anna: Person;
beforeAll(async () => {
  stage = await openTestServer({ clock, config: { demo: true } });
  neighbour = await addNeighbour(stage);
});
afterAll(() => stage.close());
let tests = 0;
/** Somebody who paid at a first site before anything is held, and whose alerts go to a mailbox of their own. */
beforeEach(async () => {
  tests += 1;
  stage.deps.policies.add({ ...defaultPolicy, version: `plain-${tests}` });
  anna = newPerson();
  await payOnPage(stage, anna, { offer: await fresh() });
  await confirmAddress(stage, anna, `anna${tests}@example.org`);
  await stage.deps.store.deleteFrom("mails").execute();
});

const fresh = newPages(() => stage);
/** A payment at the second site, which Anna does not know. */
const payThere = async (gesture: "H1" | "U+notice", of: { way?: "get" } = { way: "get" }) => {
  holdFirst(stage, gesture);
  const { apiKey, origin } = neighbour;
  const offer = await newOffer(stage, { apiKey, origin, path: `/there-${tests}` });
  const person = { ...anna, key: newFrameKey() };
  const paid = await payReading(stage, person, { offer, parent: origin, choice: "once", ...of });
  anna.session = person.session;
  return paid;
};
const mails = async () => (await outboxOf(stage)).map(({ kind }) => kind);
const newest = async () => (await outboxOf(stage)).at(-1)?.text ?? "";

test("a hold is told by mail at once, once, with a link that cancels: looking changes nothing, the button does", async () => {
  const { outcome } = await payThere("H1");
  expect(outcome.kind).toBe("held");
  await workHolds(stage.deps);
  expect(await mails()).toEqual(["payment-held"]);
  const text = await newest();
  expect(text).toContain("agreed to pay $0.05 to Other");
  const path = linkIn(text, "cancel");
  const shown = await openLink(stage, path);
  expect([shown.status, shown.title]).toEqual([200, "Cancel this payment?"]);
  expect(shown.text).toContain("$0.05 is held for Other.");
  expect((await meOf(stage, anna)).held.amount).toBe("50000");
  expect((await pressLink(stage, path, { "sec-fetch-site": "cross-site" })).status).toBe(403);
  expect((await pressLink(stage, path)).title).toBe("Cancelled.");
  expect((await meOf(stage, anna)).held.amount).toBe("0");
  expect((await pressLink(stage, path)).title).toBe("Cancelled.");
  expect((await openLink(stage, path)).title).toBe("This link does nothing any more.");
  // The link that freezes is there too, and no mail tells what the payer did.
  expect(linkIn(text, "freeze")).toMatch(/^\/mail\/freeze\//);
  expect(await mails()).toEqual(["payment-held"]);
});

test.each([
  "/mail/cancel/x",
  "/mail/cancel/x.y",
  "/mail/cancel/pay_00000000000000000000000000.AAAA",
])("%s is nobody's", async (path) => {
  expect((await openLink(stage, path)).status).toBe(404);
  expect((await pressLink(stage, path)).status).toBe(404);
});

test("the link cancels no payment but its own, and nothing once it was captured", async () => {
  await payThere("H1");
  const path = linkIn(await newest(), "cancel");
  clock.turned += hour + minute;
  await stage.deps.projection.reached(stage.deps.ledger.head().seq, 5_000);
  await workHolds(stage.deps);
  expect((await pressLink(stage, path)).title).toBe("This link does nothing any more.");
  expect((await openLink(stage, `${path.slice(0, -1)}A`)).status).toBe(404);
});

test("what is let go of by somebody else is told, with the reason", async () => {
  await payThere("H1");
  await asOperator(stage, `/v1/operator/merchants/${neighbour.id}/block`, { why: "Stolen goods." });
  expect(await mails()).toEqual(["payment-held", "hold-released"]);
  expect(await newest()).toContain("Why: this site was stopped here. Nobody can pay it.");
  await asOperator(stage, `/v1/operator/merchants/${neighbour.id}/unblock`, { why: "A mistake." });
});

test("U+notice: paid at once, told by mail and on every page, and held nowhere", async () => {
  const { outcome, shown } = await payThere("U+notice");
  expect([outcome.kind, shown.holdMs]).toEqual(["captured", null]);
  expect(await mails()).toEqual(["payment-noticed"]);
  const { notices, held } = await meOf(stage, anna);
  expect(notices).toMatchObject([{ merchant: "Other", heldUntil: null }]);
  expect(held.amount).toBe("0");
});

test("a wallet that only its passkey names is asked to read: signed in, the page says for how long", async () => {
  const key = newFrameKey();
  const stranger = { ...anna, key, session: "" };
  const offer = await newOffer(stage, {
    apiKey: neighbour.apiKey,
    origin: neighbour.origin,
    path: `/there-${tests}`,
  });
  const { grant } = await askGrant(stage, stranger, { offer, parent: neighbour.origin });
  const before = await openPage(stage, stranger, grant);
  expect(before.body.holdMs).toBe(null);
  const terms = { choice: "once", way: "get", limits: null } as const;
  const { credential } = await agree(stage, stranger, { grant, terms });
  // The policy asks for a hold once it is known who pays.
  holdFirst(stage, "H1");
  const answer = await approve(stage, stranger, { grant, credential });
  expect(answer.code).toBe("hold-not-agreed");
  expect(stranger.session).not.toBe("");
  expect((await openPage(stage, stranger, grant)).body.holdMs).toBe(hour);
  const again = await agree(stage, stranger, { grant, terms: { ...terms, holdMs: hour } });
  const { body } = await approve(stage, stranger, { grant, credential: again.credential });
  expect(body.outcome.kind).toBe("held");
  // Its site asks for the receipt by the address that the payer came back with.
  const nonce = nonceOf(body.returnTo);
  expect((await claimReceipt(stage, nonce, neighbour.apiKey)).code).toBe("payment-held");
  clock.turned += hour + minute;
  await stage.deps.projection.reached(stage.deps.ledger.head().seq, 5_000);
  await workHolds(stage.deps);
  expect((await claimReceipt(stage, nonce, neighbour.apiKey)).status).toBe(200);
});
