import { Encoder } from "cbor-x";

/** Plain CBOR (RFC 8949): arrays, byte strings without typed-array tags, every bigint in 8 bytes. */
export const cbor = new Encoder({ useRecords: false, tagUint8Array: false });
