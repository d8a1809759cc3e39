// What a machine can check of the style and a linter does not. Each rule returns sentences that name the way out.
import {
  type SourceFile,
  type SyntaxNode,
  isCode,
  isNode,
  isTest,
  lineAt,
  nodesOf,
} from "./source.ts";

const linesMax = 500;
const medianLinesMax = 100;
const ninetiethLinesMax = 300;

/** No file is longer than 500 lines. */
export function judgeLength(file: SourceFile): string[] {
  const lines = lineCount(file);
  if (lines <= linesMax || !isCode(file)) return [];
  return [`${file.path} has ${lines} lines, ${linesMax} at most: split it, one verb a file.`];
}

/** Half of the source files have at most 100 lines, nine in ten at most 300. Tests do not count. */
export function judgeLengths(files: readonly SourceFile[]): string[] {
  const lengths = files
    .filter((file) => isCode(file) && !isTest(file))
    .map(lineCount)
    .sort((a, b) => a - b);
  const at = (share: number): number => lengths[Math.floor((lengths.length - 1) * share)] ?? 0;
  const faults = [];
  if (at(0.5) > medianLinesMax)
    faults.push(
      `Half of the files have more than ${at(0.5) - 1} lines, ${medianLinesMax} at most: split the longest.`,
    );
  if (at(0.9) > ninetiethLinesMax)
    faults.push(
      `One file in ten has more than ${at(0.9) - 1} lines, ${ninetiethLinesMax} at most: split the longest.`,
    );
  return faults;
}

function lineCount(file: SourceFile): number {
  return file.text.split("\n").length - 1;
}

/** Why a kind of syntax is not written here, and what to write. */
const syntaxFaults: Readonly<Record<string, (node: SyntaxNode) => string | null>> = {
  TSEnumDeclaration: () => "no enum: write a union of string literals, or a Record.",
  TSModuleDeclaration: (node) => {
    const global = node["kind"] === "global" || node["declare"] === true;
    // `declare module "react" { namespace JSX }` is the one way to tell React's types of an element.
    const id = node["id"];
    const isJsx = isNode(id) && id["name"] === "JSX";
    return global || isJsx ? null : "no namespace: a file is one already.";
  },
  TSAsExpression: (node) => {
    const inner = node["expression"];
    if (!isNode(inner) || inner.type !== "TSAsExpression") return null;
    return "no double assertion: parse the value, or narrow it with a function that checks it.";
  },
  NewExpression: (node) => {
    const callee = node["callee"];
    const args = node["arguments"];
    if (!isNode(callee) || callee["name"] !== "Date" || !Array.isArray(args)) return null;
    return args.length > 0
      ? null
      : "no new Date(): take a Clock as an argument and call clock.now().";
  },
};

/** No enum, namespace, double assertion or `new Date()`. */
export function judgeSyntax(file: SourceFile): string[] {
  if (!isCode(file) || file.path === "packages/core/src/clock.ts") return [];
  return nodesOf(file).flatMap((node) => {
    const fault = syntaxFaults[node.type]?.(node) ?? null;
    return fault === null ? [] : [`${file.path}:${lineAt(file, node.start)}: ${fault}`];
  });
}

interface BannedText {
  readonly pattern: RegExp;
  readonly wayOut: string;
}

// Written in pieces, so that this file does not break its own rules.
const unfinished = new RegExp(
  `\\b(${["FIX", "TO", "XX"].map((start) => `${start}${start === "FIX" ? "ME" : start === "TO" ? "DO" : "X"}`).join("|")})\\b`,
);

/** Texts that stand in no file. */
const bannedTexts: readonly BannedText[] = [
  { pattern: unfinished, wayOut: "finish it, or open an issue and delete the note." },
  {
    pattern: /(^|[\s"'`(=:])\/(work|home|Users|root)\/[\w.-]/,
    wayOut: "no path of one machine: derive it from import.meta.url or os.tmpdir().",
  },
  {
    pattern: /\bregistry\.(?!example)[a-z0-9-]+\.[a-z]{2,}/,
    wayOut: "no package registry's host: npm's own configuration names it.",
  },
];

/** No unfinished notes, paths of one machine or registry hosts. */
export function judgeText(file: SourceFile): string[] {
  return file.text
    .split("\n")
    .flatMap((line, index) =>
      bannedTexts
        .filter(({ pattern }) => pattern.test(line))
        .map(({ wayOut }) => `${file.path}:${index + 1}: ${wayOut}`),
    );
}
