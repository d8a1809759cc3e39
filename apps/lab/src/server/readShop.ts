import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The demo publisher as its own server knows itself. */
export interface Shop {
  readonly merchant: string;
  readonly apiKey: string;
  /** Its registered origin. */
  readonly origin: string;
}

/** Reads the Newsstand's account from a data folder. The server must have started once. */
export function readShop(folder: string, origin: string): Shop {
  const account = JSON.parse(readFileSync(join(folder, "newsstand.json"), "utf8")) as Omit<
    Shop,
    "origin"
  >;
  return { ...account, origin };
}
