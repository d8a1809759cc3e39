import { isLoopback } from "@farthing/core";

/** Where a log of that name serves its tiles, as its name says (c2sp.org/tlog-checkpoint). */
export function logAddress(origin: string): string {
  const { hostname } = URL.parse(`http://${origin}`) ?? { hostname: "" };
  return `${isLoopback(hostname) ? "http" : "https"}://${origin}`;
}
