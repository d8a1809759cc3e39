import { afterAll, beforeAll, expect, test } from "vitest";
import {
  agree,
  approve,
  askGrant,
  newOffer,
  newPerson,
  openPage,
  ownHeaders,
} from "../payments/person.testing.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";

let stage: TestServer;
beforeAll(async () => {
  stage = await openTestServer();
});
afterAll(() => stage.close());

/** A grant whose page is open, and a new passkey's answer to its terms. */
async function ready() {
  const person = newPerson();
  const { grant } = await askGrant(stage, person, { offer: await newOffer(stage) });
  await openPage(stage, person, grant);
  const terms = { choice: "allow", limits: null, way: "create" } as const;
  const { credential } = await agree(stage, person, { grant, terms });
  return { person, grant, credential };
}

test("a credential that is nothing but brackets is refused at the door", async () => {
  const { grant } = await ready();
  const deep = `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`;
  for (const path of [`/v1/wallet/grants/${grant}/approve`, "/v1/wallet/sign-in"]) {
    const init = { method: "POST", headers: ownHeaders, body: `{"credential":${deep}}` };
    const response = await stage.fetch(path, init);
    const { code } = (await response.json()) as { code: string };
    expect([path, response.status, code]).toEqual([path, 400, "invalid-request"]);
  }
});

test("what is kept of an agreement is what proves it, and nothing else that was sent", async () => {
  const { person, grant, credential } = await ready();
  const padded = { ...(credential as object), padding: "x".repeat(10_000) };
  const { body } = await approve(stage, person, { grant, credential: padded });
  expect(body.outcome.kind).toBe("captured");
  const { evidence } = await stage.deps.store
    .selectFrom("allowances")
    .select("evidence")
    .executeTakeFirstOrThrow();
  const { id, response } = credential as { id: string; response: object };
  expect(JSON.parse(evidence)).toEqual({
    kind: "enrolment",
    terms: expect.objectContaining({ grant, choice: "allow" }),
    credential: { id, rawId: id, type: "public-key", clientExtensionResults: {}, response },
  });
});
