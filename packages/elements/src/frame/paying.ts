/** What a click that pays needs, and what follows it: loaded once the server said that a click pays here. */
export { onceBought } from "./onceBought.ts";
export { authorize, isFinal, sendUntilKnown } from "./pay.ts";
export { recall, remember } from "./unsettled.ts";
