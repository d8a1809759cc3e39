import { type Execute, execute, rulesVersion } from "../rules/execute.ts";

/** The rules that each version of the journal was written with. */
export const rulesOf: ReadonlyMap<bigint, Execute> = new Map([[BigInt(rulesVersion), execute]]);
