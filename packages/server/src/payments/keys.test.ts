import { expect, test } from "vitest";
import {
  accountId,
  allowanceKeys,
  counterKey,
  grantKey,
  limitKey,
  ownershipKey,
  payerKeys,
  standingKey,
  undoKey,
  walletKey,
} from "./keys.ts";

const payer = "pyr_00000000000000000000000001";
const merchant = "mer_00000000000000000000000002";

/** The journal names accounts and limits by these numbers for ever: one that changes is lost money. */
const fixed: [name: string, key: bigint, hex: string][] = [
  ["payer's account", accountId("payer", payer), "468437c34da4be76542358e0ad1dbfca"],
  ["merchant's account", accountId("merchant", merchant), "8aedea5213893b859315b26e0f5d50df"],
  ["operator's fees", accountId("operator:fees", ""), "205322dc64e14eb9b7c6cb8f4e9ce788"],
  ["sandbox rail", accountId("rail:sandbox", ""), "aa4afcffaf658c24642708b4bb5cfe75"],
  [
    "per click",
    limitKey("allowance-click", "alw_00000000000000000000000003"),
    "baf4dbb8866e481a47b57e181d544632",
  ],
  [
    "ownership",
    ownershipKey(payer, merchant, "https://news.example/a"),
    "cadaae35282f173270a851c9dbdecce2",
  ],
  ["undos", undoKey(payer, merchant), "58519f6943f0e75ceafd872a966edd7b"],
  ["counter", counterKey("dev_00000000000000000000000004"), "5f8bfdf996b37eb233a5451164245923"],
];

test.each(fixed)("%s", (_, key, hex) => {
  expect(key.toString(16)).toBe(hex);
});

test("no two keys are the same", () => {
  const keys = [
    ...fixed.map(([, key]) => key),
    ...Object.values(allowanceKeys("alw_00000000000000000000000005")),
    ...Object.values(payerKeys(payer)),
    limitKey("payer-top-up-24h", payer),
    accountId("merchant", payer),
    standingKey(payer, merchant),
    walletKey(payer),
    grantKey("grt_00000000000000000000000006"),
    ownershipKey(merchant, payer, "https://news.example/a"),
    ownershipKey(payer, merchant, "https://news.example/b"),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});
