/** Browser engines that behave differently for a frame. */
export type Engine = "chromium" | "firefox" | "webkit" | "other";

/**
 * The engine that a `User-Agent` speaks of: for counting, and never to decide anything. Chromium and WebKit both say
 * "AppleWebKit"; on iOS every browser is WebKit, whatever it calls itself.
 */
export function engineOf(userAgent: string | null): Engine {
  if (userAgent === null) return "other";
  if (/\b(iPhone|iPad|iPod)\b/.test(userAgent)) return "webkit";
  if (/\b(Headless)?(Chrome|Chromium)\//.test(userAgent)) return "chromium";
  if (/\bFirefox\//.test(userAgent)) return "firefox";
  return userAgent.includes("AppleWebKit/") ? "webkit" : "other";
}
