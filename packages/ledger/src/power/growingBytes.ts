/** A file's content in memory. What is read past the end, or was never written, is zero. */
export class GrowingBytes {
  #bytes = new Uint8Array(16_384);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** A view of what is there between `from` and `to`. */
  slice(from: number, to: number): Uint8Array {
    return this.#bytes.subarray(Math.min(from, this.#size), Math.min(to, this.#size));
  }

  write(offset: number, bytes: Uint8Array): void {
    this.resize(Math.max(this.#size, offset + bytes.length));
    this.#bytes.set(bytes, offset);
  }

  resize(size: number): void {
    if (size > this.#bytes.length) {
      const larger = new Uint8Array(2 * size);
      larger.set(this.#bytes.subarray(0, this.#size));
      this.#bytes = larger;
    } else if (size < this.#size) this.#bytes.fill(0, size, this.#size);
    this.#size = size;
  }

  copyFrom(other: GrowingBytes): void {
    this.resize(0);
    this.write(0, other.slice(0, other.size));
  }
}
