const colourLengthMax = 64;

/** Red, green and blue, each 0 to 1, in sRGB. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** Relative luminance (WCAG 2.2, "relative luminance"). */
function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Black or white, whichever reads better on `colour`: one of them always has at least 4.5 to 1. */
export function inkOn(colour: Rgb): "#000" | "#fff" {
  const light = luminance(colour);
  return (light + 0.05) / 0.05 > 1.05 / (light + 0.05) ? "#000" : "#fff";
}

/** Reads what the browser writes for `color-mix(in srgb, …)`; null for what is not opaque. */
export function readRgb(written: string): Rgb | null {
  const [red, green, blue, alpha = 1] = (/^color\(srgb (.+)\)$/.exec(written)?.[1] ?? "")
    .split(/[ /]+/)
    .map(Number);
  if (red === undefined || green === undefined || blue === undefined || alpha < 1) return null;
  if (![red, green, blue].every(Number.isFinite)) return null;
  // Colours beyond sRGB are drawn as they are and judged as their nearest.
  const inside = (part: number) => Math.min(1, Math.max(0, part));
  return [inside(red), inside(green), inside(blue)];
}

/** Paints the main button in the page's colour. Nonsense, and what can be seen through, is ignored. */
export function applyAccent(accent: string, style: CSSStyleDeclaration): void {
  const brush = document.createElement("canvas").getContext("2d");
  if (brush === null || accent.length > colourLengthMax) return;
  // The canvas takes colours only: no variables, no inheritance, no second declaration. It ignores what is none.
  const read = (before: string) => {
    brush.fillStyle = before;
    brush.fillStyle = accent;
    return brush.fillStyle;
  };
  const colour = read("#000");
  if (colour !== read("#fff")) return;
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.color = `color-mix(in srgb, ${colour}, ${colour})`;
  const rgb = readRgb(getComputedStyle(probe).color);
  probe.remove();
  if (rgb === null) return;
  style.setProperty("--accent", colour);
  style.setProperty("--accent-ink", inkOn(rgb));
  // The page's colour may be as pale as the card: the focus is shown in ink.
  style.setProperty("--focus", "var(--ink)");
}
