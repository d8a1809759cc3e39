import { openDatabase, readwrite } from "./database.ts";
import { type FrameKey, makeKey } from "./keys.ts";

/** Gives the next counter of a key, or `null` when whoever gives them does not answer. */
type NextCounter = () => Promise<number | null>;

/** This frame's key for one merchant, and the counter it signs with. */
export interface KeyStore {
  /** `kept`: outlives the page. `memory`: the browser refuses storage here, which is normal for a frame. */
  readonly storage: "kept" | "memory";
  readonly key: FrameKey;
  /** Whether the key was here before this page, so that the server may know it. */
  readonly found: boolean;
  /** Reserves the next counter, in one transaction: two tabs never sign with the same one (rule 10). */
  readonly nextCounter: NextCounter;
  /** Makes this the key that later pages find: it was enrolled. */
  keep(): Promise<void>;
  /** The same store with a fresh key: the old one is dead for ever. */
  renew(): Promise<KeyStore>;
  /** The same store with the key of another frame. Where nothing is kept, that frame gives the counters. */
  adopt(key: FrameKey, borrow: NextCounter): KeyStore;
  /** Changes one small value that later pages find, in one transaction. Without storage there is none before or after. */
  update<Value>(at: string, change: (before: unknown) => Value): Promise<Value>;
}

/**
 * Opens the key of `merchant` in this partition, or makes one. Names carry the merchant's id, because two merchants on
 * one site share storage (rule 8). Refused, broken or hanging storage means a key in memory, never an error.
 */
export async function openKeyStore(
  merchant: string,
  factory: () => IDBFactory | undefined = () => globalThis.indexedDB,
): Promise<KeyStore> {
  const fresh = await makeKey();
  try {
    const database = await openDatabase(factory(), `farthing-${merchant}`);
    return await openKept(database, fresh);
  } catch {
    return inMemory(fresh);
  }
}

/** The first key that any tab stored wins; later tabs find it. */
async function openKept(database: IDBDatabase, fresh: FrameKey): Promise<KeyStore> {
  const stored = await readwrite(database, "key", (before) => {
    return (before as FrameKey | undefined) ?? fresh;
  });
  return kept(database, stored, stored.key !== fresh.key);
}

function kept(database: IDBDatabase, key: FrameKey, found: boolean): KeyStore {
  const keep = async () => {
    await readwrite(database, "key", () => key);
  };
  return {
    storage: "kept",
    key,
    found,
    keep,
    nextCounter: () => readwrite(database, key.key, (before) => Number(before ?? 0) + 1),
    renew: async () => {
      const renewed = kept(database, await makeKey(), false);
      await renewed.keep();
      return renewed;
    },
    adopt: (shared) => kept(database, shared, true),
    update: (at, change) => readwrite(database, at, change),
  };
}

function inMemory(key: FrameKey, borrow?: NextCounter): KeyStore {
  let counter = 0;
  return {
    storage: "memory",
    key,
    found: false,
    keep: async () => {},
    nextCounter: borrow ?? (async () => (counter += 1)),
    renew: async () => inMemory(await makeKey()),
    adopt: inMemory,
    update: async (_, change) => change(undefined),
  };
}
