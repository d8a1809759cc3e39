import { existsSync, rmSync } from "node:fs";
import { hour, instant, minute, systemClock } from "@farthing/core";
import { pino } from "pino";
import { expect, test } from "vitest";
import { anchorsOf } from "../anchors/anchorsOf.ts";
import { readSettings } from "../config.ts";
import { addLeaves, published, withPlace } from "../folder.testing.ts";
import { checkOthers } from "./checkOthers.ts";

test("a head that is on its way for longer than all its sends take is a warning, also without a failure", () =>
  withPlace(async ({ path, start }) => {
    const wired = await start("data");
    const file = path("anchors");
    const begun = systemClock.now();
    await wired.deps.store
      .insertInto("anchorings")
      .values({
        place: `file:${file}`,
        size: 1,
        root: new Uint8Array(32),
        state: "sent",
        detail: null,
        begun_at: begun,
        next_look_at: begun,
        tries: 0,
        last_error: null,
      })
      .execute();
    await wired.close();
    const settings = readSettings({ FARTHING_DATA: path("data"), FARTHING_ANCHOR_FILE: file });
    const look = async (ms: number) => {
      const findings = await checkOthers(settings, { now: () => instant(begun + ms) });
      return findings.filter(({ check }) => check === "anchoring");
    };
    expect(await look(hour)).toMatchObject([{ status: "ok" }]);
    expect(await look(hour + minute)).toMatchObject([
      { status: "warning", found: expect.stringMatching(/is sent, and was begun 61 minutes ago$/) },
    ]);
    // A clock that was set back.
    expect(await look(-hour)).toMatchObject([{ status: "ok" }]);
  }));

test("an anchor file that is gone is named at a start and by the doctor, and is not begun anew", () =>
  withPlace(async ({ path, start }) => {
    const named = { FARTHING_DATA: path("data"), FARTHING_ANCHOR_FILE: path("anchors") };
    const settings = readSettings(named);
    const lines: string[] = [];
    const logger = pino({ level: "warn" }, { write: (text: string) => void lines.push(text) });
    const begin = () => {
      const anchors = anchorsOf(settings, systemClock);
      return start("data", { anchors, logger, config: { anchorEveryMs: 0 } });
    };
    const log = await begin();
    const over = () =>
      log.deps.store.selectFrom("anchorings").selectAll().where("state", "=", "final").execute();
    await addLeaves(log.deps.ledger, 3);
    await published(log);
    await expect.poll(over, { timeout: 30_000 }).toHaveLength(1);
    await log.close();
    rmSync(path("anchors"));
    const gone =
      "what was anchored is gone: a head of 3 leaves was there for good, and now none is";
    const [finding] = await checkOthers(settings, systemClock);
    expect(finding).toMatchObject({ status: "warning", found: expect.stringContaining(gone) });
    await (await begin()).close();
    expect(lines.join("")).toContain(gone);
    expect(existsSync(path("anchors"))).toBe(false);
  }));
