// Judges imports against the table of rooms. Pure: it gets files and tables, and returns sentences.
import { builtinModules } from "node:module";
import { posix } from "node:path";
import type { Import } from "./imports.ts";
import type { Room } from "./layers.ts";

export interface Workspace {
  readonly name: string;
  readonly folder: string;
  /** Every package its package.json names, development ones included. */
  readonly dependencies: readonly string[];
  /** Keys of its `exports`, such as ".". */
  readonly exports: readonly string[];
}

export interface ImportingFile {
  readonly path: string;
  readonly isTest: boolean;
  readonly imports: readonly Import[];
}

export interface House {
  readonly rooms: Readonly<Record<string, Room>>;
  readonly workspaces: readonly Workspace[];
  /** Development packages of the root, which tests and tool configurations may use. */
  readonly rootDependencies: readonly string[];
  readonly files: readonly ImportingFile[];
}

const nodeOnly = ["sodium-native", "better-sqlite3", "@hono/node-server"];

/** Every broken rule as one sentence with its file, its line and the way out. */
export function judge(house: House): string[] {
  return [...judgeTable(house), ...house.files.flatMap((file) => judgeFile(house, file))];
}

function judgeTable({ rooms, workspaces }: House): string[] {
  const unknown = workspaces
    .filter(({ name }) => !(name in rooms))
    .map(({ name }) => `${name} is not in the table: give it a layer in test/house/layers.ts.`);
  const upward = Object.entries(rooms).flatMap(([name, room]) =>
    room.mayImport
      .filter((other) => (rooms[other]?.layer ?? 5) >= room.layer)
      .map((other) => `The table lets ${name} import ${other}, which is not below it.`),
  );
  return [...unknown, ...upward];
}

function judgeFile(house: House, file: ImportingFile): string[] {
  const own = house.workspaces.find(({ folder }) => file.path.startsWith(`${folder}/`)) ?? null;
  return file.imports.flatMap((each) => {
    const fault = judgeImport({ house, file, own, each });
    return fault === null
      ? []
      : [`${file.path}:${each.line} imports "${each.specifier}": ${fault}`];
  });
}

interface Case {
  readonly house: House;
  readonly file: ImportingFile;
  readonly own: Workspace | null;
  readonly each: Import;
}

function judgeImport(given: Case): string | null {
  const { specifier } = given.each;
  if (specifier.startsWith(".")) return judgeRelative(given);
  if (specifier.startsWith("node:") || builtinModules.includes(specifier)) return judgeNode(given);
  if (specifier.startsWith("@farthing/")) return judgeRoom(given);
  return judgePackage(given);
}

function judgeRelative({ house, file, own, each }: Case): string | null {
  const target = posix.join(posix.dirname(file.path), each.specifier);
  if (own !== null && target.startsWith(`${own.folder}/`)) return null;
  if (file.isTest && target.startsWith("specs/vectors/")) return null;
  const entered = house.workspaces.find(({ folder }) => target.startsWith(`${folder}/`));
  if (entered) return `go through its index: import from "${entered.name}".`;
  if (own === null) return null;
  return `it lies outside ${own.folder}: move it inside, or into a package below.`;
}

function judgeRoom({ house, file, own, each }: Case): string | null {
  const name = packageName(each.specifier);
  const target = house.workspaces.find((workspace) => workspace.name === name);
  if (!target) return "no such workspace.";
  const subpath = `.${each.specifier.slice(name.length)}`;
  if (!target.exports.includes(subpath)) return `only its index is public: import from "${name}".`;
  if (own === null) return null;
  if (own.name === name) return "inside a package import by relative path.";
  const room = house.rooms[own.name];
  if (room && !room.mayImport.includes(name) && !(room.except && name in room.except)) {
    return `${own.name} (layer ${room.layer}) may import ${permitted(room)}; move the code up, or what it needs down.`;
  }
  if (own.dependencies.includes(name)) return null;
  return `declare "${name}" in ${own.folder}/package.json${file.isTest ? " (devDependencies)" : ""}.`;
}

function permitted(room: Room): string {
  const names = [...room.mayImport, ...Object.keys(room.except ?? {})];
  return names.length === 0 ? "nothing" : `only ${names.join(", ")}`;
}

function judgeNode({ house, file, own, each }: Case): string | null {
  if (!each.specifier.startsWith("node:")) return `write "node:${each.specifier}".`;
  return runsAnywhere({ house, file, own, each })
    ? "this package also runs in browsers: take what you need as an argument."
    : null;
}

function runsAnywhere({ house, file, own, each }: Case): boolean {
  if (own === null || file.isTest || !each.runs || isToolConfig(file)) return false;
  return house.rooms[own.name]?.runs === "anywhere";
}

function judgePackage(given: Case): string | null {
  const { house, file, own, each } = given;
  const name = packageName(each.specifier);
  if (nodeOnly.includes(name) && runsAnywhere(given)) {
    return "this package also runs in browsers: take the function you need as an argument.";
  }
  const mayUseRoot = own === null || file.isTest || isToolConfig(file);
  if (mayUseRoot && house.rootDependencies.includes(name)) return null;
  if (own?.dependencies.includes(name)) return null;
  return `declare "${name}" in ${own === null ? "" : `${own.folder}/`}package.json.`;
}

function isToolConfig(file: ImportingFile): boolean {
  return file.path.endsWith(".config.ts");
}

function packageName(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}
