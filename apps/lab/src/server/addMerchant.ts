import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { assert } from "@farthing/core";
import { serverMain } from "./startServer.ts";
import type { Shop } from "./readShop.ts";

const run = promisify(execFile);

/** Registers a merchant in a running server's folder as its operator does: `merchant add NAME ORIGIN FILE`. */
export async function addMerchant(
  folder: string,
  of: { name: string; origin: string },
): Promise<Shop> {
  const file = join(folder, `${of.name}.env`);
  const args = ["--no-memory-protection-keys", serverMain, "merchant", "add"];
  await run(process.execPath, [...args, of.name, of.origin, file], {
    env: { ...process.env, FARTHING_DATA: folder },
  });
  const text = readFileSync(file, "utf8");
  const setting = (name: string): string => {
    const value = new RegExp(`^${name}=(\\S+)$`, "m").exec(text)?.[1];
    assert(value !== undefined, `the merchant's file says its ${name}`);
    return value;
  };
  return { merchant: setting("MERCHANT"), apiKey: setting("API_KEY"), origin: of.origin };
}
