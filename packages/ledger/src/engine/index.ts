export type { Engine } from "./engine.ts";
export { sqliteEngine } from "./sqlite/sqliteEngine.ts";
export { fullEntry } from "../fullEntry.ts";
export { decodeEntry } from "../journal/decodeEntry.ts";
export { encodeEntry } from "../journal/encodeEntry.ts";
export { type Desk, openDesk, runBatch, type Written } from "../writer/runBatch.ts";
