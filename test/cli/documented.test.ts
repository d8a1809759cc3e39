// The commands of docs/how-to/back-up-and-restore.md, run as they stand there.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RunningServer } from "@farthing/lab";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { commands } from "@farthing/app";
import { root } from "../../scripts/workspaces.mjs";
import { newOperator, type Operator, publishedLeaves } from "./commandLine.ts";

const page = readFileSync(join(root, "docs/how-to/back-up-and-restore.md"), "utf8");

/** The lines of every block of that kind under a heading, without their indentation. */
function blocks(heading: string, kind = "sh"): string[] {
  const section = page.split(/^#+ /m).find((text) => text.startsWith(`${heading}\n`)) ?? "";
  const found = [...section.matchAll(/^ *```(\w[^\n]*)\n([^]*?)^ *```$/gm)];
  return found.flatMap(([, info, lines]) => (info === kind && lines !== undefined ? [lines] : []));
}

let operator: Operator;
let server: RunningServer | null = null;
let env: Record<string, string>;
beforeAll(async () => {
  operator = await newOperator();
  env = { BACKUPS: join(operator.folder, "backups") };
});
afterAll(async () => {
  await server?.stop("SIGKILL");
  operator.remove();
});

// Each command is a process of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 240_000 });

async function say(heading: string): Promise<string> {
  const lines = blocks(heading).join("");
  expect(lines).toContain("npm run -s farthing -- ");
  const { code, out, err } = await operator.shell(lines, env);
  expect([code, err]).toEqual([0, expect.not.stringMatching(/Error|will not start/)]);
  return out;
}

test("back up beside the server, try the copy out, restore it, look", async () => {
  server = await operator.start();
  await operator.pay(server, 4);
  await publishedLeaves(server);
  expect(await say("Back up")).toMatch(/opened and checked\.\nIt holds secrets: keys\.json/);
  expect(await say("How often")).toMatch(/opened and checked/);
  expect(await say("Try it out")).toMatch(/6 payments in the store's lists\.\nNo differences\./);
  await server.stop("SIGTERM");
  const restored = await say("Restore");
  expect(restored).toMatch(/What lay there before is in .*replaced-/);
  expect(restored).toMatch(/\n0 wrong, /);
  server = await operator.start();
  await operator.pay(server, 1);
});

test("with no newer backup: the documented way on, and only that, starts again", async () => {
  const leaves = await publishedLeaves(server!);
  await server!.stop("SIGTERM");
  const older = join(env["BACKUPS"]!, "monday");
  const restored = await operator.farthing(["restore", "--replace", older]);
  expect(restored.code).toBe(0);
  const behind =
    /The ledger has (\d+) leaves, but a checkpoint over (\d+) was published \(.*\): it is (\d+) behind/;
  const [, has, over, by] = behind.exec(restored.err) ?? [];
  expect([Number(over), Number(by)]).toEqual([leaves, leaves - Number(has)]);
  expect(restored.err).toContain("Farthing will not start on it. ");
  const refused = await operator.farthing(["serve"]);
  expect([refused.code, refused.out]).toEqual([1, ""]);
  expect(refused.err).toMatch(behind);
  expect(refused.err).toContain(
    "restore a newer backup, or read docs/how-to/back-up-and-restore.md",
  );
  const looked = await operator.farthing(["doctor"]);
  expect([looked.code, looked.out]).toEqual([
    1,
    expect.stringMatching(/^wrong +checkpoint .* behind/m),
  ]);
  expect((await operator.farthing(["rebuild"])).err).toMatch(behind);
  const audited = await operator.farthing(["ledger", "verify"]);
  expect([audited.code, audited.out]).toEqual([1, expect.stringContaining("the journal has only")]);
  const lines = blocks("When there is no newer backup", "sh loss").join("");
  const on = await operator.shell(`${lines}\nprintf %s "$FARTHING_KEY_LOG_FILE"`, env);
  expect(on).toMatchObject({ code: 0, err: "", out: join(operator.data, "log.key") });
  server = await operator.start({ FARTHING_KEY_LOG_FILE: on.out });
  await operator.pay(server, 1);
  await publishedLeaves(server);
  expect(existsSync(join(operator.data, "checkpoint.lost"))).toBe(true);
  expect((await operator.farthing(["ledger", "verify"])).out).toContain("No differences.");
});

test("the reference names every command as the help does", async () => {
  const reference = readFileSync(join(root, "docs/reference/commands.md"), "utf8");
  const rows = reference.replaceAll(/ +\|/g, " |").replaceAll("\\|", "|");
  const { out } = await operator.farthing(["help"]);
  for (const { usage, does } of Object.values(commands)) {
    expect(rows).toContain(`| \`${usage}\` | ${does} |`);
    expect(out).toContain(`farthing ${usage}\n    ${does}\n`);
  }
});
