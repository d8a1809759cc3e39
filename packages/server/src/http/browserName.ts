/** What a `User-Agent` contains, and what people call it. The first that fits wins: most browsers claim to be others too. */
const browsers = [
  ["Edg", "Edge"],
  ["OPR/", "Opera"],
  ["SamsungBrowser/", "Samsung Internet"],
  ["Firefox/", "Firefox"],
  ["FxiOS/", "Firefox"],
  ["CriOS/", "Chrome"],
  ["Chrome/", "Chrome"],
  ["Safari/", "Safari"],
] as const;

const systems = [
  ["iPhone", "iPhone"],
  ["iPad", "iPad"],
  ["Android", "Android"],
  ["Windows", "Windows"],
  ["Macintosh", "Mac"],
  ["CrOS", "ChromeOS"],
  ["Linux", "Linux"],
] as const;

/**
 * A browser by the names that people know, such as "Chrome, Windows"; null for an unknown one. Anybody can send any
 * `User-Agent`: these are words of ours, whatever it says, and only for people to read.
 */
export function browserName(userAgent: string | undefined): string | null {
  if (userAgent === undefined) return null;
  const called = (names: readonly (readonly [string, string])[]) =>
    names.find(([sign]) => userAgent.includes(sign))?.[1];
  const known = [called(browsers), called(systems)].filter((name) => name !== undefined);
  return known.length === 0 ? null : known.join(", ");
}
