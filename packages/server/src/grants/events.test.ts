import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askGrant, newOffer, newPerson, ownHeaders, prove } from "../payments/person.testing.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";
import { openStore } from "../store/openStore.ts";
import { grantEvents } from "./events.ts";
import { loadGrant } from "./grant.ts";

let stage: TestServer;
const lines: Record<string, unknown>[] = [];
beforeAll(async () => {
  stage = await openTestServer({ lines });
});
afterAll(() => stage.close());

async function newGrant(person = newPerson()) {
  const offer = await newOffer(stage);
  const { grant } = await askGrant(stage, person, { offer });
  return loadGrant(stage.deps, grant);
}

test("a store that fails ends the stream and not the process, and the log says why", async () => {
  const store = await openStore(join(stage.folder, "gone.db"));
  await store.destroy();
  const stream = grantEvents({ ...stage.deps, store }, await newGrant(), "192.0.2.1");
  expect(await new Response(stream).text()).toBe("event: status\ndata: waiting\n\n");
  expect(lines.map(({ msg }) => msg)).toContain("a grant's stream ends early");
  expect(stage.deps.grantHub.size()).toBe(0);
});

test("the 65th stream of one address is refused until one of the others ends; another address is served", async () => {
  const address = "192.0.2.2";
  const listen = async (from: string) => {
    const person = newPerson();
    const { id } = (await newGrant(person)).row;
    const proof = prove(stage, person.key, { purpose: "grant-events", subject: id });
    const init = { method: "POST", headers: ownHeaders, body: JSON.stringify({ proof }) };
    const url = `${stage.deps.config.origin}/v1/frame/grants/${id}/events`;
    return stage.server.fetch(new Request(url, init), { address: from });
  };
  const open = await Promise.all(Array.from({ length: 64 }, () => listen(address)));
  expect(new Set(open.map(({ status }) => status))).toEqual(new Set([200]));
  const refused = await listen(address);
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"]);
  expect(await refused.json()).toMatchObject({ code: "unavailable" });
  const neighbour = await listen("192.0.2.3");
  await open[0]?.body?.cancel();
  const next = await listen(address);
  expect([neighbour.status, next.status]).toEqual([200, 200]);
  for (const { body } of [...open.slice(1), neighbour, next]) await body?.cancel();
  expect(stage.deps.grantHub.size()).toBe(0);
});
