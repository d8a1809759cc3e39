import { findNodeAtLocation, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { z } from "zod";
import type { Policy } from "./policy.ts";
import { PolicySchema, PolicyShape } from "./policySchema.ts";

/**
 * Why a policy is refused: one sentence, and the line of the file that it speaks of (1 is the first). In English alone, like
 * everything that the command line and the server's own log say: no page shows it.
 */
export interface PolicyFault {
  readonly line: number;
  readonly sentence: string;
}

/** Longest policy file that is looked at, in characters. */
export const policyLengthMax = 200_000;

type Parsed = { readonly policy: Policy } | { readonly fault: PolicyFault };

/** Reads a policy file. Pure: dates and signatures are judged by whoever takes it. */
export function parsePolicy(text: string): Parsed {
  return parseBy(PolicySchema, text);
}

/** Reads a policy that was taken: an order that is asked for since then does not undo it. */
export function parseTakenPolicy(text: string): Parsed {
  return parseBy(PolicyShape, text);
}

function parseBy(schema: z.ZodType<Policy>, text: string): Parsed {
  if (text.length > policyLengthMax) {
    return fault(
      1,
      `A policy has at most ${policyLengthMax} characters; this one has ${text.length}.`,
    );
  }
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [error] = errors;
  if (tree === undefined || error !== undefined) {
    const offset = error?.offset ?? 0;
    const what = error === undefined ? "empty" : printParseErrorCode(error.error);
    return fault(lineAt(text, offset), `This is not JSON: ${what}.`);
  }
  const parsed = schema.safeParse(JSON.parse(text));
  if (parsed.success) return { policy: parsed.data };
  const [issue] = parsed.error.issues;
  const path = (issue?.path ?? []).filter((step) => typeof step !== "symbol");
  if (issue?.code === "unrecognized_keys") {
    const [key = ""] = issue.keys;
    const node = findNodeAtLocation(tree, [...path, key])?.parent;
    return fault(
      lineAt(text, node?.offset ?? 0),
      `\`${named([...path, key])}\` is not a key of a policy.`,
    );
  }
  const isMissing = findNodeAtLocation(tree, path) === undefined;
  const message = isMissing ? "missing" : wordsOf(issue);
  return fault(lineOf(text, tree, path), `\`${named(path)}\`: ${message}.`);
}

const kinds: Readonly<Record<string, string>> = {
  object: "an object, in braces",
  array: "a list, in brackets",
  string: "a text, in quotes",
  number: "a number",
  int: "a whole number",
};

/** What should stand there. */
function wordsOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === "invalid_type") return kinds[issue.expected] ?? issue.message;
  return issue?.message ?? "wrong";
}

/** The line (1 is the first) of what is at `path` in a policy file, or else of what should hold it. */
export function policyLine(text: string, path: (string | number)[]): number {
  const tree = parseTree(text);
  return tree === undefined ? 1 : lineOf(text, tree, path);
}

function fault(line: number, sentence: string): { fault: PolicyFault } {
  return { fault: { line, sentence } };
}

/** The line of what is there, or of what should hold it. */
function lineOf(
  text: string,
  tree: NonNullable<ReturnType<typeof parseTree>>,
  path: (string | number)[],
) {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = findNodeAtLocation(tree, path.slice(0, length));
    if (node !== undefined) return lineAt(text, node.offset);
  }
  return 1;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

function named(path: readonly (string | number)[]): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
    .join("")
    .replace(/^\./, "");
}
