import type { OpenApi, Schema } from "./openApi.ts";

/** One line of a readable schema. */
export interface Row {
  /** `amount`, or `price.amount` one level in. */
  readonly name: string;
  readonly depth: number;
  readonly type: string;
  readonly isRequired: boolean;
  /** Bounds and explanation. */
  readonly notes: string;
}

/** Deepest nesting that is drawn; the rest is named by its type. */
const depthMax = 5;

/**
 * A schema as lines, fields indented under their parent. Alternatives come one after the other, each
 * under a line that says which it is.
 */
export function schemaRows(schema: Schema, document: OpenApi): Row[] {
  return rowsOf(schema, document, 0);
}

function rowsOf(schema: Schema, document: OpenApi, depth: number): Row[] {
  if (depth > depthMax) return [];
  const solid = resolve(schema, document);
  const parts = (solid.allOf ?? []).flatMap((part) => rowsOf(part, document, depth));
  const choices = alternatives(solid, document);
  if (choices.length > 1) {
    return choices.flatMap((choice, at) => {
      const name = `one of ${choices.length}: ${kindOf(choice, document) ?? `(${at + 1})`}`;
      const inner = rowsOf(choice, document, depth + 1);
      return inner.length === 0
        ? []
        : [{ name, depth, type: "", isRequired: false, notes: "" }, ...inner];
    });
  }
  const only = choices[0] ?? solid;
  const fields = Object.entries(only.properties ?? {}).flatMap(([name, field]) =>
    fieldRows({ name, field, depth, isRequired: only.required?.includes(name) ?? false }, document),
  );
  const items = only.items === undefined ? [] : rowsOf(only.items, document, depth);
  return [...parts, ...fields, ...items];
}

function fieldRows(
  line: { name: string; field: Schema; depth: number; isRequired: boolean },
  document: OpenApi,
): Row[] {
  const { name, field, depth, isRequired } = line;
  const solid = resolve(field, document);
  return [
    { name, depth, isRequired, type: typeName(solid, document), notes: notesOf(solid) },
    ...rowsOf(solid, document, depth + 1),
  ];
}

/** Follows `$ref` inside the document; anything else is left as it is. */
function resolve(schema: Schema, document: OpenApi): Schema {
  const name = schema.$ref?.match(/^#\/components\/schemas\/(.+)$/)?.[1];
  return name === undefined ? schema : (document.components?.schemas?.[name] ?? schema);
}

function alternatives(schema: Schema, document: OpenApi): Schema[] {
  const all = (schema.anyOf ?? schema.oneOf ?? []).map((choice) => resolve(choice, document));
  return all.filter((choice) => choice.type !== "null");
}

/** The value that tells an alternative from the others: its constant `kind`, `status` … */
function kindOf(schema: Schema, document: OpenApi): string | null {
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const { const: constant, enum: values } = resolve(field, document);
    const value = constant ?? (values?.length === 1 ? values[0] : undefined);
    if (value !== undefined) return `${name} ${JSON.stringify(value)}`;
  }
  return null;
}

/** `text`, `whole number`, `list of object`, `text or null`, or the values it may have. */
export function typeName(schema: Schema, document: OpenApi): string {
  const solid = resolve(schema, document);
  if (solid.const !== undefined) return JSON.stringify(solid.const);
  if (solid.enum !== undefined) return solid.enum.map((value) => JSON.stringify(value)).join(" | ");
  const among = solid.anyOf ?? solid.oneOf;
  if (among !== undefined) {
    return [...new Set(among.map((choice) => typeName(choice, document)))].join(" or ");
  }
  const types = typeof solid.type === "string" ? [solid.type] : (solid.type ?? ["any"]);
  return types.map((type) => oneType(type, solid, document)).join(" or ");
}

const typeWords: Record<string, string> = { string: "text", integer: "whole number" };

function oneType(type: string, schema: Schema, document: OpenApi): string {
  if (type !== "array") return typeWords[type] ?? type;
  return schema.items === undefined ? "list" : `list of ${typeName(schema.items, document)}`;
}

function notesOf(schema: Schema): string {
  const { description, minimum, maximum, minLength, maxLength, maxItems, pattern } = schema;
  return [
    description,
    minimum === undefined ? undefined : `at least ${minimum}`,
    maximum === undefined ? undefined : `at most ${maximum}`,
    minLength === undefined || minLength < 2 ? undefined : `at least ${minLength} characters`,
    maxLength === undefined ? undefined : `at most ${maxLength} characters`,
    maxItems === undefined ? undefined : `at most ${maxItems} items`,
    pattern === undefined ? undefined : `matches ${pattern}`,
  ]
    .filter((note) => note !== undefined)
    .join("; ");
}
