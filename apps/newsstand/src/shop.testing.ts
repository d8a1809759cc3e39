import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { instant, newId } from "@farthing/core";
import { startNewsstand } from "./index.ts";
import { newVisitor, openWallet, TurnedClock } from "./walletStand.testing.ts";

/** A Newsstand with its wallet's stand-in, both on loopback, under a clock that tests turn. */
export async function openShop() {
  const merchant = newId("merchant", instant(0));
  const folder = mkdtempSync(join(tmpdir(), "newsstand-"));
  const clock = new TurnedClock();
  const wallet = await openWallet(merchant, clock);
  const lines: string[] = [];
  const start = (port: number) =>
    startNewsstand({
      port,
      host: "127.0.0.1",
      wallet: wallet.origin,
      apiKey: "key",
      merchant,
      folder,
      clock,
      dutyMs: 20,
      log: (line) => void lines.push(line),
    });
  let site = await start(0);
  return {
    wallet,
    clock,
    /** What was written for the people who run the site. */
    lines,
    folder,
    url: () => site.url,
    visitor: () => newVisitor(() => site.url),
    /** Stops it, does something, and starts it again at the same address. */
    async restart(meanwhile: () => void = () => undefined) {
      await site.close();
      meanwhile();
      site = await start(Number(new URL(site.url).port));
    },
    async close() {
      await site.close();
      await wallet.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export type Shop = Awaited<ReturnType<typeof openShop>>;
