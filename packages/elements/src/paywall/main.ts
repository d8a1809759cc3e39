/** What the elements need later, or for some: loaded by farthing.js from the wallet. */
export { dress } from "./dress.ts";
export { explain } from "./explain.ts";
export { moveFocus } from "./moveFocus.ts";
