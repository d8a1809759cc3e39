import { uintBytes } from "@farthing/core";
import { entryCommitment, type Field, type Group, groupCommitment, groupSalt } from "@farthing/log";
import { sha256 } from "../sha256.ts";
import { entryName } from "./entryName.ts";
import type {
  AgentMemo,
  BlockMemo,
  CaptureMemo,
  ContestEndedMemo,
  EraseMemo,
  FreezeMemo,
  LiabilitiesMemo,
  Memo,
  PaymentMemo,
  PresetMemo,
  RefundMemo,
  ReleaseMemo,
  SettleShareMemo,
  SettleTabMemo,
  SiteLimitsMemo,
  TabMemo,
  TopUpMemo,
  UndoMemo,
} from "./memo.ts";

/** The key that salts each disclosure group: destroying a person's key erases the person (architecture.md §4). */
export type GroupKeys = Readonly<Record<Group, Uint8Array>>;

/** The facts of an entry, by who may be shown them (specs/log.md). */
export type DisclosureGroups = Readonly<Record<Group, readonly Field[]>>;

/** One group, opened: what a verifier needs to recompute its commitment. */
export interface OpenedGroup {
  readonly salt: Uint8Array;
  readonly fields: readonly Field[];
}

type Maybe = readonly [name: string, value: string | undefined];

/** Sorts the facts of `memo` into the three groups. `id` is the entry's. */
export function disclosureGroups(memo: Memo, id: bigint): DisclosureGroups {
  const name = entryName(id);
  switch (memo.kind) {
    case "payment":
      return paymentGroups(memo, name);
    case "block":
    case "unblock":
      return blockGroups(memo, name);
    case "capture":
    case "release":
    case "undo":
    case "refund":
      return endGroups(memo, name);
    case "top-up":
      return topUpGroups(memo, name);
    case "open-tab":
    case "tab-lines":
    case "stop-tab":
    case "freeze":
    case "unfreeze":
    case "erase":
    case "site-limits":
      return ownGroups(memo, name);
    case "stands":
      return {
        shared: [
          [memo.kind, name],
          ["payment", memo.payment],
        ],
        payer: [["payer", memo.payer]],
        merchant: [["merchant", memo.merchant]],
      };
    case "contest-ended":
      return contestGroups(memo, name);
    case "settle-tab":
      return settlementGroups(memo, name);
    case "liabilities":
      return liabilitiesGroups(memo, name);
    case "settle-share":
      return shareGroups(memo, name);
    case "preset":
      return presetGroups(memo, name);
    case "agent":
      return agentGroups(memo, name);
    case "pause":
    case "resume":
    case "allowance":
    case "revoke":
      return {
        shared: [[memo.kind, name]],
        payer: present([
          ["payer", memo.payer],
          ["allowance", memo.allowance],
          ["device", "device" in memo ? memo.device : undefined],
        ]),
        merchant: [["merchant", memo.merchant]],
      };
  }
}

/** What concerns its payer alone. */
function ownGroups(
  memo: EraseMemo | FreezeMemo | SiteLimitsMemo | TabMemo,
  name: string,
): DisclosureGroups {
  const max = memo.kind === "site-limits" ? memo.max : undefined;
  return {
    shared: [[memo.kind, name]],
    payer: present([
      ["payer", memo.payer],
      ["max", max],
    ]),
    merchant: [],
  };
}

function topUpGroups(memo: TopUpMemo, name: string): DisclosureGroups {
  return {
    shared: [
      ["payment", name],
      ["amount", memo.amount],
      ["asset", memo.asset],
    ],
    payer: [["payer", memo.payer]],
    merchant: [],
  };
}

function settlementGroups(memo: SettleTabMemo, name: string): DisclosureGroups {
  return {
    shared: [
      [memo.kind, name],
      ["amount", memo.amount],
      ["asset", memo.asset],
    ],
    payer: present([
      ["payer", memo.payer],
      ["by", memo.by],
      ["rail", memo.rail],
    ]),
    merchant: [],
  };
}

/** Which bill it was of is the guest's alone: merchants that compare must not find that they share one. */
function shareGroups(memo: SettleShareMemo, name: string): DisclosureGroups {
  return {
    shared: [
      [memo.kind, name],
      ["amount", memo.amount],
      ["asset", memo.asset],
    ],
    payer: [
      ["payer", memo.payer],
      ["settlement", memo.settlement],
    ],
    merchant: [["merchant", memo.merchant]],
  };
}

function blockGroups(memo: BlockMemo, name: string): DisclosureGroups {
  const merchant: Field[] = [
    ["merchant", memo.merchant],
    ["why", memo.why],
  ];
  return { shared: [[memo.kind, name]], payer: [], merchant };
}

/** Of nobody in particular: whoever is in the total may see all of it. */
function liabilitiesGroups(memo: LiabilitiesMemo, name: string): DisclosureGroups {
  const { day, asset, at, size, sum, root, receivable } = memo;
  const facts = Object.entries({ day, asset, at, size, sum, root, receivable });
  return { shared: [[memo.kind, name], ...facts], payer: [], merchant: [] };
}

