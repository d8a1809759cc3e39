const openMsMax = 1_500;
const store = "frame";

/** Opens the frame's small database. Rejects when the browser refuses or does not answer. */
export function openDatabase(factory: IDBFactory | undefined, name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const refuse = () => reject(new Error("not kept"));
    setTimeout(refuse, openMsMax);
    if (factory === undefined) return refuse();
    // Throws at once in Firefox where cross-site storage is off; answers with an error in Chromium.
    const opening = factory.open(name, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(store);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = opening.onblocked = refuse;
  });
}

/** Reads one value, changes it and writes it back in a single transaction; resolves once it is committed. */
export function readwrite<Value>(
  database: IDBDatabase,
  at: string,
  change: (before: unknown) => Value,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const databaseTransaction = database.transaction(store, "readwrite");
    const values = databaseTransaction.objectStore(store);
    const reading: IDBRequest<unknown> = values.get(at);
    let after: Value;
    reading.onsuccess = () => {
      after = change(reading.result);
      values.put(after, at);
    };
    databaseTransaction.oncomplete = () => resolve(after);
    databaseTransaction.onabort = () => reject(new Error("not kept"));
  });
}
