// Brings node_modules to what package-lock.json says, and does nothing when it is there already.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join, sep } from "node:path";
import { hashFiles, readStamp } from "./hash.mjs";
import { Stop, say, secondsSince } from "./say.mjs";
import { listWorkspaces, readPackage, root } from "./workspaces.mjs";

const outputMax = 64 * 1024;
const shownLinesMax = 12;

/**
 * Installs what is missing. Throws a Stop that names the next step when it cannot.
 * @param {string} [house] root folder, this one unless told
 * @returns {Promise<"present" | "installed">}
 */
export async function ensureInstalled(house = root) {
  const wanted = installHash(house);
  const stamp = join(house, "node_modules", ".farthing-install");
  if (readStamp(stamp) === wanted) return "present";
  if (lockIsInstalled(house)) {
    // Somebody ran npm by hand; installing the same packages again would only cost them a minute.
    writeFileSync(stamp, `${wanted}\n`);
    return "present";
  }
  const startedAt = performance.now();
  say("Installing packages (npm ci; this takes about a minute the first time) …");
  await installPackages(house);
  writeFileSync(stamp, `${wanted}\n`);
  say(`Installed in ${secondsSince(startedAt)}.`);
  return "installed";
}

/**
 * What the installed packages depend on: the lock and every package.json.
 * @param {string} house
 */
export function installHash(house) {
  const folders = listWorkspaces(house).map((workspace) =>
    join(house, workspace.folder, "package.json"),
  );
  return hashFiles(house, [
    join(house, "package-lock.json"),
    join(house, "package.json"),
    ...folders,
  ]);
}

/**
 * True when npm's own record of what it installed (written last, so a killed install has none) holds every package of
 * the lock in the same version, and the lock names what the package.json files ask for. Packages for other platforms
 * are optional and may be absent.
 * @param {string} house
 */
export function lockIsInstalled(house) {
  const record = join(house, "node_modules/.package-lock.json");
  // Node itself comes in a second step (see installPackages), which may be the one that was killed.
  if (!existsSync(record) || !existsSync(join(house, "node_modules/node/bin/node"))) return false;
  if (lockFaults(house).length > 0) return false;
  const installed = readLock(record);
  const packages = Object.entries(readLock(join(house, "package-lock.json")));
  return packages.every(([path, wanted]) => {
    if (!path.includes("node_modules/")) return true;
    const present = installed[path];
    if (present === undefined) return wanted.optional === true;
    return present.version === wanted.version && present.resolved === wanted.resolved;
  });
}

/**
 * Workspaces whose package.json asks for something else than package-lock.json says: `npm ci` refuses those.
 * @param {string} house
 * @returns {string[]} one sentence each, with the way out
 */
export function lockFaults(house) {
  const lock = readLock(join(house, "package-lock.json"));
  return ["", ...listWorkspaces(house).map(({ folder }) => folder)]
    .filter((folder) => {
      const declared = readPackage(join(house, folder, "package.json"));
      const locked = lock[folder];
      return (
        locked === undefined ||
        versionsText(locked.dependencies) !== versionsText(declared.dependencies) ||
        versionsText(locked.devDependencies) !== versionsText(declared.devDependencies)
      );
    })
    .map((folder) => {
      return `${join(folder, "package.json")} and package-lock.json differ: run \`npm install\` and commit both.`;
    });
}

/**
 * @typedef {Record<string, string>} Versions
 * @typedef {{ dependencies?: Versions, devDependencies?: Versions }} Declared
 * @param {Versions | undefined} versions
 */
function versionsText(versions) {
  return Object.entries(versions ?? {})
    .map(String)
    .sort()
    .join("\n");
}

/**
 * @param {string} file
 * @returns {Record<string, Declared & { version?: string, resolved?: string, optional?: boolean }>}
 */
function readLock(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages ?? {};
}

/**
 * `npm ci`, then Node 24. No other package's install script runs: better-sqlite3 and sodium-native bring their binaries
 * in their tarballs, yet `npm ci` would compile the first (npm forgets its `gypfile: false`), which needs a compiler
 * and Node's headers.
 * @param {string} house
 */
async function installPackages(house) {
  // Development packages are always wanted: Node 24 itself is one, and NODE_ENV=production would leave it out.
  await npm(house, ["ci", "--include=dev", "--include=optional", "--ignore-scripts"]);
  await npm(house, ["rebuild", "node", "--ignore-scripts=false"]);
}

/**
 * @param {string} house
 * @param {readonly string[]} args
 * @returns {Promise<void>} throws a Stop that says what went wrong
 */
async function npm(house, args) {
  const child = spawn("npm", [...args, "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: house,
    env: { ...process.env, PATH: pathOutside(house) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const keep = (/** @type {Buffer} */ chunk) => {
    output = (output + chunk.toString()).slice(-outputMax);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  /** @type {number} */
  const code = await new Promise((resolve) => {
    child.on("error", (error) => {
      output += String(error);
      resolve(1);
    });
    child.on("close", (status) => resolve(status ?? 1));
  });
  if (code !== 0) throw new Stop(explainFailure(output));
}

/**
 * PATH without our node_modules/.bin: `npm ci` deletes that folder, so npm must not run on the Node inside it.
 * @param {string} house
 */
function pathOutside(house) {
  const own = join(house, "node_modules") + sep;
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.filter((folder) => !folder.startsWith(own)).join(delimiter);
}

/** @type {readonly [RegExp, string][]} */
const causes = [
  [
    /code (ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT)/,
    "The npm registry could not be reached: connect to the network (or set npm's `registry` or `proxy`), then run the same command again.",
  ],
  [/ENOSPC/, "The disk is full: free about 1 GB, then run the same command again."],
  [
    /EACCES|EPERM|EROFS/,
    "This folder is not writable: give yourself the right to write to it, then run the same command again.",
  ],
  [
    /spawn npm ENOENT/,
    "npm was not found: install Node 20.19 or newer together with npm, then run the same command again.",
  ],
  [
    /EUSAGE|in sync/,
    "package-lock.json does not match the package.json files: run `npm install`, commit the lock, then run the same command again.",
  ],
];

/**
 * @param {string} output what npm said
 * @returns {string} npm's last lines, then one sentence: what went wrong and the next step
 */
export function explainFailure(output) {
  const said = output.trim().split("\n").slice(-shownLinesMax).join("\n");
  const cause = causes.find(([pattern]) => pattern.test(output))?.[1];
  return `${said}\n\nPackages were not installed. ${cause ?? "npm's own words are above: set right what they name, then run the same command again."}`;
}
