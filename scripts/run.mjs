// Starts a program on Node 24 and is, for whoever watches, that program: same output, same signals, same exit code.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { node24 } from "./node24.mjs";
import { root } from "./workspaces.mjs";

/** @type {readonly NodeJS.Signals[]} */
const forwarded = ["SIGINT", "SIGTERM", "SIGHUP"];
const repeatWindowMs = 500;
const watchMs = 250;
const parentAtStart = process.ppid;

/**
 * @param {readonly string[]} args script path relative to the root, then its own arguments
 * @returns {Promise<number>} the exit code; 128 + signal number when a signal ended it
 */
export function runOnNode24(args) {
  const follow = pathToFileURL(join(root, "scripts/follow.mjs")).href;
  // Its own process group: in a terminal Ctrl-C reaches every process of the group, and npm passes it on once more. So
  // that the program hears it once, only this process hears the terminal, and passes on the first of a burst.
  const child = spawn(node24(), ["--import", follow, ...args], {
    cwd: root,
    detached: process.platform !== "win32",
    env: toolEnvironment(),
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  const pass = onceABurst((signal) => child.kill(signal));
  for (const signal of forwarded) process.on(signal, pass);
  const watch = setInterval(() => {
    if (isAbandoned()) pass("SIGTERM");
  }, watchMs);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      clearInterval(watch);
      for (const name of forwarded) process.off(name, pass);
      resolve(exitCode(code, signal));
    });
  });
}

/** True when npm started this process and is gone, by kill -9 say: nobody is left who could stop the program. */
function isAbandoned() {
  return process.env["npm_lifecycle_event"] !== undefined && process.ppid !== parentAtStart;
}

/** The environment with our tools, Node 24 among them, first on PATH. */
export function toolEnvironment() {
  return {
    ...process.env,
    PATH: [join(root, "node_modules/.bin"), process.env.PATH ?? ""].join(delimiter),
  };
}

/**
 * Lets the first signal of a burst through, whatever its name; a second Ctrl-C after half a second counts again.
 * @param {(signal: NodeJS.Signals) => void} act
 * @param {() => number} [nowMs]
 * @returns {(signal: NodeJS.Signals) => void}
 */
export function onceABurst(act, nowMs = () => performance.now()) {
  let lastMs = Number.NEGATIVE_INFINITY;
  return (signal) => {
    const now = nowMs();
    if (now - lastMs >= repeatWindowMs) act(signal);
    lastMs = now;
  };
}

/**
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
export function exitCode(code, signal) {
  return signal === null ? (code ?? 1) : 128 + constants.signals[signal];
}
