import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openPerson, type Person } from "@farthing/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { payFirst } from "../reader.ts";
import { openStage, type Stage } from "../stage.ts";

const main = fileURLToPath(new URL("../../../apps/farthing/src/main.ts", import.meta.url));

let stage: Stage;
let reader: Person;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "farthing-rule12-"));
  stage = await openStage();
  reader = await openPerson({ storage: "allowed" });
});
afterAll(async () => {
  await reader.close();
  await stage.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs `farthing COMMAND` until it ends, or until it has said `until`. */
async function run(command: string, env: Record<string, string>, until = "\u0000") {
  const child = spawn(process.execPath, [main, command], {
    env: {
      PATH: process.env["PATH"],
      FARTHING_DATA: join(folder, "data"),
      FARTHING_PORT: "0",
      FARTHING_NEWSSTAND_PORT: "0",
      ...env,
    },
  });
  const closed = once(child, "close");
  let [out, err] = ["", ""];
  child.stderr.on("data", (part: Buffer) => (err += part.toString()));
  child.stdout.on("data", (part: Buffer) => {
    out += part.toString();
    if (out.includes(until)) child.kill("SIGTERM");
  });
  await closed;
  return { code: child.exitCode, out, err };
}

test("rule 12: on loopback http the session cookie is `farthing-dev`: HttpOnly, Strict, without Secure", async () => {
  await payFirst(stage, reader, { slug: "the-smallest-coin" });
  const cookies = await reader.context.cookies(stage.wallet);
  const session = cookies.filter(({ name }) => !name.startsWith("__Host-farthing-part-"));
  expect(session).toMatchObject([
    { name: "farthing-dev", httpOnly: true, sameSite: "Strict", secure: false, path: "/" },
  ]);
  // A script of the wallet's own page cannot read it either.
  await reader.page.goto(stage.wallet);
  expect(await reader.page.evaluate(() => document.cookie)).toBe("");
});

test.each(["demo", "serve"])("rule 12: `%s` says so when it starts", async (command) => {
  const { out, err } = await run(command, {}, "`farthing-dev`");
  expect(out).toContain("The session cookie is `farthing-dev`, without Secure");
  expect(err).toBe("");
});

test.each([
  ["0.0.0.0", {}],
  ["::", {}],
  ["0.0.0.0", { FARTHING_ORIGIN: "https://pay.example" }],
  ["0.0.0.0", { FARTHING_TRUST_PROXY: "true" }],
])("rule 12: `serve` refuses %s without a declared TLS proxy (%j)", async (host, env) => {
  const { code, out, err } = await run("serve", { FARTHING_HOST: host, ...env });
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toBe(
    `FARTHING_HOST ${host} can be reached from other machines: put a proxy with TLS in front and set FARTHING_ORIGIN to its https address and FARTHING_TRUST_PROXY=true, or leave the host at 127.0.0.1.\n`,
  );
});
