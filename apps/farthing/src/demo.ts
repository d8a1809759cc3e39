import { registerMerchant } from "@farthing/server";
import { startNewsstand } from "@farthing/newsstand";
import { loadNewsstandAccount } from "./newsstandAccount.ts";
import { type Wired, type WireOptions, wire } from "./wire.ts";

/** The wallet and the demo publisher, on two sites of one process. */
export interface Demo {
  readonly wallet: Wired;
  /** Where The Newsstand answers. */
  readonly newsstand: string;
  close(): Promise<void>;
}

export interface DemoOptions extends WireOptions {
  /** 0: any free one. Default 0. */
  readonly newsstandPort?: number;
  /** The publisher sends `Cross-Origin-Opener-Policy: same-origin`. Default false. */
  readonly coop?: boolean;
}

/**
 * Starts both. They differ in host name (localhost and 127.0.0.1), which makes them two sites to a browser: what is
 * tried here is what publishers meet. The publisher is registered anew at each start, under the same id.
 */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const wallet = await wire(options);
  try {
    const { folder, newsstandPort = 0, coop = false } = options;
    const account = loadNewsstandAccount(folder, wallet.deps.clock);
    const host = "127.0.0.1";
    const newsstand = await startNewsstand({
      port: newsstandPort,
      host,
      wallet: wallet.url,
      ...account,
      folder,
      coop,
      ...(options.clock === undefined ? {} : { clock: options.clock }),
      log: (line) => wallet.deps.logger.warn({ site: "newsstand" }, line),
    });
    await registerMerchant(wallet.deps, {
      id: account.merchant,
      apiKey: account.apiKey,
      name: "The Newsstand",
      origins: [new URL(newsstand.url).origin],
    });
    return {
      wallet,
      newsstand: newsstand.url,
      async close() {
        await newsstand.close();
        await wallet.close();
      },
    };
  } catch (error) {
    await wallet.close();
    throw error;
  }
}
