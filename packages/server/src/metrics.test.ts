import { afterAll, beforeAll, expect, test } from "vitest";
import { newPages } from "./grants/grantStage.testing.ts";
import {
  clickBody,
  newPerson,
  payOnPage,
  type Person,
  post,
  randomText,
} from "./payments/person.testing.ts";
import { openTestServer, type TestServer } from "./server.testing.ts";

let stage: TestServer;
beforeAll(async () => {
  stage = await openTestServer();
});
afterAll(() => stage.close());

const fresh = newPages(() => stage);
const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0";
const safari = "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Safari/605.1.15";

async function click(person: Person, userAgent: string, amount = 10_000n): Promise<void> {
  const body = clickBody(stage, person, { offer: await fresh({ amount }) });
  await post(stage, "/v1/frame/payments", body, { "user-agent": userAgent });
}

const counted = async (name: string) =>
  (await (await stage.fetch("/metrics")).text())
    .split("\n")
    .filter((line) => line.startsWith(name))
    .sort();

test("payments and questions are counted by engine and by rung, and what a payer is asked per 100 payments", async () => {
  const kept = newPerson();
  await payOnPage(stage, kept, { offer: await fresh() });
  for (let at = 0; at < 4; at += 1) await click(kept, firefox);
  await click(kept, firefox, 60_000n);
  const cookie = `__Host-farthing-part-${stage.merchant.id.slice(-8)}=${randomText(32)}`;
  const memory = { ...newPerson(), partition: cookie };
  await payOnPage(stage, memory, { offer: await fresh(), keyStorage: "memory" });
  await click(memory, safari);
  const bare = newPerson();
  await payOnPage(stage, bare, { offer: await fresh(), keyStorage: "memory" });

  expect(await counted("farthing_payments_total{")).toEqual([
    'farthing_payments_total{outcome="captured",engine="firefox",rung="K"} 4',
    'farthing_payments_total{outcome="captured",engine="other",rung="C"} 1',
    'farthing_payments_total{outcome="captured",engine="other",rung="K"} 1',
    'farthing_payments_total{outcome="captured",engine="other",rung="P"} 1',
    'farthing_payments_total{outcome="captured",engine="webkit",rung="C"} 1',
    'farthing_payments_total{outcome="step-up:over-per-click",engine="firefox",rung="K"} 1',
  ]);
  expect(await counted("farthing_prompts_total{")).toEqual([
    'farthing_prompts_total{kind="passkey",engine="other",rung="C"} 1',
    'farthing_prompts_total{kind="passkey",engine="other",rung="K"} 1',
    'farthing_prompts_total{kind="passkey",engine="other",rung="P"} 1',
    'farthing_prompts_total{kind="step-up",engine="firefox",rung="K"} 1',
    'farthing_prompts_total{kind="wallet-page",engine="other",rung="C"} 1',
    'farthing_prompts_total{kind="wallet-page",engine="other",rung="K"} 1',
    'farthing_prompts_total{kind="wallet-page",engine="other",rung="P"} 1',
  ]);
  // A wallet page with its passkey is one interruption; a refused click is none until something is asked.
  expect(await counted("farthing_prompts_per_100_payments{")).toEqual([
    'farthing_prompts_per_100_payments{engine="firefox",rung="K"} 0',
    'farthing_prompts_per_100_payments{engine="other",rung="C"} 100',
    'farthing_prompts_per_100_payments{engine="other",rung="K"} 100',
    'farthing_prompts_per_100_payments{engine="other",rung="P"} 100',
    'farthing_prompts_per_100_payments{engine="webkit",rung="C"} 0',
  ]);
});
