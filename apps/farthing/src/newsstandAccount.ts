import { join } from "node:path";
import { type Clock, idToBytes, type MerchantId, newId } from "@farthing/core";
import { newApiKey } from "@farthing/server";
import { z } from "zod";
import { readPrivateJson, writePrivateJson } from "./privateFile.ts";

/** Who the demo publisher is to the wallet. */
export interface NewsstandAccount {
  readonly merchant: MerchantId;
  readonly apiKey: string;
}

const AccountFile = z.strictObject({
  merchant: z.custom<MerchantId>(
    (text) => typeof text === "string" && idToBytes("merchant", text) !== null,
  ),
  apiKey: z.string().min(32),
});

/** The account in data/newsstand.json, made at the first start (mode 0600): the same one after every restart. */
export function loadNewsstandAccount(folder: string, clock: Clock): NewsstandAccount {
  const path = join(folder, "newsstand.json");
  const found = readPrivateJson(path);
  if (found !== null) return AccountFile.parse(found);
  const account = { merchant: newId("merchant", clock.now()), apiKey: newApiKey() };
  writePrivateJson(path, account);
  return account;
}
