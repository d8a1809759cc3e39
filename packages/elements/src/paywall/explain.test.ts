import { expect, test } from "vitest";
import { placeOf } from "./explain.ts";

test.each([
  ["https://news.example/a", "production"],
  ["https://localhost.example/", "production"],
  ["http://127.0.0.1.example/", "production"],
  ["http://localhost:3000/", "loopback"],
  ["http://news.localhost/", "loopback"],
  ["http://127.0.0.1:4021/x", "loopback"],
  ["http://[::1]:8080/", "loopback"],
  ["file:///home/anna/page.html", "file"],
])("rule 23: %s is %s: only its maker is told what to mend", (address, place) => {
  expect(placeOf(new URL(address))).toBe(place);
});
