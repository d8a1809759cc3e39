// For tests outside this room: a chain on this machine, and the contract in it.
export { anchorAbi } from "./anchorAbi.ts";
export { type Anvil, anvilKeys, startAnvil } from "./anvil.testing.ts";
export { deployAnchor } from "./deployAnchor.ts";
