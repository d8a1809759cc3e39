import { originsMax, registerMerchant } from "@farthing/server";
import { startNewsstand } from "@farthing/newsstand";
import {
  keepNewsstandAccount,
  loadNewsstandAccount,
  type NewsstandAccount,
} from "./newsstandAccount.ts";
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
 * tried here is what publishers meet. The publisher is registered anew at each start, under the same id; addresses that
 * were added to it stay. Without a mail server, mails are shown at the wallet's `/outbox`.
 */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const wallet = await wire({ ...options, config: { ...options.config, demo: true } });
  try {
    const { folder, newsstandPort = 0, coop = false } = options;
    const account = loadNewsstandAccount(folder, wallet.deps.clock);
    const { merchant, apiKey } = account;
    const host = "127.0.0.1";
    const newsstand = await startNewsstand({
      port: newsstandPort,
      host,
      wallet: wallet.url,
      merchant,
      apiKey,
      folder,
      coop,
      ...(options.clock === undefined ? {} : { clock: options.clock }),
      log: (line) => wallet.deps.logger.warn({ site: "newsstand" }, line),
    });
    const { origin } = new URL(newsstand.url);
    const added = await addedOrigins(wallet, account);
    const origins = [origin, ...added.filter((each) => each !== origin)].slice(0, originsMax);
    await registerMerchant(wallet.deps, { id: merchant, apiKey, name: "The Newsstand", origins });
    keepNewsstandAccount(folder, { merchant, apiKey, origin });
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

/** The publisher's registered addresses but its own former one. */
async function addedOrigins(
  { deps }: Wired,
  { merchant, origin: former }: NewsstandAccount,
): Promise<string[]> {
  const row = await deps.store
    .selectFrom("merchants")
    .select("origins")
    .where("id", "=", merchant)
    .executeTakeFirst();
  // Registered before its address was written down: which of them was its own, nobody knows.
  if (row === undefined || former === undefined) return [];
  return (JSON.parse(row.origins) as string[]).filter((origin) => origin !== former);
}
