import { expect, test } from "vitest";
import { de as payDe } from "../../pay/text/de.ts";
import { en as payEn } from "../../pay/text/en.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";

/** Every text of a module as `path: words`. */
function flat(text: object, path = ""): [string, string][] {
  return Object.entries(text).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === "string") return [[`${path}${name}`, value] as [string, string]];
    return typeof value === "object" && value !== null ? flat(value, `${path}${name}.`) : [];
  });
}

const holes = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort();

test("German fills the same holes as English, in every text", () => {
  const german = new Map(flat(de));
  expect(flat(en).map(([path, text]) => [path, holes(text)])).toEqual(
    flat(en).map(([path]) => [path, holes(german.get(path) ?? "missing")]),
  );
});

test("no text is empty or left in English", () => {
  const german = new Map(flat(de));
  const same = flat(en).filter(([path, text]) => text === "" || german.get(path) === text);
  expect(same.map(([path]) => path)).toEqual([]);
});

test("the payment page says rule 24 word for word", () => {
  const words = { perClick: "$0.05", per24h: "$0.50", total: "$2.00", until: "23 December" };
  expect(payEn.title("$0.05", "The Newsstand")).toBe("Pay $0.05 to The Newsstand");
  expect(payEn.allow).toBe("Pay with fingerprint, face or screen lock");
  expect(payEn.once.article).toBe("Only this article");
  expect(payEn.next(words)).toBe(
    "Next time: one click here, at most $0.05 each, $0.50 in 24 hours, $2.00 in all until 23 December. Above that we ask you.",
  );
  expect(payEn.unchecked).toBe("Clicks up to these limits do not check who is clicking.");
  expect([payEn.haveWallet, payEn.changeLimits, payEn.cancel]).toEqual([
    "I already have a wallet",
    "Change limits",
    "Cancel",
  ]);
});

test("German states each figure that English states", () => {
  const words = { perClick: "A", per24h: "B", total: "C", until: "D" };
  for (const text of [payDe.next(words), payDe.changed(words)]) {
    for (const figure of Object.values(words)) expect(text).toContain(figure);
  }
});
