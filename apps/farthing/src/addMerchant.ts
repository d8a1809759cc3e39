import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isLoopback, newId, ProblemError, systemClock } from "@farthing/core";
import {
  addOrigin,
  isOneHost,
  makeKeys,
  newApiKey,
  openStore,
  originConfig,
  registerMerchant,
  serverDefaults,
  writeSettings,
} from "@farthing/server";
import { ConfigError, type Settings } from "./config.ts";
import { type GivenSeeds, loadKeySeeds } from "./keys.ts";

const nameLengthMax = 60;

/** What `merchant add` is told. */
export interface MerchantWish {
  /** What payers read: "Pay $0.05 to …". */
  readonly name: string;
  /** The site's own origin: where its button may stand and what it sells lies. */
  readonly origin: string;
  /** Where the key is written, as settings for `node --env-file`; without it the caller shows them. */
  readonly file?: string | undefined;
}

/**
 * Registers a merchant in the data folder, whether the server runs or not, and answers with what to say. The key is made
 * here, stored as a hash, and told once. A `file` whose merchant is registered here already is left alone, so that a
 * start script may ask each time. Throws `ConfigError`.
 */
export async function addMerchant(
  settings: Settings,
  seeds: GivenSeeds,
  wish: MerchantWish,
): Promise<string> {
  const { name, file } = wish;
  if (name.length === 0 || name.length > nameLengthMax) {
    throw new ConfigError(`The merchant's name has 1 to ${nameLengthMax} characters.`);
  }
  const origin = checkedOrigin(wish.origin);
  const wallet = walletOf(settings, origin);
  const store = await openStore(storeOf(settings));
  try {
    const known = file === undefined ? undefined : merchantIn(file);
    if (known !== undefined && (await isRegistered(store, known))) {
      return `${file} holds the key of ${known}, which is registered here: nothing was changed.`;
    }
    // Before anything is registered: a key that cannot be written down is lost.
    if (file !== undefined) requireOurs(file);
    const id = newId("merchant", systemClock.now());
    const apiKey = newApiKey();
    const keys = makeKeys(loadKeySeeds(settings.data, seeds), `${new URL(wallet).host}/log`);
    const { feeBasisPoints } = serverDefaults;
    await registerMerchant(
      {
        store,
        keys,
        clock: systemClock,
        config: { feeBasisPoints, origin: wallet },
        caches: { merchants: new Map() },
      },
      { id, apiKey, name, origins: [origin] },
    );
    const lines = `WALLET=${wallet}\nMERCHANT=${id}\nAPI_KEY=${apiKey}\nORIGIN=${origin}\n`;
    if (file === undefined) return `# The key is shown this once.\n${lines}`;
    writeFileSync(file, lines, { mode: 0o600 });
    return `${name} is registered for ${origin}. Its key is in ${file}, which only you can read: keep it out of version control.`;
  } finally {
    await store.destroy();
  }
}

/**
 * One more site on which a registered merchant sells; a running wallet knows it within seconds. Throws `ConfigError`.
 */
export async function addMerchantOrigin(
  settings: Settings,
  wish: { merchant: string; origin: string },
): Promise<string> {
  const { merchant } = wish;
  const origin = checkedOrigin(wish.origin);
  const wallet = walletOf(settings, origin);
  const store = await openStore(storeOf(settings));
  try {
    if (!(await isRegistered(store, merchant))) {
      throw new ConfigError(`No merchant ${merchant} is registered here.`);
    }
    const registry = { store, config: { origin: wallet }, caches: { merchants: new Map() } };
    const all = await addOrigin(registry, { merchant, origin, by: "operator" });
    return `${merchant} sells on ${all.join(", ")}.`;
  } catch (error) {
    if (error instanceof ProblemError) throw new ConfigError(error.message);
    throw error;
  } finally {
    await store.destroy();
  }
}

/** A price of a merchant's own: a passkey is asked for above it, or nothing is sold. */
export interface LineWish {
  readonly merchant: string;
  readonly line: "ask-above" | "never-above";
  /** Such as `1.00`; `nothing` takes the line away. */
  readonly price: string;
}

/** Sets a line of a registered merchant; a running wallet knows it within seconds. Throws `ConfigError`. */
export async function setMerchantLine(
  settings: Settings,
  { merchant, line, price }: LineWish,
): Promise<string> {
  const amount = price === "nothing" ? null : microsOf(price);
  const { asset } = serverDefaults;
  const money = amount === null ? null : { amount, asset };
  const store = await openStore(storeOf(settings));
  try {
    const registry = { store, config: { asset }, caches: { merchants: new Map() } };
    const change = line === "ask-above" ? { askAbove: money } : { neverAbove: money };
    if (!(await writeSettings(registry, merchant, change))) {
      throw new ConfigError(`No merchant ${merchant} is registered here.`);
    }
  } finally {
    await store.destroy();
  }
  if (money === null) return `${merchant}: nothing of its own is set, and the policy holds alone.`;
  return line === "ask-above"
    ? `${merchant}: above ${price} a passkey is asked for.`
    : `${merchant}: nothing is sold above ${price}.`;
}

/** Millionths, decimal. */
function microsOf(price: string): string {
  const [, whole = "", part = ""] = /^(\d{1,9})(?:\.(\d{1,6}))?$/.exec(price) ?? [];
  if (whole === "") {
    throw new ConfigError(`${price} is no price such as 1 or 0.05, and not the word nothing.`);
  }
  return BigInt(whole + part.padEnd(6, "0")).toString();
}

function storeOf(settings: Settings): string {
  const path = join(settings.data, "store.db");
  if (!existsSync(path)) {
    throw new ConfigError(
      `There is no wallet in ${settings.data} yet: start it once with npm start, or name its folder with FARTHING_DATA.`,
    );
  }
  return path;
}

function walletOf(settings: Settings, origin: string): string {
  const wallet = originConfig(settings.origin ?? `http://localhost:${settings.port}`).origin;
  if (origin === wallet)
    throw new ConfigError(`${origin} is the wallet's own address: nothing is sold there.`);
  return wallet;
}

function checkedOrigin(origin: string): string {
  const url = URL.parse(origin);
  const isSafe =
    url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url.hostname));
  // Plain http elsewhere: somebody on the way could put another price beside the button.
  if (url?.origin !== origin || !isSafe || !isOneHost(origin)) {
    throw new ConfigError(
      `${origin} is not an origin such as https://news.example or, on this machine, http://127.0.0.1:4030.`,
    );
  }
  return origin;
}

const written = /^WALLET=\S+\nMERCHANT=\S+\nAPI_KEY=\S+\nORIGIN=\S+\n$/;

/** Only a file that was written here, for a wallet that is gone, is written over: others hold somebody's settings. */
function requireOurs(file: string): void {
  if (!existsSync(file)) return;
  if (!written.test(readFileSync(file, "utf8"))) {
    throw new ConfigError(
      `${file} holds something else, which is left as it is: name another file.`,
    );
  }
  // A mode given with the text holds for new files only.
  chmodSync(file, 0o600);
}

function merchantIn(file: string): string | undefined {
  return existsSync(file) ? /^MERCHANT=(\S+)$/m.exec(readFileSync(file, "utf8"))?.[1] : undefined;
}

async function isRegistered(
  store: Awaited<ReturnType<typeof openStore>>,
  id: string,
): Promise<boolean> {
  const row = await store
    .selectFrom("merchants")
    .select("id")
    .where("id", "=", id)
    .executeTakeFirst();
  return row !== undefined;
}
