import { parseAbi } from "viem";

/** What contracts/Anchor.sol answers to. */
export const anchorAbi = parseAbi([
  "constructor(address owner)",
  "function anchor(bytes32 root, uint64 size)",
  "function newest() view returns (bytes32 root, uint64 size)",
  "function owner() view returns (address)",
  "event Anchored(uint64 indexed size, bytes32 indexed root)",
  "error NotGrowing(uint64 size, uint64 anchored)",
  "error OwnableUnauthorizedAccount(address account)",
]);
