import { ProblemError } from "@farthing/core";
import type { z } from "zod";
import type { Ctx } from "./context.ts";

/** Longest body that is read, in bytes. */
const bodyBytesMax = 65_536;

const jsonType = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/**
 * The body as `schema` describes it. Throws `unsupported-media-type`, `body-too-large`, `malformed-json`,
 * or `invalid-request` naming the first field that does not fit (its name, never its value).
 */
export async function readJson<Schema extends z.ZodType>(
  c: Ctx,
  schema: Schema,
): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(await readJsonValue(c));
  if (parsed.success) return parsed.data;
  throw invalidRequest(parsed.error.issues[0]);
}

/** The body as JSON before any schema saw it, bounded and of the right type. */
async function readJsonValue(c: Ctx): Promise<unknown> {
  const request = c.req.raw;
  if (!jsonType.test(request.headers.get("content-type") ?? "")) {
    throw new ProblemError("unsupported-media-type");
  }
  const text = await readText(request);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ProblemError("malformed-json");
  }
}

/** Query or path fields as `schema` describes them; throws `invalid-request`. */
export function readFields<Schema extends z.ZodType>(
  fields: Record<string, string>,
  schema: Schema,
): z.output<Schema> {
  const parsed = schema.safeParse(fields);
  if (parsed.success) return parsed.data;
  throw invalidRequest(parsed.error.issues[0]);
}

function invalidRequest(issue: z.core.$ZodIssue | undefined): ProblemError {
  const path = issue?.path.map(String).join(".").slice(0, 100) ?? "";
  const unknown =
    issue?.code === "unrecognized_keys" ? ` (${issue.keys.join(", ").slice(0, 100)})` : "";
  const where = path === "" ? "the body" : `\`${path}\``;
  return new ProblemError(
    "invalid-request",
    `${where}: ${issue?.message ?? "invalid"}${unknown}`.slice(0, 300),
  );
}

async function readText(request: Request): Promise<string> {
  const length = request.headers.get("content-length");
  if (length !== null && Number(length) > bodyBytesMax) throw new ProblemError("body-too-large");
  // With a length the HTTP parser reads no more than that; a chunked body is counted as it comes.
  if (length !== null && !request.headers.has("transfer-encoding")) return request.text();
  return readStream(request);
}

async function readStream(request: Request): Promise<string> {
  if (request.body === null) return "";
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of request.body as ReadableStream<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > bodyBytesMax) throw new ProblemError("body-too-large");
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
