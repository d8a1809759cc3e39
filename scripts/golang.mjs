// Finds Go and its golang.org/x/mod, with which the tests check the public log, or installs Debian's.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { installByApt } from "./apt.mjs";
import { Stop } from "./say.mjs";

/** Where Debian puts the sources of Go libraries: a GOPATH. */
export const gopath = "/usr/share/gocode";
const minutesMax = 5;

function isThere() {
  const { status } = spawnSync("go", ["version"], { stdio: "ignore", timeout: 20_000 });
  return status === 0 && existsSync(`${gopath}/src/golang.org/x/mod/sumdb/tlog`);
}

/** Installs what is missing. Throws where that cannot be: other people's code has then judged nothing. */
export function ensureGo() {
  if (isThere()) return;
  installByApt(["golang-go", "golang-golang-x-mod-dev"], minutesMax);
  if (isThere()) return;
  throw new Stop(
    "The public log is checked with Go's golang.org/x/mod, which is not here (Debian: apt-get install golang-go golang-golang-x-mod-dev).",
  );
}
