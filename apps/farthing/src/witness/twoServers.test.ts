import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { systemClock } from "@farthing/core";
import { AnchorConflict, verifierKey } from "@farthing/log";
import { readCheckpointFile, sha256 } from "@farthing/server";
import { pino } from "pino";
import { expect, test } from "vitest";
import { fileAnchor } from "../anchors/fileAnchor.ts";
import { audit } from "../commands/audit.ts";
import { ledger } from "../commands/ledger.ts";
import { readSettings } from "../config.ts";
import { addLeaves, published, withPlace } from "../folder.testing.ts";
import { listen } from "../listen.ts";
import { readTrustPolicy, readWitnesses } from "../readTrustPolicy.ts";
import { newWitness } from "./witness.ts";
import { witnessSigners } from "./witnessKeys.ts";

// Someone starts a second server over a copy of the data folder while the first goes on. No lock can see that.

test(
  "two live servers sign one log: witness, anchor, the copy of the checkpoint and an audit each notice",
  () =>
    withPlace(async ({ path, start }) => {
      const first = await start("data");
      const origin = first.url;
      writeFileSync(path("log.policy"), await (await fetch(`${origin}/log/policy`)).text());
      await addLeaves(first.deps.ledger, 3);
      await published(first);
      await first.close();
      for (const copy of ["kept-copy", "lone-copy"])
        cpSync(path("data"), path(copy), { recursive: true });

      mkdirSync(path("w"));
      const signers = witnessSigners(path("w"), "w.example/witness");
      const policy = readTrustPolicy(path("log.policy"));
      const witness = newWitness({ folder: path("w"), policy, signers, clock: systemClock });
      const up = await listen({ host: "127.0.0.1", port: 0 });
      up.answerWith((request) => witness(request));
      const url = `http://127.0.0.1:${up.port}`;
      const line = `witness w ${verifierKey(sha256, signers[0]!)} ${url}`;
      writeFileSync(path("witnesses"), `${line}\nquorum w\n`);
      const config = { witnesses: readWitnesses(path("witnesses")) };
      const begin = async (name: string, checkpointCopy?: string) => {
        const lines: string[] = [];
        const logger = pino({ level: "warn" }, { write: (text: string) => void lines.push(text) });
        const more = checkpointCopy === undefined ? {} : { checkpointCopy };
        const wired = await start(name, { origin, config, logger, ...more });
        return { wired, said: () => lines.join("") };
      };
      // All are up before they part: at their start nothing spoke against them.
      const one = await begin("data", path("kept"));
      const two = await begin("kept-copy", path("kept"));
      const three = await begin("lone-copy");
      const soon = { timeout: 20_000 };
      const witnessed = ({ wired }: typeof one, size: number) =>
        wired.deps.store
          .selectFrom("checkpoints")
          .select("witnessed")
          .where("size", "=", size)
          .executeTakeFirst();
      const newestOf = async ({ wired }: typeof one) => {
        const sizes = await wired.deps.store.selectFrom("checkpoints").select("size").execute();
        return Math.max(...sizes.map((row) => row.size));
      };
      await addLeaves(one.wired.deps.ledger, 4);
      const size = await published(one.wired);
      await expect.poll(() => witnessed(one, size), soon).toEqual({ witnessed: 1 });
      const kept = (await readCheckpointFile(path("kept"))) ?? expect.fail("a kept head");
      const anchor = fileAnchor(path("anchors"));
      await anchor.advance(kept, { state: "intended", detail: null });

      // With the copy of the checkpoint in one place, the second never shows its history to anybody, also where it is longer.
      await addLeaves(two.wired.deps.ledger, 6);
      await expect.poll(two.said, soon).toContain("no more checkpoints are signed");
      expect(two.said()).toContain("the log begins with every head that was kept");
      expect(await newestOf(two)).toBeLessThan(size);
      expect(await readCheckpointFile(path("kept"))).toEqual(kept);

      // Without it the witness refuses it: whoever asks for a quorum does not believe it.
      await addLeaves(three.wired.deps.ledger, 4);
      expect(await published(three.wired)).toBe(size);
      await expect.poll(three.said, soon).toContain("a witness refused the log's head");
      expect(await witnessed(three, size)).toEqual({ witnessed: 0 });
      const other = await readCheckpointFile(path("lone-copy/checkpoint"));
      expect(other?.root).not.toEqual(kept.root);
      await expect(
        anchor.advance(other ?? expect.fail("a head"), { state: "intended", detail: null }),
      ).rejects.toBeInstanceOf(AnchorConflict);

      // And an audit of what it exports meets what the witness cosigned, and the anchor.
      const report = async (name: string, words: readonly string[]) => {
        const said: string[] = [];
        const speech = {
          say: (text: string) => void said.push(text),
          complain: () => expect.fail(),
        };
        const settings = readSettings({ FARTHING_DATA: path(name) });
        await ledger.run({ settings, speech, words: ["export", path(`${name}.export`)] });
        said.length = 0;
        const all = [path(`${name}.export`), "--policy", path("log.policy"), ...words];
        const code = await audit.run({ settings, speech, words: all });
        return { code, said: said.join("\n") };
      };
      expect(await report("data", ["--witness", url])).toMatchObject({ code: 0 });
      expect(await report("lone-copy", ["--witness", url])).toMatchObject({
        code: 1,
        said: expect.stringContaining(`cosigned another head over ${size} leaves`),
      });
      expect(await report("lone-copy", ["--anchor", path("anchors")])).toMatchObject({
        code: 1,
        said: expect.stringMatching(/anchored in .*the journal gives another root/),
      });
      for (const { wired } of [one, two, three]) await wired.close();
      await up.close();
    }),
  60_000,
);
