import { expect, test } from "vitest";
import { addressBlock } from "./addressBlock.ts";

const table: [address: string, block: string | null][] = [
  ["203.0.113.7", "203.0.113"],
  ["203.0.114.7", "203.0.114"],
  ["::ffff:203.0.113.9", "203.0.113"],
  ["2001:db8:1:2::5", "2001:db8:1"],
  ["2001:DB8:0001:ffff:1:2:3:4", "2001:db8:1"],
  ["2001:db8::1", "2001:db8:0"],
  ["2001:db8:0:9::", "2001:db8:0"],
  ["::1", "0:0:0"],
  ["fe80::1%eth0", "fe80:0:0"],
  ["unknown", null],
  ["", null],
  ["203.0.113", null],
];

test.each(table)("%s is in %s", (address, block) => {
  expect(addressBlock(address)).toBe(block);
});
