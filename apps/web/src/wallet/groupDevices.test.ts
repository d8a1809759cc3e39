import { expect, test } from "vitest";
import { groupDevices } from "./groupDevices.ts";

const key = (id: string, addedAt: number, family: string | null, kept: boolean) => ({
  id,
  merchant: "The Newsstand",
  addedAt,
  kept,
  family,
});

test("keys of one cookie are one line, since the first of them, named by the newest", () => {
  const devices = [
    key("dev_4", 40, "fam_1", false),
    key("dev_3", 30, null, true),
    key("dev_2", 20, "fam_1", false),
    key("dev_1", 10, "fam_1", false),
    key("dev_0", 5, null, false),
  ];
  expect(groupDevices(devices)).toEqual([
    { id: "dev_3", since: 30, kind: "kept" },
    { id: "dev_4", since: 10, kind: "asked-again" },
    { id: "dev_0", since: 5, kind: "page" },
  ]);
});

test("a hundred pages in one browser are one line; a browser that keeps its key now is named so", () => {
  const pages = Array.from({ length: 100 }, (_, at) => key(`dev_${at}`, at, "fam_1", at === 99));
  expect(groupDevices(pages)).toEqual([{ id: "dev_99", since: 0, kind: "kept" }]);
  expect(groupDevices([])).toEqual([]);
});
