// Which other modules a file asks for.
import { type SourceFile, type SyntaxNode, isNode, lineAt, nodesOf } from "./source.ts";

export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** False for `import type`, which is gone when the program runs. */
  readonly runs: boolean;
}

const sourceField: Record<string, string> = {
  ImportDeclaration: "source",
  ExportNamedDeclaration: "source",
  ExportAllDeclaration: "source",
  ImportExpression: "source",
  TSImportType: "source",
};

/** Static, dynamic, re-exporting and type imports of a file. */
export function importsOf(file: SourceFile): Import[] {
  return nodesOf(file).flatMap((node) => {
    const specifier = literal(node[sourceField[node.type] ?? ""]);
    if (specifier === null) return [];
    return [{ specifier, line: lineAt(file, node.start), runs: !isTypeOnly(node) }];
  });
}

function isTypeOnly(node: SyntaxNode): boolean {
  if (node.type === "TSImportType" || node["importKind"] === "type") return true;
  return node["exportKind"] === "type";
}

function literal(value: unknown): string | null {
  return isNode(value) && typeof value["value"] === "string" ? value["value"] : null;
}
