import { expect, test } from "vitest";
import { returnAddress } from "./returnAddress.ts";

test("the return address is the page's own, without fragment or old nonce, and short", () => {
  const parent = "https://news.example";
  const back = (page: string) => returnAddress(page, parent);
  expect(back("https://news.example/a?b=1&farthing=x#c")).toBe("https://news.example/a?b=1");
  expect(back("https://anna:secret@news.example/a")).toBe("https://news.example/a");
  expect(back(`https://news.example/a?${"b".repeat(300)}`)).toBe("https://news.example/a");
  for (const bad of ["https://evil.example/", "javascript:1", "", `${parent}/${"a".repeat(300)}`]) {
    expect(back(bad)).toBe("https://news.example/");
  }
});
