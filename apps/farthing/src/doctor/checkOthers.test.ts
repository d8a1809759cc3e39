import { hour, instant, minute, systemClock } from "@farthing/core";
import { expect, test } from "vitest";
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
