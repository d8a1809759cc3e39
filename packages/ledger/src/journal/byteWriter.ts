import { assert } from "@farthing/core";

/**
 * Writes the journal's numbers big-endian into memory that grows. One writer serves many messages:
 * `finish` hands out a copy and starts anew.
 */
export class ByteWriter {
  #bytes = new Uint8Array(4_096);
  #view = new DataView(this.#bytes.buffer);
  #at = 0;

  /** Bytes written since the last `finish`. */
  get length(): number {
    return this.#at;
  }

  u8(value: number): void {
    this.#room(1);
    this.#bytes[this.#at] = value;
    this.#at += 1;
  }

  u16(value: number): void {
    this.#room(2);
    this.#view.setUint16(this.#at, value);
    this.#at += 2;
  }

  u32(value: number): void {
    this.#room(4);
    this.#view.setUint32(this.#at, value);
    this.#at += 4;
  }

  /** A safe integer in 8 bytes. */
  whole(value: number): void {
    this.#room(8);
    this.#view.setUint32(this.#at, Math.floor(value / 2 ** 32));
    this.#view.setUint32(this.#at + 4, value >>> 0);
    this.#at += 8;
  }

  u64(value: bigint): void {
    this.#room(8);
    this.#view.setBigUint64(this.#at, value);
    this.#at += 8;
  }

  u128(value: bigint): void {
    this.#room(16);
    this.#view.setBigUint64(this.#at, value >> 64n);
    // Takes the low 64 bits of whatever it is given.
    this.#view.setBigUint64(this.#at + 8, value);
    this.#at += 16;
  }

  /** An amount up to 2^128−1: a length and that many bytes, because most amounts are small. */
  amount(value: bigint): void {
    if (value > 0xffff_ffffn) {
      const isLong = value > 0xffff_ffff_ffff_ffffn;
      this.u8(isLong ? 16 : 8);
      if (isLong) this.u128(value);
      else this.u64(value);
      return;
    }
    this.u8(4);
    this.u32(Number(value));
  }

  raw(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** ASCII behind its length, at most 255. */
  text(value: string): void {
    assert(value.length < 256, "a journalled word is short");
    this.u8(value.length);
    this.#room(value.length);
    for (let at = 0; at < value.length; at += 1) this.#bytes[this.#at + at] = value.charCodeAt(at);
    this.#at += value.length;
  }

  /** Forgets what a failure left unfinished. */
  start(): void {
    this.#at = 0;
  }

  finish(): Uint8Array<ArrayBuffer> {
    const whole = this.#bytes.slice(0, this.#at);
    this.#at = 0;
    return whole;
  }

  #room(more: number): void {
    if (this.#at + more <= this.#bytes.length) return;
    const larger = new Uint8Array(2 * (this.#at + more));
    larger.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}
