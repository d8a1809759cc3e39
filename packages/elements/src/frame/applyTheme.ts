import type { InitMessage } from "../messages.ts";

const radiusPxMax = 24;

/** The page's wishes for looks: scheme, direction, colour and roundness, each only if it is one that can be read. */
export async function applyTheme({ theme, dir, accent, radius }: InitMessage): Promise<void> {
  const { dataset, style } = document.documentElement;
  dataset["theme"] = theme;
  document.dir = dir === "rtl" ? "rtl" : "ltr";
  if (radius >= 0 && radius <= radiusPxMax) style.setProperty("--radius", `${radius}px`);
  if (!accent) return;
  // A page without a colour of its own does not load what reads colours.
  const found = await import("./accent.ts").catch(() => null);
  found?.applyAccent(accent, style);
}
