/** The parts of OpenAPI 3.1 that the page draws. Everything is optional: the document is read, not believed. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
}

interface Body {
  readonly description?: string;
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: Schema;
}

interface RawOperation {
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Body;
  readonly responses?: Readonly<Record<string, Body>>;
}

/** One entry of the problem catalogue, as `x-problems` lists it. */
export interface ProblemEntry {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly hint: string;
  readonly retry: string;
}

export interface OpenApi {
  readonly info?: { readonly title?: string; readonly description?: string };
  readonly paths?: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
  readonly "x-problems"?: readonly ProblemEntry[];
}

/** One operation as the page shows it. */
export interface Operation {
  /** Anchor: `post-v1-frame-payments`. */
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly group: string;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | null;
  readonly answer: { readonly type: string; readonly schema: Schema | null } | null;
  /** Codes of the problems it can answer with, in the document's order. */
  readonly problems: readonly string[];
}

const methods = ["get", "post", "put", "patch", "delete"];

/** The operations of a document, in its order. */
export function operationsOf(document: OpenApi): Operation[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => methods.includes(method))
      .map(([method, raw]) => operation(method, path, raw)),
  );
}

function operation(method: string, path: string, raw: RawOperation): Operation {
  return {
    id: `${method}${path}`
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replace(/-$/, ""),
    method: method.toUpperCase(),
    path,
    summary: raw.summary ?? path,
    group: raw.tags?.[0] ?? "other",
    parameters: raw.parameters ?? [],
    body: raw.requestBody?.content?.["application/json"]?.schema ?? null,
    answer: answerOf(raw),
    problems: problemsOf(raw),
  };
}

function answerOf(raw: RawOperation): Operation["answer"] {
  const success = Object.entries(raw.responses ?? {}).find(([status]) => status.startsWith("2"));
  const [type, content] = Object.entries(success?.[1].content ?? {})[0] ?? [];
  return type === undefined ? null : { type, schema: content?.schema ?? null };
}

/** The server names each problem in the description of its status: "`offer-expired`: The offer has …". */
function problemsOf(raw: RawOperation): string[] {
  return Object.entries(raw.responses ?? {})
    .filter(([status]) => !status.startsWith("2"))
    .flatMap(([, { description = "" }]) =>
      [...description.matchAll(/`([a-z0-9-]+)`:/g)].map(([, code = ""]) => code),
    );
}

/** Operations whose words hold every word that was typed, in any case and order. */
export function search(operations: readonly Operation[], typed: string): Operation[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return operations.filter((each) => {
    const text = `${each.method} ${each.path} ${each.summary} ${each.problems.join(" ")}`;
    return words.every((word) => text.toLowerCase().includes(word));
  });
}
