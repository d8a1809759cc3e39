import { instant, newId, toBase64url } from "@farthing/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import * as protocol from "./index.ts";

/** Every schema of the public surface, by name. */
const surface: [string, unknown][] = Object.entries(protocol);
const schemas = surface.flatMap(([name, one]): [string, z.ZodType][] =>
  one instanceof z.ZodType ? [[name, one]] : [],
);

const now = instant(1_795_000_000_000);
const bytes = (length: number) => toBase64url(new Uint8Array(length).fill(7));
const price = { amount: "50000", asset: "PLAY/6" };
const [payment, allowance] = [newId("payment", now), newId("allowance", now)];
const [grant, device] = [newId("grant", now), { alg: "Ed25519", key: bytes(32) }];
const proof = { device, time: now, signature: bytes(64) };
const parent = "https://news.example";
const resource = "https://news.example/articles/1";
const authorization = {
  offer: bytes(32),
  allowance,
  counter: 1,
  nonce: bytes(16),
  time: now,
  notAfter: now,
  gesture: "click",
};
const line = {
  id: allowance,
  perClick: price,
  left24h: price,
  leftTotal: price,
  per24h: price,
  total: price,
  expiresAt: now,
  moreAt: null,
};
const limits = { perClick: "50000", per24h: "500000", total: "2000000", expiresAt: now };

/** One good body of every kind that a stranger sends. */
const bodies: Record<string, object> = {
  HelloRequest: { offer: "a.b.c", parent, proof, keyStorage: "kept" },
  GrantRequest: { grant, offer: "a.b.c", parent, returnTo: resource, keyStorage: "kept", proof },
  GrantProof: { proof },
  PaymentRequest: { offer: "a.b.c", parent, authorization, device, signature: bytes(64) },
  UndoRequest: { proof },
  OfferRequest: {
    resource,
    title: "Salt",
    price,
    access: "own",
    visitor: bytes(32),
    expiresInSeconds: 60,
  },
  ReceiptClaimRequest: { nonce: bytes(16) },
  OpenGrantRequest: { arrival: "1.same-origin.x" },
  OfferGrantRequest: { offer: "a.b.c", arrival: "1.cross-site.x" },
  TermsRequest: { choice: "allow", limits, way: "create" },
  ApproveRequest: { credential: { id: "x" } },
  SignInRequest: { credential: { id: "x" } },
  TopUpRequest: { money: price },
  AllowanceView: line,
  PaymentOutcome: { kind: "captured", payment, receipt: "a.b.c", undoUntil: now, allowance: line },
  MerchantPayment: {
    id: payment,
    status: "captured",
    bill: null,
    price,
    fee: price,
    givenBack: price,
    resource,
    capturedAt: now,
    undoUntil: now,
  },
};
/** Fields of a body that may be absent. */
const optional: Record<string, string[]> = {
  HelloRequest: ["proof", "keyStorage"],
  OfferRequest: ["visitor", "expiresInSeconds"],
  // A sale that was no bill's.
  MerchantPayment: ["bill"],
};
const schemaOf = (name: string) => schemas.find(([known]) => known === name)![1];

test("every schema takes any value and answers, never throws", () => {
  expect(schemas.length).toBeGreaterThanOrEqual(40);
  const any = fc.oneof(
    fc.anything({ withBigInt: true, withNullPrototype: true, withSparseArray: true }),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(any, (value) => {
      for (const [, schema] of schemas)
        expect(typeof schema.safeParse(value).success).toBe("boolean");
    }),
    { numRuns: 300 },
  );
});

test("a length that cannot be compared is refused wherever it stands, and does not throw", () => {
  const bomb: unknown = JSON.parse('{"length":{"valueOf":1,"toString":1}}');
  for (const [, schema] of schemas) expect(typeof schema.safeParse(bomb).success).toBe("boolean");
  for (const [name, body] of Object.entries(bodies)) {
    placesIn(body).forEach((_, at) => {
      const copy = structuredClone(body);
      const [holder, key] = placesIn(copy)[at]!;
      if (holder === Reflect.get(copy, "credential") || key === "credential") return;
      Reflect.set(holder, key, bomb);
      expect([name, key, schemaOf(name).safeParse(copy).success]).toEqual([name, key, false]);
    });
  }
});

test.each(["ApproveRequest", "SignInRequest"])(
  "%s: a credential nested eight deep is read, one deeper is refused, and 30,000 deep too",
  (name) => {
    const nested = (levels: number): unknown =>
      JSON.parse(`${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`);
    const accepts = (credential: unknown) => schemaOf(name).safeParse({ credential }).success;
    expect([8, 9, 30_000].map((levels) => accepts(nested(levels)))).toEqual([true, false, false]);
    const lists: unknown = JSON.parse(`${"[".repeat(30_000)}${"]".repeat(30_000)}`);
    expect(accepts({ id: lists })).toBe(false);
  },
);

test("a body with any part exchanged for any JSON is parsed or refused, never thrown on", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.keys(bodies)),
      fc.nat(),
      fc.jsonValue(),
      (name, pick, value) => {
        const body = structuredClone(bodies[name]!);
        const places = placesIn(body);
        const [holder, key] = places[pick % places.length]!;
        Object.defineProperty(holder, key, { value, enumerable: true });
        expect(typeof schemaOf(name).safeParse(body).success).toBe("boolean");
      },
    ),
    { numRuns: 1_000 },
  );
});

for (const [name, body] of Object.entries(bodies)) {
  test(`${name}: accepted as it is; an unknown field anywhere, or a missing one, is refused`, () => {
    const schema = schemaOf(name);
    expect(schema.parse(body)).toEqual(body);
    objectsIn(body).forEach((holder, at) => {
      // What WebAuthn says is checked by the passkey library: any field may stand there.
      if (holder === Reflect.get(body, "credential")) return;
      const copy = structuredClone(body);
      Reflect.set(objectsIn(copy)[at]!, "unknown", 1);
      expect([holder, schema.safeParse(copy).success]).toEqual([holder, false]);
    });
    for (const key of Object.keys(body)) {
      const copy = structuredClone(body);
      Reflect.deleteProperty(copy, key);
      const mayBeAbsent = optional[name]?.includes(key) ?? false;
      expect([key, schema.safeParse(copy).success]).toEqual([key, mayBeAbsent]);
    }
  });
}

/** Every object in `value`, itself included. */
function objectsIn(value: object): object[] {
  const inner = Object.values(value).filter((one) => typeof one === "object" && one !== null);
  return [value, ...inner.flatMap((one: object) => objectsIn(one))];
}

/** Every place in `value` that something else can be put into. */
function placesIn(value: object): [object, string][] {
  return objectsIn(value).flatMap((holder) =>
    Object.keys(holder).map((key): [object, string] => [holder, key]),
  );
}
