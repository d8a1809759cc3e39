import type { PaymentOutcome, PaymentRequest } from "@farthing/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newPages } from "../grants/grantStage.testing.ts";
import { type AuditedServer, openAudited } from "./books.testing.ts";
import {
  clickBody,
  newFrameKey,
  newPerson,
  ownHeaders,
  payOnPage,
  type Person,
} from "./person.testing.ts";
import type { TestServer } from "../server.testing.ts";

const lines: Record<string, unknown>[] = [];
let audited: AuditedServer;
let stage: TestServer;
beforeAll(async () => {
  audited = await openAudited({ lines });
  stage = audited.stage;
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => stage);

async function sendFrom(address: string, body: PaymentRequest): Promise<string> {
  const url = new URL("/v1/frame/payments", stage.deps.config.origin);
  const init = { method: "POST", headers: ownHeaders, body: JSON.stringify(body) };
  const response = await stage.server.fetch(new Request(url, init), { address });
  const answer = (await response.json()) as PaymentOutcome & { code?: string };
  return answer.code ?? ("reason" in answer ? `${answer.kind} ${answer.reason}` : answer.kind);
}

/** A click with the counter that was used last: what a copy of the key would send. */
async function copyOf(person: Person): Promise<PaymentRequest> {
  const key = { ...person.key, counter: person.key.counter - 1 };
  return clickBody(stage, { ...person, key }, { offer: await fresh({ amount: 10_000n }) });
}

async function newClicker(address: string): Promise<{ person: Person; first: PaymentRequest }> {
  const person = newPerson();
  await payOnPage(stage, person, { offer: await fresh() });
  const first = clickBody(stage, person, { offer: await fresh({ amount: 10_000n }) });
  expect(await sendFrom(address, first)).toBe("captured");
  return { person, first };
}

const click = async (person: Person) =>
  clickBody(stage, person, { offer: await fresh({ amount: 10_000n }) });

/** The order of P-256 (SEC 2 §2.4.2). */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

function twinOf(signature: string): string {
  const hex = Buffer.from(signature, "base64url").toString("hex");
  const s = order - BigInt(`0x${hex.slice(64)}`);
  return Buffer.from(hex.slice(0, 64) + s.toString(16).padStart(64, "0"), "hex").toString(
    "base64url",
  );
}

/** where the first use came from · where the second did · what it hears · what the next honest click hears */
const table: [first: string, second: string, hears: string, then: string][] = [
  ["203.0.113.7", "203.0.113.7", "counter-conflict", "captured"],
  ["203.0.113.7", "203.0.113.200", "counter-conflict", "captured"],
  ["203.0.113.7", "198.51.100.7", "declined device-revoked", "declined device-revoked"],
  ["2001:db8:1:a::1", "2001:db8:1:b::2", "counter-conflict", "captured"],
  ["2001:db8:1::1", "2001:db8:2::1", "declined device-revoked", "declined device-revoked"],
  ["203.0.113.7", "unknown", "counter-conflict", "captured"],
];

test.each(table)("rule 10: used from %s, then again from %s", async (one, two, hears, then) => {
  lines.length = 0;
  const { person, first } = await newClicker(one);
  expect(await sendFrom(two, await copyOf(person))).toBe(hears);
  expect(await sendFrom(one, await click(person))).toBe(then);
  // The same bytes are a retry, from wherever: a phone that left the house hears its first answer.
  expect(await sendFrom(two, first)).toBe("captured");
  const warned = lines.filter(({ msg }) => String(msg).startsWith("a key is closed"));
  expect(warned).toHaveLength(then === "captured" ? 0 : 1);
});

test("a payer who moves between networks is never frozen for it", async () => {
  const { person } = await newClicker("203.0.113.7");
  for (const address of ["198.51.100.7", "2001:db8::1", "203.0.113.7"]) {
    expect(await sendFrom(address, await click(person))).toBe("captured");
  }
});

test("the other signature of the same bytes, (r, n − s), is the same click: a retry, and nobody is frozen", async () => {
  const person = { ...newPerson(), key: newFrameKey("P-256") };
  await payOnPage(stage, person, { offer: await fresh() });
  const first = await click(person);
  expect(await sendFrom("203.0.113.7", first)).toBe("captured");
  const again = { ...first, signature: twinOf(first.signature) };
  expect(again.signature).not.toBe(first.signature);
  expect(await sendFrom("198.51.100.7", again)).toBe("captured");
  expect(await sendFrom("203.0.113.7", await click(person))).toBe("captured");
});

test("a forged signature from elsewhere freezes nobody", async () => {
  const { person } = await newClicker("203.0.113.7");
  const forged = { ...(await copyOf(person)), signature: "A".repeat(86) };
  expect(await sendFrom("198.51.100.7", forged)).toBe("signature-invalid");
  expect(await sendFrom("203.0.113.7", await click(person))).toBe("captured");
});

test("frozen keys are counted", async () => {
  const text = await (await stage.fetch("/metrics")).text();
  expect(text).toContain("\nfarthing_keys_frozen_total 2\n");
});
