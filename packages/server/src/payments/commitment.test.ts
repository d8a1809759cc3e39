import { uintBytes } from "@farthing/core";
import { entryCommitment, groupCommitment } from "@farthing/log";
import { expect, test } from "vitest";
import { sha256 } from "../sha256.ts";
import {
  closeGroup,
  commitment,
  disclosureGroups,
  type GroupKeys,
  openGroup,
} from "./commitment.ts";
import type { Memo, PaymentMemo } from "./memo.ts";

const keys: GroupKeys = {
  shared: new Uint8Array(32).fill(1),
  payer: new Uint8Array(32).fill(2),
  merchant: new Uint8Array(32).fill(3),
};
const id = 1n << 90n;
const parties = { v: 1, payer: "pyr_p", merchant: "mer_m" } as const;
const memo: PaymentMemo = {
  ...parties,
  kind: "payment",
  allowance: "alw_a",
  device: "thumbprint",
  offer: "offer-hash",
  resource: "https://news.example/a",
  title: "An article",
  access: "own",
  amount: "50000",
  fee: "2500",
  asset: "PLAY/6",
  gesture: "click",
  time: 1,
};

test("each fact of a payment is in one group only, and who paid is nowhere but in the payer's", () => {
  const { shared, payer, merchant } = disclosureGroups(memo, id);
  const names = [shared, payer, merchant].map((fields) => fields.map(([name]) => name));
  expect(names).toEqual([
    ["payment", "amount", "asset", "offer", "time"],
    ["payer", "allowance", "device", "gesture"],
    ["merchant", "resource"],
  ]);
  expect(JSON.stringify([shared, merchant])).not.toContain("pyr_p");
});

test("opened groups, or their commitments alone, lead to the entry's commitment", () => {
  const open = (group: "shared" | "payer" | "merchant") =>
    groupCommitment(sha256, { group, ...openGroup(memo, id, { group, keys }) });
  const closed = closeGroup(memo, id, { group: "merchant", keys });
  expect(open("merchant")).toEqual(closed);
  const whole = entryCommitment(sha256, {
    shared: open("shared"),
    payer: open("payer"),
    merchant: closed,
  });
  expect(commitment(memo, id, keys)).toEqual(whole);
});

test("the salt of a group follows from its key and the payment: without the key nothing can be opened", () => {
  const salt = (of: bigint, key: number) =>
    openGroup(memo, of, { group: "payer", keys: { ...keys, payer: new Uint8Array(32).fill(key) } })
      .salt;
  expect(salt(id, 2)).toEqual(salt(id, 2));
  expect(salt(id, 2)).not.toEqual(salt(id, 4));
  expect(salt(id, 2)).not.toEqual(salt(id + 1n, 2));
  expect(uintBytes(id, 16).length).toBe(16);
});

test("every kind of entry has a commitment of its own", () => {
  const money = { amount: "1", asset: "PLAY/6" };
  const memos: Memo[] = [
    memo,
    { ...parties, kind: "undo", payment: "pay_x", ...money },
    { ...parties, kind: "refund", payment: "pay_x", reason: "goodwill", ...money },
    { v: 1, kind: "top-up", payer: "pyr_p", rail: "sandbox", welcome: true, ...money },
    { ...parties, kind: "allowance", allowance: "alw_a", grant: "grt_g" },
    { ...parties, kind: "revoke", allowance: "alw_a", device: "dev_d" },
  ];
  const all = memos.map((each) => Buffer.from(commitment(each, id, keys)).toString("hex"));
  expect(new Set(all).size).toBe(memos.length);
});
