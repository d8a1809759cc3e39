import { bytesToUint, uintBytes } from "@farthing/core";
import type { WideCell } from "../store/tables.ts";

const integerMax = (1n << 63n) - 1n;

/** A number of up to 128 bits as a column of type ANY holds it: an integer while it fits one. */
export function toWideCell(value: bigint): WideCell {
  return value <= integerMax ? value : uintBytes(value, 16);
}

/** The number in such a column. */
export function fromWideCell(cell: WideCell): bigint {
  return typeof cell === "bigint" ? cell : bytesToUint(cell);
}
