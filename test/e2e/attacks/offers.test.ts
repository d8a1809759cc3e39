import { afterAll, beforeAll, expect, test } from "vitest";
import { readBooks } from "../books.ts";
import { frameAt } from "../reader.ts";
import { frameOf } from "../stage.ts";
import { answerMs, clickButton, expectGain, openScene, type Scene } from "./scene.ts";

/** A price is what the wallet signed. Receipts of others, altered and used again: rules/rule20.test.ts. */
let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

/** The offer with other claims, under the signature that it had. */
function alter(offer: string, claims: object): string {
  const [header, payload = "", signature] = offer.split(".");
  const before = JSON.parse(Buffer.from(payload, "base64url").toString()) as object;
  const after = Buffer.from(JSON.stringify({ ...before, ...claims })).toString("base64url");
  return `${header}.${after}.${signature}`;
}

const unsigned = Buffer.from(JSON.stringify({ alg: "none", typ: "JWT" })).toString("base64url");

const alterations: readonly [what: string, alter: (offer: string) => string][] = [
  ["a lower price", (offer) => alter(offer, { amount: "1" })],
  ["a higher price", (offer) => alter(offer, { amount: "50000" })],
  ["another asset", (offer) => alter(offer, { asset: "USD/6" })],
  ["another title", (offer) => alter(offer, { title: "Free" })],
  ["another resource", (offer) => alter(offer, { resource: "http://127.0.0.1/other" })],
  ["another visitor", (offer) => alter(offer, { visitor: "A".repeat(43) })],
  ["a later end", (offer) => alter(offer, { exp: 4_000_000_000 })],
  ["no signature", (offer) => `${unsigned}.${offer.split(".")[1]}.`],
];

test("altered: an offer with a word changed sells nothing and says so, in the page and after it was loaded", async () => {
  const { reader, stage } = scene;
  const note = frameOf(reader.page).getByText(/Nothing can be charged/);
  const before = readBooks(stage);
  await expectGain(scene, "altered", async () => {
    const offer = await scene.offer({ cents: 1 });
    await scene.visit("altered", { offer: alter(offer, { amount: "1" }) });
    await note.waitFor();
    for (const [what, change] of alterations) {
      await reader.page.evaluate((text) => {
        document.querySelector("farthing-button")?.setAttribute("offer", text);
      }, change(offer));
      await frameAt(reader, "stopped");
      const [notes, buttons] = [note, frameOf(reader.page).getByRole("button")];
      expect([what, await notes.count(), await buttons.count()]).toEqual([what, 1, 0]);
    }
    // Another merchant's name only leads to a frame that is not there.
    const other = alter(offer, { aud: "mer_00000000000000000000000001" });
    await reader.page.evaluate((text) => {
      document.querySelector("farthing-button")?.setAttribute("offer", text);
    }, other);
    await reader.page.waitForTimeout(answerMs);
    expect(await frameOf(reader.page).getByRole("button").count()).toBe(0);
  });
  expect(readBooks(stage)).toEqual(before);
});

interface Sent {
  readonly offer: string;
  readonly parent: string;
  readonly authorization: object;
}

const onTheWire: readonly [what: string, change: (sent: Sent, dearer: string) => object][] = [
  ["a dearer offer", (sent, dearer) => ({ ...sent, offer: dearer })],
  [
    "the same offer with a higher price",
    (sent) => ({ ...sent, offer: alter(sent.offer, { amount: "50000" }) }),
  ],
  [
    "another gesture",
    ({ authorization, ...sent }) => ({
      ...sent,
      authorization: { ...authorization, gesture: "hold" },
    }),
  ],
  [
    "another counter",
    ({ authorization, ...sent }) => ({ ...sent, authorization: { ...authorization, counter: 40 } }),
  ],
];

test("on the wire: what was signed for one cent pays nothing else", async () => {
  const { reader, stage } = scene;
  const dearer = await scene.offer({ cents: 5 });
  const before = readBooks(stage);
  await expectGain(scene, "altered", async () => {
    for (const [what, change] of onTheWire) {
      await scene.visit("altered", { offer: await scene.offer({ cents: 1 }) });
      await frameAt(reader, "ready");
      await reader.page.waitForTimeout(200);
      await reader.page.route(/\/v1\/frame\/payments$/, (route) => {
        const sent = route.request().postDataJSON() as Sent;
        return route.continue({ postData: JSON.stringify(change(sent, dearer)) });
      });
      const answered = reader.page.waitForResponse(/\/v1\/frame\/payments$/);
      await clickButton(reader.page);
      expect([what, (await answered).ok()]).toEqual([what, false]);
      await reader.page.unroute(/\/v1\/frame\/payments$/);
    }
  });
  expect(readBooks(stage)).toEqual(before);
});