/** What became of a payment: its hold ended, or it came back. */
function endGroups(
  memo: CaptureMemo | ReleaseMemo | UndoMemo | RefundMemo,
  name: string,
): DisclosureGroups {
  return {
    shared: present([
      [memo.kind, name],
      ["payment", memo.payment],
      ["amount", memo.amount],
      ["asset", memo.asset],
      ["reason", reasonOf(memo)],
    ]),
    payer: [["payer", memo.payer]],
    merchant: [["merchant", memo.merchant]],
  };
}

function reasonOf(memo: Memo): string | undefined {
  if (memo.kind === "refund") return memo.reason;
  return memo.kind === "release" ? memo.why : undefined;
}

function contestGroups(memo: ContestEndedMemo, name: string): DisclosureGroups {
  return {
    shared: [
      [memo.kind, name],
      ["payment", memo.payment],
      ["borne-by", memo.borneBy],
      ["amount", memo.amount],
      ["asset", memo.asset],
    ],
    payer: [["payer", memo.payer]],
    merchant: [["merchant", memo.merchant]],
  };
}

function presetGroups(memo: PresetMemo, name: string): DisclosureGroups {
  return {
    shared: [["preset", name]],
    payer: present([
      ["payer", memo.payer],
      ["preset", memo.preset],
      ["raise", memo.raise?.to],
      ["until", memo.raise === undefined ? undefined : String(memo.raise.until)],
    ]),
    merchant: [],
  };
}

function agentGroups(memo: AgentMemo, name: string): DisclosureGroups {
  return {
    shared: [["agent", name]],
    payer: present([
      ["payer", memo.payer],
      ["change", memo.change],
      ["allowance", memo.allowance],
      ["device", memo.device],
    ]),
    merchant: [],
  };
}

function paymentGroups(memo: PaymentMemo, name: string): DisclosureGroups {
  return {
    shared: [
      ["payment", name],
      ["amount", memo.amount],
      ["asset", memo.asset],
      ["offer", memo.offer],
      ["time", String(memo.time)],
    ],
    payer: present([
      ["payer", memo.payer],
      ["allowance", memo.allowance],
      ["device", memo.device],
      ["gesture", memo.gesture],
      ["held", memo.holdMs === undefined ? undefined : String(memo.holdMs)],
    ]),
    merchant: present([
      ["merchant", memo.merchant],
      ["resource", memo.resource],
      ["visitor", memo.visitor],
    ]),
  };
}

/** The salt of each group of one entry. */
export type GroupSalts = Readonly<Record<Group, Uint8Array>>;

/** The salts that `keys` give the groups of the entry `id`. */
export function groupSalts(id: bigint, keys: GroupKeys): GroupSalts {
  const payment = uintBytes(id, 16);
  const one = (group: Group) => groupSalt(sha256, { group, key: keys[group], payment });
  return { shared: one("shared"), payer: one("payer"), merchant: one("merchant") };
}

/** The 32 bytes that stand for the entry `id` with the facts of `memo` in the public log. */
export function commitment(memo: Memo, id: bigint, keys: GroupKeys): Uint8Array {
  return saltedCommitment(memo, id, groupSalts(id, keys));
}

/** The same, for whoever was given the salts of this entry and no key. */
export function saltedCommitment(memo: Memo, id: bigint, salts: GroupSalts): Uint8Array {
  const groups = disclosureGroups(memo, id);
  const one = (group: Group): Uint8Array =>
    groupCommitment(sha256, { group, salt: salts[group], fields: groups[group] });
  return entryCommitment(sha256, {
    shared: one("shared"),
    payer: one("payer"),
    merchant: one("merchant"),
  });
}

/** The same of an entry whose payer was erased: of the payer's group only its commitment is left. */
export function closedCommitment(
  memo: Memo,
  id: bigint,
  of: { readonly payerGroup: Uint8Array } & Omit<GroupSalts, "payer">,
): Uint8Array {
  const { payerGroup: payer, ...salts } = of;
  const groups = disclosureGroups(memo, id);
  const one = (group: "shared" | "merchant"): Uint8Array =>
    groupCommitment(sha256, { group, salt: salts[group], fields: groups[group] });
  return entryCommitment(sha256, { shared: one("shared"), payer, merchant: one("merchant") });
}

/** One group of an entry, opened for the party that may see it. */
export function openGroup(
  memo: Memo,
  id: bigint,
  of: { group: Group; keys: GroupKeys },
): OpenedGroup {
  const { group, keys } = of;
  const salt = groupSalt(sha256, { group, key: keys[group], payment: uintBytes(id, 16) });
  return { salt, fields: disclosureGroups(memo, id)[group] };
}

/** The commitment of one group: what a party sees of a group that is not theirs. */
export function closeGroup(
  memo: Memo,
  id: bigint,
  of: { group: Group; keys: GroupKeys },
): Uint8Array {
  return groupCommitment(sha256, { group: of.group, ...openGroup(memo, id, of) });
}

function present(fields: readonly Maybe[]): Field[] {
  return fields.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}
