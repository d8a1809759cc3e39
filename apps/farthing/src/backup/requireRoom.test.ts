import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { BackupFault, diskFault } from "./backupFault.ts";
import { requireRoom } from "./requireRoom.ts";

test("what a disk could never take is refused before the first byte, with both sizes", () => {
  requireRoom(tmpdir(), 1);
  expect(() => requireRoom(tmpdir(), 2 ** 60)).toThrow(BackupFault);
  expect(() => requireRoom(tmpdir(), 2 ** 60)).toThrow(
    /^The backup needs 1048576\.0 TiB, and .* has [\d.]+ \w+ free: make room/,
  );
});

test.each([
  ["ENOSPC", /^The disk of here is full \(no\)\. Nothing was left there/],
  ["EDQUOT", /^The disk of here is full/],
  ["SQLITE_FULL", /^The disk of here is full/],
  ["SQLITE_IOERR_WRITE", /^Copying to here failed \(no\)\. Nothing was left there/],
  ["EIO", /^Copying to here failed/],
  ["ENOENT", /^no$/],
])("%s is told as it is", (code, sentence) => {
  const told = diskFault(Object.assign(new Error("no"), { code }), "here");
  expect(String((told as Error).message)).toMatch(sentence);
});
