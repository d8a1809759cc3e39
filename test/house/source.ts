// What the house rules look at: the files of this repository, and the syntax trees of those that are code.
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseSync } from "vite";
import { filesBelow } from "../../scripts/hash.mjs";
import { root } from "../../scripts/workspaces.mjs";

/** A file of the repository; `path` is relative to the root, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A node of an ESTree syntax tree, as far as the rules need to know it. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly [field: string]: unknown;
}

// `.git` is a file where the checkout is a worktree.
const notOurs =
  /^(data|coverage|test\/e2e\/screenshots|node_modules)\/|^(package-lock\.json|\.git)$/;
const binary = /\.(png|jpe?g|gif|ico|webp|woff2?|db|db-wal|db-shm|tsbuildinfo)$/;

/** Every text file of the repository that people write: no installed, built or recorded ones. */
export function readHouse(): SourceFile[] {
  return filesBelow(root)
    .map((file) => ({ file, path: relative(root, file).replaceAll("\\", "/") }))
    .filter(({ path }) => !notOurs.test(path) && !binary.test(path))
    .map(({ file, path }) => ({ path, text: readFileSync(join(file), "utf8") }));
}

/** True for TypeScript and for the scripts. */
export function isCode(file: SourceFile): boolean {
  return /\.(ts|tsx|mts|mjs)$/.test(file.path);
}

/** True for tests and for what only tests use. */
export function isTest(file: SourceFile): boolean {
  return /\.(test|testing)\.(ts|tsx|mjs)$/.test(file.path) || /^(test|examples)\//.test(file.path);
}

/** Every node of a file's syntax tree, parents first. Throws when the file does not parse. */
export function nodesOf(file: SourceFile): SyntaxNode[] {
  const lang = file.path.endsWith("tsx") ? "tsx" : file.path.endsWith("ts") ? "ts" : "js";
  const { program, errors } = parseSync(file.path, file.text, { lang });
  const first = errors[0];
  if (first) throw new Error(`${file.path}: ${first.message}`);
  const found: SyntaxNode[] = [];
  collect(program, found);
  return found;
}

function collect(value: unknown, found: SyntaxNode[]): void {
  if (Array.isArray(value)) {
    for (const each of value) collect(each, found);
  } else if (isNode(value)) {
    found.push(value);
    for (const each of Object.values(value)) collect(each, found);
  }
}

/** True for anything shaped like a syntax node. */
export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

/** Line number, from 1, of a place in a file. */
export function lineAt(file: SourceFile, offset: number): number {
  return file.text.slice(0, offset).split("\n").length;
}
