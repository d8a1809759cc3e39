export { type BankOptions, type BankRun, runBank } from "./bank/runBank.ts";
export { buyOffers } from "./payer/buyOffers.ts";
export { clickBody, sendClick } from "./payer/click.ts";
export {
  type Answer,
  cookiesOf,
  type Http,
  openHttp,
  ownPageHeaders,
  postJson,
} from "./payer/http.ts";
export { openPayer, type SoftPayer } from "./payer/openPayer.ts";
export {
  openPerson,
  type Person,
  type PersonOptions,
  restMs,
  restOn,
  type Storage,
} from "./browser/openPerson.ts";
export { openChromium } from "./engines/openChromium.ts";
export { type FoxMode, openFox } from "./engines/openFox.ts";
export { openWebKit } from "./engines/openWebKit.ts";
export type { Visitor } from "./engines/visitor.ts";
export { percentile, probeFsync } from "./probe/fsync.ts";
export { readShop, type Shop } from "./server/readShop.ts";
export { freePort, type RunningServer, serverMain, startServer } from "./server/startServer.ts";
export { type RunningWitness, startWitness } from "./server/startWitness.ts";
export { unhurried } from "./server/unhurried.ts";
