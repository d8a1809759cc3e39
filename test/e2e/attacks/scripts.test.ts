import { afterAll, beforeAll, expect, test } from "vitest";
import { type Books, countGrants, readBooks } from "../books.ts";
import { isAt } from "../isAt.ts";
import { frameAt, readPayments } from "../reader.ts";
import { buttonOf, frameOf } from "../stage.ts";
import { answerMs, clickButton, expectGain, openScene, type Scene } from "./scene.ts";

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

/** Besides money: nothing is opened, enrolled or signed in. */
function expectSame(before: Books, after: Books): void {
  expect(after).toEqual(before);
}

/** A script ran to its end, and the button it attacked still says its own price. */
async function afterScript(price: string): Promise<void> {
  const { reader } = scene;
  await reader.page.locator("body[data-done]").waitFor();
  await frameAt(reader, "ready");
  await buttonOf(reader, new RegExp(`^Read for \\$${price}`)).waitFor();
  await reader.page.waitForTimeout(answerMs);
}

test.each(["recreate", "flood"])(
  "%s: a script with the page to itself pays nothing",
  async (name) => {
    const { reader, stage } = scene;
    const before = readBooks(stage);
    const [popups, grants] = [reader.popups(), countGrants(stage)];
    await expectGain(scene, name, async () => {
      const [offer, other] = [await scene.offer({ cents: 1 }), await scene.offer({ cents: 5 })];
      await scene.visit(name, { offer, other });
      await afterScript("0.01");
    });
    expectSame(before, readBooks(stage));
    expect({ popups: reader.popups(), grants: countGrants(stage) }).toEqual({ popups, grants });
  },
);

test("steal: a script finds neither key nor cookie nor session, and reads no answer of the wallet", async () => {
  const { reader } = scene;
  await expectGain(scene, "steal", async () => {
    await scene.visit("steal", { offer: await scene.offer({ cents: 5 }) });
    await frameAt(reader, "ready");
    expect(await reader.page.evaluate("steal()")).toEqual([]);
  });
});

test("credentials: requests with the reader's own cookies, to every address there is, change nothing", async () => {
  const { reader, stage } = scene;
  const [payment] = await readPayments(stage, reader, 1);
  const api = await reader.context.request.get(`${stage.wallet}/v1/openapi.json`);
  const { paths } = (await api.json()) as { paths: Record<string, unknown> };
  const addresses = Object.keys(paths).map((path) =>
    path.replace("{id}", payment?.id ?? "").replaceAll(/\{\w+\}/g, "0"),
  );
  expect(addresses.length).toBeGreaterThan(25);
  const before = readBooks(stage);
  const grants = countGrants(stage);
  await expectGain(scene, "credentials", async () => {
    await scene.visit("credentials", { offer: await scene.offer({ cents: 5 }) });
    const statuses = await reader.page.evaluate(`send(${JSON.stringify(addresses)})`);
    // As JSON nothing leaves the browser: there is no credentialed CORS.
    expect(statuses).toEqual([]);
  });
  expectSame(before, readBooks(stage));
  expect(countGrants(stage)).toBe(grants);
});

/** Between two clicks of a page that knows of the policy: with the time that a page takes to load it is over two seconds. */
const slowMs = 1_200;

test("keep-clicking: whoever clicks on and on behind a mask loses the line of a day, and no more", async () => {
  const { reader } = scene;
  const gained = await expectGain(scene, "keep-clicking", async () => {
    for (let round = 1; round <= 12; round += 1) {
      await scene.visit("keep-clicking", {
        offer: await scene.offer({ cents: 5 }),
        other: String(round),
      });
      await isAt(frameOf(reader.page), ["ready", "over-line"]);
      if ((await frameOf(reader.page).locator('html[data-state="over-line"]').count()) > 0) break;
      // Armed half a second after it is drawn.
      await reader.page.waitForTimeout(200);
      await clickButton(reader.page);
      await frameAt(reader, "paid");
      // Any faster, and the sixth click in ten seconds asks for a passkey.
      await reader.page.waitForTimeout(slowMs);
    }
    await frameOf(reader.page).getByText("left here").waitFor();
    await frameAt(reader, "over-line");
  });
  // The first payment of all was not a click: the whole line of a day was left.
  expect(gained).toBe(500_000n);
});
