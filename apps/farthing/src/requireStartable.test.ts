import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { BehindCheckpoint, CheckpointUnreadable } from "@farthing/server";
import { expect, test } from "vitest";
import { addLeaves, backupOf, published, restoreOf, withPlace } from "./folder.testing.ts";
import { CheckpointNotKept } from "./requireStartable.ts";

test("a backup behind what was published starts nothing, and one after it does", () =>
  withPlace(async ({ path, start }) => {
    const first = await start("data");
    await addLeaves(first.deps.ledger, 2);
    await published(first);
    await backupOf(path("data"), path("old"));
    await addLeaves(first.deps.ledger, 5);
    await published(first);
    await backupOf(path("data"), path("newer"));
    await first.close();
    await restoreOf(path("old"), path("data"), { replace: true });
    const kept = readFileSync(path("data/checkpoint"), "utf8");
    const ledger = readFileSync(path("data/ledger.db"));
    for (let tries = 0; tries < 2; tries += 1) {
      const refused = start("data");
      await expect(refused).rejects.toBeInstanceOf(BehindCheckpoint);
      await expect(refused).rejects.toThrow(
        /has 2 leaves, but a checkpoint over 7 was published \(.*checkpoint\): it is 5 behind/,
      );
    }
    // Nothing was written to it: no entry of the engine's own, and the checkpoint stands.
    expect(readFileSync(path("data/ledger.db")).equals(ledger)).toBe(true);
    expect(readFileSync(path("data/checkpoint"), "utf8")).toBe(kept);
    await restoreOf(path("newer"), path("data"), { replace: true });
    expect((await start("data")).deps.ledger.head().leaves).toBe(7);
  }));

test("the copy on another disk speaks when the folder is new; a lost ledger is no empty one", () =>
  withPlace(async ({ path, start }) => {
    mkdirSync(path("disk"));
    const checkpointCopy = path("disk/checkpoint");
    const first = await start("data", { checkpointCopy });
    await addLeaves(first.deps.ledger, 1);
    await published(first);
    await backupOf(path("data"), path("backup"));
    await addLeaves(first.deps.ledger, 1);
    await published(first);
    await first.close();
    expect(readFileSync(checkpointCopy, "utf8")).toBe(
      readFileSync(path("data/checkpoint"), "utf8"),
    );
    await restoreOf(path("backup"), path("new"));
    await expect(start("new", { checkpointCopy })).rejects.toThrow(
      /\(.*disk\/checkpoint\): it is 1 behind/,
    );
    for (const side of ["", "-wal", "-shm"]) rmSync(path(`data/ledger.db${side}`), { force: true });
    await expect(start("data")).rejects.toThrow(/has 0 leaves, .* it is 2 behind/);
    expect(existsSync(path("data/ledger.db"))).toBe(false);
  }));

test("another ledger under the same checkpoint is told from an older one", () =>
  withPlace(async ({ path, start }) => {
    for (const name of ["data", "other"]) {
      const wired = await start(name);
      await addLeaves(wired.deps.ledger, 2);
      await published(wired);
      await wired.close();
    }
    cpSync(path("other/checkpoint"), path("data/checkpoint"));
    await expect(start("data")).rejects.toThrow(/first 2 leaves are not those of the checkpoint/);
  }));

test("a place for the copy is filled at the start, and one that cannot be is named", () =>
  withPlace(async ({ path, start }) => {
    const first = await start("data");
    await addLeaves(first.deps.ledger, 1);
    await published(first);
    await first.close();
    const refused = start("data", { checkpointCopy: path("none/checkpoint") });
    await expect(refused).rejects.toBeInstanceOf(CheckpointNotKept);
    await expect(refused).rejects.toThrow(/none\/checkpoint .*FARTHING_CHECKPOINT_COPY/);
    const again = await start("data", { checkpointCopy: path("copy") });
    expect(readFileSync(path("copy"), "utf8")).toBe(readFileSync(path("data/checkpoint"), "utf8"));
    await again.close();
    writeFileSync(path("copy"), "scribble");
    const unreadable = start("data", { checkpointCopy: path("copy") });
    await expect(unreadable).rejects.toBeInstanceOf(CheckpointUnreadable);
    await expect(unreadable).rejects.toThrow(/is not a checkpoint/);
  }));
