import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askGrant, newOffer, newPerson } from "../payments/person.testing.ts";
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

async function newGrant() {
  const offer = await newOffer(stage);
  const { grant } = await askGrant(stage, newPerson(), { offer });
  return loadGrant(stage.deps, grant);
}

test("a store that fails ends the stream and not the process, and the log says why", async () => {
  const store = await openStore(join(stage.folder, "gone.db"));
  await store.destroy();
  const stream = grantEvents({ ...stage.deps, store }, await newGrant());
  expect(await new Response(stream).text()).toBe("event: status\ndata: waiting\n\n");
  expect(lines.map(({ msg }) => msg)).toContain("a grant's stream ends early");
  expect(stage.deps.grantHub.size()).toBe(0);
});
