import fc from "fast-check";
import { expect, test } from "vitest";
import { inkOn, readRgb, type Rgb } from "./accent.ts";

const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);

/** Contrast ratio of WCAG 2.2 with black (0) or white (1). */
function contrast([red, green, blue]: Rgb, ink: 0 | 1): number {
  const light = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  return (Math.max(light, ink) + 0.05) / (Math.min(light, ink) + 0.05);
}

test("the words on the button always have a contrast of 4.5 to 1 or more", () => {
  const part = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(part, part, part, (...colour) => {
      expect(contrast(colour, inkOn(colour) === "#fff" ? 1 : 0)).toBeGreaterThanOrEqual(4.5);
    }),
  );
  expect([inkOn([0, 0, 0.5]), inkOn([1, 1, 0])]).toEqual(["#fff", "#000"]);
});

test("reads what browsers write for a mixed colour, and nothing that can be seen through", () => {
  expect(readRgb("color(srgb 1 0.5 0)")).toEqual([1, 0.5, 0]);
  expect(readRgb("color(srgb 1.2 -0.1 0)")).toEqual([1, 0, 0]);
  expect(readRgb("color(srgb 1 0 0 / 0.9)")).toBe(null);
  for (const odd of ["", "rgb(1, 2, 3)", "color(srgb none 0 0)", "color(srgb 1 2)", "red"]) {
    expect(readRgb(odd)).toBe(null);
  }
});
