// Installs Debian's packages, where this machine is one and we may.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { toolEnvironment } from "./run.mjs";
import { say } from "./say.mjs";

// Without a network it ends within seconds, and one that hangs is given up.
const short = ["-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=15"];

/**
 * Installs `packages`, reading Debian's lists anew only when those that are here do not name them. Does nothing where
 * there is no apt-get or we are not root; a failure is told, not thrown: whoever needs the program looks for it.
 * @param {readonly string[]} packages
 * @param {number} minutesMax
 */
export function installByApt(packages, minutesMax) {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  say(`Installing ${packages.join(", ")} (apt-get install) …`);
  const install = ["install", "-y", "-qq", "--no-install-recommends", ...packages];
  if (runInstaller("apt-get", [...short, ...install], minutesMax) === "") return;
  runInstaller("apt-get", [...short, "update", "-qq"], minutesMax);
  const fault = runInstaller("apt-get", [...short, ...install], minutesMax);
  if (fault !== "") say(fault);
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {number} minutesMax
 * @returns {string} the last lines it said when it failed, else nothing
 */
export function runInstaller(command, args, minutesMax) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    env: { ...toolEnvironment(), DEBIAN_FRONTEND: "noninteractive" },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    timeout: minutesMax * 60_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status === 0) return "";
  const said = `${stdout ?? ""}${stderr ?? ""}${error ?? ""}`.trim();
  return said === "" ? `${command} failed` : said.split("\n").slice(-5).join("\n");
}
