import { amountMax, idPrefixes, type IdKind, instant, newId } from "@farthing/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  amountField,
  assetField,
  bytesField,
  idField,
  instantField,
  originField,
  secondsField,
  titleField,
  urlField,
} from "./fields.ts";

const table: [string, { safeParse(value: unknown): { success: boolean } }, unknown[], unknown[]][] =
  [
    [
      "urlField",
      urlField,
      [
        "https://news.example/",
        "http://127.0.0.1:4021/a?b=c#d",
        "https://xn--bcher-kva.example/%20",
        `https://a.example/${"x".repeat(282)}`,
      ],
      [
        "",
        "/",
        "news.example",
        "https://news.example",
        "https://news.example:443/",
        "HTTPS://news.example/",
        "https://bücher.example/",
        "https://a.example/ ",
        "javascript:alert(1)",
        "data:,",
        "file:///etc/passwd",
        "ftp://a.example/",
        "https://a@b.example/",
        "https://:x@b.example/",
        "//a.example/",
        "https://a.example/\n",
        `https://a.example/${"x".repeat(283)}`,
      ],
    ],
    [
      "originField",
      originField,
      ["https://news.example", "http://localhost:4021", "http://[::1]:1"],
      [
        "",
        "null",
        "https://news.example/",
        "https://news.example:443",
        "HTTPS://news.example",
        "javascript:1",
        "about:blank",
        "*",
      ],
    ],
    [
      "titleField",
      titleField,
      ["x", "The price of salt", "塩の値段 😀", "x".repeat(120), "é".repeat(80)],
      [
        "",
        "x".repeat(121),
        "é".repeat(81),
        "a\nb",
        "a\tb",
        "a\0b",
        "a\u202eb",
        "a\u200bb",
        "a\ud800b",
        "\u{e0041}",
      ],
    ],
    [
      "amountField",
      amountField,
      ["0", "1", amountMax.toString()],
      [
        "",
        "-0",
        "-1",
        "+1",
        "01",
        "1.0",
        "1e3",
        "0x1",
        " 1",
        "1 ",
        "١",
        `${amountMax + 1n}`,
        "9".repeat(1_000_000),
        1,
        1n,
        null,
      ],
    ],
    [
      "assetField",
      assetField,
      ["PLAY/6", "USD/6", "EUR/0", "SATOSHIS/12"],
      [
        "",
        "PLAY",
        "PLAY/",
        "play/6",
        "PLAY/13",
        "PLAY/06",
        "PLAY/-1",
        "US/6",
        "SATOSHISX/6",
        "PLAY/6 ",
      ],
    ],
    [
      "instantField",
      instantField,
      [0, 1_795_000_000_000, 2 ** 48 - 1],
      [-1, 0.5, 2 ** 48, Number.NaN, Number.POSITIVE_INFINITY, "1", null, 1n],
    ],
    [
      "secondsField",
      secondsField,
      [0, 1_795_000_000, 2 ** 38],
      [-1, 0.5, 2 ** 38 + 1, Number.NaN, "1"],
    ],
    [
      "bytesField(16)",
      bytesField(16),
      ["AAAAAAAAAAAAAAAAAAAAAA", "_-AAAAAAAAAAAAAAAAAAAA"],
      [
        "",
        "AAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAB",
        "AAAAAAAAAAAAAAAAAAAAAA==",
        "AAAAAAAAAAAAAAAAAAAAAAA",
        "+/AAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAA ",
        null,
      ],
    ],
  ];

for (const [name, field, good, bad] of table) {
  test(`${name}: ${good.length} accepted, ${bad.length} refused`, () => {
    for (const value of good)
      expect([value, field.safeParse(value).success]).toEqual([value, true]);
    for (const value of bad)
      expect([value, field.safeParse(value).success]).toEqual([value, false]);
  });
}

test("an id of one kind is not an id of another", () => {
  const kinds = Object.keys(idPrefixes) as IdKind[];
  for (const made of kinds) {
    const id = newId(made, instant(1));
    const fits = kinds.filter((kind) => idField(kind).safeParse(id).success);
    expect(fits).toEqual([made]);
    for (const bad of [
      `${id}0`,
      id.slice(0, -1),
      id.toUpperCase(),
      ` ${id}`,
      id.replace("_", "-"),
    ]) {
      expect(idField(made).safeParse(bad).success).toBe(false);
    }
  }
});

test("no field throws on anything", () => {
  const field = fc.constantFrom(...table.map(([, one]) => one), idField("payer"));
  const value = fc.oneof(fc.string({ unit: "binary" }), fc.webUrl(), fc.anything());
  fc.assert(
    fc.property(field, value, (one, any) => typeof one.safeParse(any).success === "boolean"),
    { numRuns: 2_000 },
  );
});
