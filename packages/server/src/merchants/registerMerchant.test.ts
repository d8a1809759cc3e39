import { bytesEqual, idFromUint } from "@farthing/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestServer, type TestServer } from "../server.testing.ts";
import { merchantById } from "./merchant.ts";
import { newApiKey, registerMerchant } from "./registerMerchant.ts";

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

const id = idFromUint("merchant", 9n);
const base = { id, name: "Kiosk", origins: ["https://kiosk.example"] };

/** What the merchant's server gets with that key: its own 404, or the door. */
async function ask(apiKey: string): Promise<number> {
  const headers = { authorization: `Bearer ${apiKey}` };
  return (await server.fetch("/v1/payments/x", { headers })).status;
}

test("registered again, a merchant has its new name, origins and key at once, and its old secrets", async () => {
  const [first, second] = [newApiKey(), newApiKey()];
  await registerMerchant(server.deps, { ...base, apiKey: first });
  const before = await merchantById(server.deps, id);
  expect(before).toMatchObject({ ...base, feeBasisPoints: server.deps.config.feeBasisPoints });
  expect([await ask(first), await ask(second)]).toEqual([404, 401]);
  const origins = ["https://kiosk.example", "http://localhost:8080"];
  await registerMerchant(server.deps, { ...base, name: "The Kiosk", origins, apiKey: second });
  const after = await merchantById(server.deps, id);
  expect(after).toMatchObject({ name: "The Kiosk", origins });
  expect(bytesEqual(after!.groupKey, before!.groupKey)).toBe(true);
  expect([await ask(first), await ask(second)]).toEqual([401, 404]);
});

test("the store holds neither the API key nor the group key", async () => {
  const apiKey = newApiKey();
  await registerMerchant(server.deps, { ...base, apiKey });
  const { groupKey } = (await merchantById(server.deps, id))!;
  const row = await server.deps.store
    .selectFrom("merchants")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const stored = Buffer.concat([row.api_key_hash, row.group_key_sealed]);
  expect(stored.includes(apiKey)).toBe(false);
  expect(stored.includes(Buffer.from(groupKey))).toBe(false);
});

test("nobody is found under an unknown id, and keys are never the same", async () => {
  expect(await merchantById(server.deps, idFromUint("merchant", 10n))).toBe(null);
  const keys = new Set(Array.from({ length: 100 }, newApiKey));
  expect(keys.size).toBe(100);
  for (const key of keys) expect(key).toMatch(/^fk_[\w-]{43}$/);
});

test.each([
  ["an origin with a slash", { origins: ["https://kiosk.example/"] }],
  ["an origin without a scheme", { origins: ["kiosk.example"] }],
  ["a short key", { apiKey: "short" }],
  ["an id of another kind", { id: idFromUint("payer", 1n) }],
])("%s is a bug of ours", async (_, wrong) => {
  const merchant = { ...base, apiKey: newApiKey(), ...wrong };
  await expect(registerMerchant(server.deps, merchant)).rejects.toThrow(/must hold/);
});
