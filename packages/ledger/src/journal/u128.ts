/** 16 big-endian bytes of an unsigned 128-bit number: how ids and keys are stored, in sort order. */
export function u128Bytes(value: bigint): Buffer {
  const bytes = Buffer.allocUnsafe(16);
  bytes.writeBigUInt64BE(value >> 64n, 0);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, value), 8);
  return bytes;
}

/** The number that 16 big-endian bytes spell. */
export function u128(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 16);
  return (view.getBigUint64(0) << 64n) | view.getBigUint64(8);
}
