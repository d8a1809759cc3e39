/** One file that browsers load, held in memory: its path is a key, never a place on disk. */
export interface Asset {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly type: string;
  /** Quoted strong validator (RFC 9110 §8.8.3). */
  readonly etag: string;
}

/** Everything that the web and elements builds made. HTML keeps its placeholders. */
export interface Assets {
  /** By path: `/farthing.js`, `/assets/index-1a2b3c.js` … */
  readonly files: ReadonlyMap<string, Asset>;
  /** HTML by name: `index`, `pay`, `reference`. */
  readonly pages: ReadonlyMap<string, string>;
}
