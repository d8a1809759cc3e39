import { expect, test } from "vitest";
import type { Deps } from "../deps.ts";
import { openStore } from "../store/openStore.ts";
import { awaitHead, tellHead } from "./awaitHead.ts";

async function withStores(work: (one: Deps["store"], other: Deps["store"]) => Promise<void>) {
  const [one, other] = [await openStore(":memory:"), await openStore(":memory:")];
  try {
    await work(one, other);
  } finally {
    await one.destroy();
    await other.destroy();
  }
}

test("a head wakes all that wait for one of its log, and nobody else", () =>
  withStores(async (one, other) => {
    const woken: string[] = [];
    const wait = async (name: string, store: Deps["store"], waitMs: number) => {
      await awaitHead(store, waitMs);
      woken.push(name);
    };
    const waits = [
      wait("a", one, 60_000),
      wait("b", one, 60_000),
      wait("elsewhere", other, 60_000),
    ];
    tellHead(one);
    await Promise.all(waits.slice(0, 2));
    expect(woken).toEqual(["a", "b"]);
    tellHead(other);
    await Promise.all(waits);
    expect(woken).toEqual(["a", "b", "elsewhere"]);
  }));

test("without a head it ends by itself", () =>
  withStores(async (one) => {
    const from = performance.now();
    await awaitHead(one, 20);
    expect(performance.now() - from).toBeGreaterThan(15);
    tellHead(one);
  }));
