// Words that names do not use (style: one word, one meaning), each with what to write in its place.
import { type SourceFile, type SyntaxNode, isCode, isNode, lineAt, nodesOf } from "./source.ts";

/** Banned wherever they stand in a name. */
const bannedParts: Readonly<Record<string, string>> = {
  manager: "name what it does: sweeper, writer, registry",
  helper: "name what it does",
  helpers: "name what it does",
  util: "name what it does",
  utils: "name what it does",
  user: "payer, merchant or operator",
  users: "payers, merchants or operators",
};

/** Banned when they are the whole name. */
const bannedWholes: Readonly<Record<string, string>> = {
  transaction: "payment, transfer, entry, or databaseTransaction",
  transactions: "payments, transfers, entries, or databaseTransactions",
  token: "sessionToken, voucher, or what it is",
  tokens: "sessionTokens, vouchers, or what they are",
};

/** WebAuthn's and the browser's own words: a person present at the device, whoever it is. */
const outside = /user(verif|presen|handle|agent|activation)/i;

/** Fault of one name, or null. */
export function judgeName(name: string): string | null {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const whole = bannedWholes[words.join("")];
  if (whole) return `"${name}" says too little: write ${whole}.`;
  const part = words.find((word) => word in bannedParts);
  if (part === undefined || outside.test(name)) return null;
  return `"${name}": write ${bannedParts[part]} for "${part}".`;
}

/** Banned words in the names that a file declares, and in its own name. Properties keep the names of what they mirror. */
export function judgeNames(file: SourceFile): string[] {
  if (!isCode(file)) return [];
  const inPath = file.path.split("/").flatMap((part) => {
    const fault = judgeName(part.replace(/\..*$/, ""));
    return fault === null ? [] : [`${file.path}: ${fault}`];
  });
  const declared = nodesOf(file)
    .flatMap(declaredNames)
    .flatMap(({ name, start }) => {
      const fault = judgeName(name);
      return fault === null ? [] : [`${file.path}:${lineAt(file, start)}: ${fault}`];
    });
  return [...new Set([...inPath, ...declared])];
}

interface Named {
  readonly name: string;
  readonly start: number;
}

const declarations = new Set([
  "VariableDeclarator",
  "FunctionDeclaration",
  "ClassDeclaration",
  "TSTypeAliasDeclaration",
  "TSInterfaceDeclaration",
]);
const functions = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);

function declaredNames(node: SyntaxNode): Named[] {
  const own = declarations.has(node.type) ? boundNames(node["id"]) : [];
  const params = functions.has(node.type) ? boundNames(node["params"]) : [];
  return [...own, ...params];
}

/** Names that a binding pattern introduces. A destructured property keeps its name; its alias is ours. */
function boundNames(pattern: unknown): Named[] {
  if (Array.isArray(pattern)) return pattern.flatMap(boundNames);
  if (!isNode(pattern)) return [];
  switch (pattern.type) {
    case "Identifier":
      return [{ name: String(pattern["name"]), start: pattern.start }];
    case "ObjectPattern":
      return boundNames(pattern["properties"]);
    case "Property":
      return pattern["shorthand"] === true ? [] : boundNames(pattern["value"]);
    case "ArrayPattern":
      return boundNames(pattern["elements"]);
    case "AssignmentPattern":
      return boundNames(pattern["left"]);
    case "RestElement":
      return boundNames(pattern["argument"]);
    case "TSParameterProperty":
      return boundNames(pattern["parameter"]);
    default:
      return [];
  }
}
