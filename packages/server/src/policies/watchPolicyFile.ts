import { readFile, stat } from "node:fs/promises";
import type { Deps } from "../deps.ts";
import { type Duty, startDuty } from "../duties/duty.ts";
import { takePolicy } from "./takePolicy.ts";

const lookEveryMs = 2_000;

/** Looks whether the operator's policy file changed, and takes it when it did. Nothing else is needed than to write it. */
export function watchPolicyFile(deps: Deps, path: string): Duty {
  let seen = "";
  return startDuty(deps, {
    name: "policy file",
    everyMs: lookEveryMs,
    async work() {
      const now = await stampOf(path);
      if (now === seen) return;
      seen = now;
      const signed = await readSigned(path);
      if (signed === null) {
        deps.logger.error(
          { path },
          "the policy file, or its .sig, cannot be read: the last one stays",
        );
        return;
      }
      const taken = await takePolicy(deps, signed);
      deps.metrics.policyRefused(taken.kind === "refused");
      if (taken.kind !== "refused") return;
      const { line, sentence } = taken;
      deps.logger.error({ path, line, sentence }, "the policy file is refused: the last one stays");
    },
  });
}

/** Changes when either file does. */
async function stampOf(path: string): Promise<string> {
  const stamps = await Promise.all(
    [path, `${path}.sig`].map(async (one) => {
      const found = await stat(one).catch(() => null);
      return found === null ? "none" : `${found.mtimeMs}/${found.size}`;
    }),
  );
  return stamps.join(" ");
}

async function readSigned(path: string): Promise<{ text: string; signature: string } | null> {
  try {
    const [text, signature] = await Promise.all([
      readFile(path, "utf8"),
      readFile(`${path}.sig`, "utf8"),
    ]);
    return { text, signature };
  } catch {
    return null;
  }
}
