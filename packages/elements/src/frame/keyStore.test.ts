import { fromBase64url } from "@farthing/core";
import { expect, test } from "vitest";
import { makeKey, signWith } from "./keys.ts";
import { openKeyStore } from "./keyStore.ts";

const merchant = "mer_00000000000000000000000001";

/** A browser that refuses storage as Chromium does: the request fails, later. */
const failing = {
  open: () => {
    const request = { onerror: null as (() => void) | null };
    queueMicrotask(() => request.onerror?.());
    return request;
  },
};
const throwing = {
  open: () => {
    throw new DOMException("denied", "SecurityError");
  },
};

test.each([
  ["is absent", undefined],
  ["throws, as in Firefox", throwing],
  ["fails, as in Chromium", failing],
])("storage that %s means a key in memory, never an error", async (_, factory) => {
  const store = await openKeyStore(merchant, () => factory as IDBFactory | undefined);
  expect(store).toMatchObject({ storage: "memory", found: false });
  expect([await store.nextCounter(), await store.nextCounter()]).toEqual([1, 2]);
  await store.keep();
  const renewed = await store.renew();
  expect(renewed.key.key).not.toBe(store.key.key);
  expect(await renewed.nextCounter()).toBe(1);
});

test("a key cannot leave the browser and signs 64 bytes that verify", async () => {
  const key = await makeKey();
  expect(key.alg).toBe("Ed25519");
  expect(fromBase64url(key.key)).toHaveLength(32);
  expect(key.privateKey.extractable).toBe(false);
  const message = new TextEncoder().encode("five cents");
  const signature = fromBase64url(await signWith(key, message))!;
  const raw = new Uint8Array(fromBase64url(key.key)!);
  const open = await crypto.subtle.importKey("raw", raw, "Ed25519", true, ["verify"]);
  expect(await crypto.subtle.verify("Ed25519", open, new Uint8Array(signature), message)).toBe(
    true,
  );
});

test("a browser without Ed25519 makes a P-256 key: 65 bytes, signatures r ‖ s", async () => {
  const subtle = {
    exportKey: crypto.subtle.exportKey.bind(crypto.subtle),
    generateKey: async (parameters: { name: string }, ...rest: [boolean, KeyUsage[]]) => {
      if (parameters.name === "Ed25519") throw new DOMException("unknown", "NotSupportedError");
      return await crypto.subtle.generateKey(parameters, ...rest);
    },
  } as Pick<SubtleCrypto, "generateKey" | "exportKey">;
  const key = await makeKey(subtle);
  expect(key.alg).toBe("P-256");
  expect(fromBase64url(key.key)).toHaveLength(65);
  expect(fromBase64url(await signWith(key, new Uint8Array(3)))).toHaveLength(64);
});
