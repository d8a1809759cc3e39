import { expect, test } from "vitest";
import { type OpenApi, operationsOf, search } from "./openApi.ts";
import { schemaRows, typeName } from "./schemaRows.ts";

const document: OpenApi = {
  components: {
    schemas: {
      Money: {
        type: "object",
        required: ["amount", "asset"],
        properties: { amount: { type: "string", maxLength: 19 }, asset: { type: "string" } },
      },
    },
  },
  paths: {
    "/v1/payments/{id}": {
      get: {
        summary: "One payment",
        tags: ["merchant"],
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
        responses: {
          200: {
            content: {
              "application/json": { schema: { $ref: "#/components/schemas/Money" } },
            },
          },
          404: { description: "`not-found`: There is nothing. `grant-used`: It was answered." },
        },
      },
    },
    "/log/key": { get: { responses: { 200: { content: { "text/plain": {} } } } } },
  },
};

test("operations are read in the document's order, with their problems", () => {
  const [payment, key] = operationsOf(document);
  expect(payment).toMatchObject({
    id: "get-v1-payments-id",
    method: "GET",
    group: "merchant",
    problems: ["not-found", "grant-used"],
  });
  expect(key).toMatchObject({ summary: "/log/key", group: "other", problems: [] });
  expect(key?.answer).toEqual({ type: "text/plain", schema: null });
});

test("search takes words in any order, also a problem's code", () => {
  const operations = operationsOf(document);
  const found = (typed: string) => search(operations, typed).map(({ path }) => path);
  expect(found("payment GET")).toEqual(["/v1/payments/{id}"]);
  expect(found("grant-used")).toEqual(["/v1/payments/{id}"]);
  expect(found("")).toHaveLength(2);
  expect(found("nothing like it")).toEqual([]);
});

test("a schema becomes lines: references followed, alternatives named", () => {
  const money = { $ref: "#/components/schemas/Money" };
  const schema = {
    anyOf: [
      { type: "object", properties: { kind: { const: "paid" }, price: money }, required: ["kind"] },
      { type: "object", properties: { kind: { const: "unknown" } } },
    ],
  };
  const lines = schemaRows(schema, document).map(
    ({ name, depth, type, isRequired }) => `${depth} ${name} ${type} ${isRequired}`,
  );
  expect(lines).toEqual([
    '0 one of 2: kind "paid"  false',
    '1 kind "paid" true',
    "1 price object false",
    "2 amount text true",
    "2 asset text true",
    '0 one of 2: kind "unknown"  false',
    '1 kind "unknown" false',
  ]);
});

test("types are words", () => {
  expect(typeName({ type: ["string", "null"] }, document)).toBe("text or null");
  expect(typeName({ anyOf: [{ type: "integer" }, { type: "null" }] }, document)).toBe(
    "whole number or null",
  );
  expect(typeName({ type: "array", items: { type: "string" } }, document)).toBe("list of text");
  expect(typeName({ enum: ["a", "b"] }, document)).toBe('"a" | "b"');
});

test("a schema that holds itself ends", () => {
  const self: OpenApi = {
    components: {
      schemas: { Tree: { properties: { child: { $ref: "#/components/schemas/Tree" } } } },
    },
  };
  expect(schemaRows({ $ref: "#/components/schemas/Tree" }, self)).toHaveLength(6);
});
