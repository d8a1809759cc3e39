import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { ensureGo, gopath } from "../../scripts/golang.mjs";

/** Builds the Go program in `source`, beside this file, into `folder`; answers where it is. Takes a minute the first time. */
export function buildGo(source: string, folder: string): string {
  ensureGo();
  const program = join(folder, "program");
  // Debian's libraries as they lie on disk: no network, no module cache.
  const cache = { GOCACHE: join(folder, "cache"), GOTMPDIR: folder, HOME: folder };
  const env = { ...process.env, GO111MODULE: "off", GOPATH: gopath, GOFLAGS: "", ...cache };
  execFileSync("go", ["build", "-o", program, join(import.meta.dirname, source)], { env });
  return program;
}
