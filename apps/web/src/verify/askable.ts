/** How long anybody whom the page asks may take. */
const answerMs = 10_000;
const thisMachine = /^(localhost|.*\.localhost|127\.0\.0\.1)$/;

/** The address that somebody typed, where this page's policy lets it ask there; else `null`. */
export function askable(typed: string): URL | null {
  const url = URL.parse(typed.trim());
  if (url === null || url.username !== "" || url.password !== "") return null;
  const isOpen = url.protocol === "http:" && thisMachine.test(url.hostname);
  return url.protocol === "https:" || isOpen || url.origin === location.origin ? url : null;
}

/** Asks somebody else, and tells them nothing of the reader. Rejects where no answer comes in time. */
export function askElsewhere(url: URL | string, init: RequestInit = {}): Promise<Response> {
  return fetch(url, {
    ...init,
    credentials: "omit",
    referrerPolicy: "no-referrer",
    redirect: "error",
    signal: AbortSignal.timeout(answerMs),
  });
}
