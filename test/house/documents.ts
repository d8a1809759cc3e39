// The written side of the house: links lead somewhere, decisions are numbered, public names are explained.
import { posix } from "node:path";
import { type SourceFile, type SyntaxNode, isNode, nodesOf } from "./source.ts";

/** The repository as the rules see it; paths are relative to its root. */
export interface Shelf {
  readonly exists: (path: string) => boolean;
  readonly read: (path: string) => string;
}

/** Every relative link of a Markdown file leads to a file, and its #anchor to a heading. */
export function judgeLinks(file: SourceFile, shelf: Shelf): string[] {
  if (!file.path.endsWith(".md")) return [];
  const prose = file.text.replaceAll(/^```[\s\S]*?^```/gm, "").replaceAll(/`[^`\n]*`/g, "");
  const links = [...prose.matchAll(/\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)|^\[[^\]]+\]: (\S+)/gm)];
  return links.flatMap(([, inline, reference]) => {
    const link = inline ?? reference ?? "";
    if (/^(https?|mailto):/.test(link)) return [];
    const fault = judgeLink(file, link, shelf);
    return fault === null ? [] : [`${file.path} links to ${link}: ${fault}`];
  });
}

function judgeLink(file: SourceFile, link: string, { exists, read }: Shelf): string | null {
  const [target = "", anchor] = decodeURI(link).split("#");
  const path = target === "" ? file.path : posix.join(posix.dirname(file.path), target);
  if (!exists(path)) return "no such file; correct the link or write the page.";
  if (anchor === undefined || !path.endsWith(".md")) return null;
  return headingAnchors(read(path)).includes(anchor) ? null : "no such heading on that page.";
}

/** The anchors that a forge makes of a page's headings. */
export function headingAnchors(markdown: string): string[] {
  const headings = [...markdown.replaceAll(/^```[\s\S]*?^```/gm, "").matchAll(/^#{1,6} (.+)$/gm)];
  return headings.map(([, text = ""]) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(/\s/g, "-"),
  );
}

/** Pages of docs/ that code or configuration names exist. */
export function judgeDocsMentions(file: SourceFile, { exists }: Shelf): string[] {
  const mentions = file.path.endsWith(".md") ? [] : file.text.matchAll(/\bdocs\/[\w./-]+\.md\b/g);
  return [...new Set([...mentions].map(([mention]) => mention))]
    .filter((mention) => !exists(mention))
    .map(
      (mention) =>
        `${file.path} names ${mention}: no such page; correct the name or write the page.`,
    );
}

/** Decisions are numbered from 0001 without gaps, and each page's title carries its number. */
export function judgeDecisions(files: readonly SourceFile[]): string[] {
  const pages = files.filter(({ path }) => path.startsWith("docs/decisions/"));
  return pages
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .flatMap(({ path, text }, index) => {
      const number = String(index + 1).padStart(4, "0");
      if (!new RegExp(`/${number}-[a-z0-9-]+\\.md$`).test(path)) {
        return [`${path}: name it docs/decisions/${number}-short-title.md; numbers have no gaps.`];
      }
      return text.startsWith(`# ${index + 1}. `)
        ? []
        : [`${path}: begin with "# ${index + 1}. Title".`];
    });
}

/** Every name that a package's index exports has TSDoc where it is declared. */
export function judgePublicNames(index: SourceFile, { read }: Pick<Shelf, "read">): string[] {
  return nodesOf(index).flatMap((node) => {
    const source = node["source"];
    if (!/^Export(All|Named)Declaration$/.test(node.type) || !isNode(source)) return [];
    const specifier = String(source["value"]);
    if (!specifier.startsWith(".")) return [];
    const path = posix.join(posix.dirname(index.path), specifier);
    const file = { path, text: read(path) };
    return [...undocumented(file, exportedNames(node)), ...judgePublicNames(file, { read })];
  });
}

/** Names of an `export { a, b } from`, or null for `export *`. */
function exportedNames(node: SyntaxNode): string[] | null {
  const specifiers = node["specifiers"];
  if (!Array.isArray(specifiers)) return null;
  return specifiers.map((each: SyntaxNode) => nameOf(each["local"]));
}

function nameOf(node: unknown): string {
  return isNode(node) ? String(node["name"] ?? node["value"]) : "";
}

function undocumented(file: SourceFile, names: readonly string[] | null): string[] {
  const body = nodesOf(file)[0]?.["body"];
  const statements: SyntaxNode[] = Array.isArray(body) ? body.filter(isNode) : [];
  const explained = new Set<string>();
  const bare = new Set<string>();
  let has = false;
  for (const statement of statements) {
    // A group without blank lines between, such as a schema and its type, is explained once, on top.
    const before = file.text.slice(0, statement.start);
    has = before.trimEnd().endsWith("*/") || (has && !/\n\s*\n\s*$/.test(before));
    for (const name of declared(statement)) (has ? explained : bare).add(name);
  }
  // An overloaded function, or a type and a value of one name, is explained once.
  return [...bare]
    .filter((name) => !explained.has(name) && (names === null || names.includes(name)))
    .map(
      (name) =>
        `${file.path}: explain ${name} (TSDoc: promise, units, errors, source); it is public.`,
    );
}

function declared(statement: SyntaxNode): string[] {
  const declaration = statement["declaration"];
  if (statement.type !== "ExportNamedDeclaration" || !isNode(declaration)) return [];
  const declarators = declaration["declarations"];
  if (!Array.isArray(declarators)) return [nameOf(declaration["id"])];
  return declarators.map((each: SyntaxNode) => nameOf(each["id"]));
}
