import { assert } from "@farthing/core";

/** Reads what `ByteWriter` wrote. Past the end is a `Bug`: the journal's bytes are whole or damaged. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at: number;

  constructor(bytes: Uint8Array, from = 0) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = from;
  }

  /** Where the next read begins. */
  get at(): number {
    return this.#at;
  }

  u8(): number {
    return this.#view.getUint8(this.#step(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#step(2));
  }

  u32(): number {
    return this.#view.getUint32(this.#step(4));
  }

  whole(): number {
    const at = this.#step(8);
    return this.#view.getUint32(at) * 2 ** 32 + this.#view.getUint32(at + 4);
  }

  u64(): bigint {
    return this.#view.getBigUint64(this.#step(8));
  }

  u128(): bigint {
    const at = this.#step(16);
    return (this.#view.getBigUint64(at) << 64n) | this.#view.getBigUint64(at + 8);
  }

  amount(): bigint {
    const length = this.u8();
    if (length === 4) return BigInt(this.u32());
    assert(length === 8 || length === 16, "an amount has 4, 8 or 16 bytes");
    return length === 8 ? this.u64() : this.u128();
  }

  /** A view, not a copy: whoever keeps it keeps the whole buffer. */
  raw(length: number): Uint8Array {
    const at = this.#step(length);
    return this.#bytes.subarray(at, at + length);
  }

  text(): string {
    const length = this.u8();
    const at = this.#step(length);
    let text = "";
    for (let place = at; place < at + length; place += 1) {
      text += String.fromCharCode(this.#bytes[place] ?? 0);
    }
    return text;
  }

  #step(length: number): number {
    const at = this.#at;
    assert(at + length <= this.#bytes.length, "journalled bytes are whole");
    this.#at = at + length;
    return at;
  }
}
