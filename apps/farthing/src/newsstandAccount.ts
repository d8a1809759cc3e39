import { join } from "node:path";
import { type Clock, idToBytes, type MerchantId, newId } from "@farthing/core";
import { newApiKey } from "@farthing/server";
import { z } from "zod";
import { readPrivateJson, writePrivateJson } from "./privateFile.ts";

/** Who the demo publisher is to the wallet. */
export interface NewsstandAccount {
  readonly merchant: MerchantId;
  readonly apiKey: string;
  /** Where it answered when it was last registered; absent before the first time. */
  readonly origin?: string | undefined;
}

const AccountFile = z.strictObject({
  merchant: z.custom<MerchantId>(
    (text) => typeof text === "string" && idToBytes("merchant", text) !== null,
  ),
  apiKey: z.string().min(32),
  origin: z.string().max(300).optional(),
});

/** The account in data/newsstand.json, made at the first start (mode 0600): the same one after every restart. */
export function loadNewsstandAccount(folder: string, clock: Clock): NewsstandAccount {
  const path = pathIn(folder);
  const found = readPrivateJson(path);
  if (found !== null) return AccountFile.parse(found);
  const account = { merchant: newId("merchant", clock.now()), apiKey: newApiKey() };
  writePrivateJson(path, account);
  return account;
}

/** Writes the account down with the address that it is registered under now. */
export function keepNewsstandAccount(folder: string, account: NewsstandAccount): void {
  writePrivateJson(pathIn(folder), account);
}

function pathIn(folder: string): string {
  return join(folder, "newsstand.json");
}
