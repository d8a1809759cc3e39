import { assert, isAsset } from "@farthing/core";
import type { FullAccount, FullTransfer, MaybeAsset } from "../fullEntry.ts";
import type { ByteReader } from "./byteReader.ts";
import type { ByteWriter } from "./byteWriter.ts";

interface CallerData {
  readonly userData128: bigint;
  readonly userData64: bigint;
  readonly userData32: number;
}

/** Which of a transfer's fields that are mostly 0 follow. */
const has = { accounts: 1, pendingId: 2, timeout: 4, userData: 8, ledger: 16 } as const;

function writeCallerData(
  to: ByteWriter,
  { userData128, userData64, userData32 }: CallerData,
): void {
  to.u128(userData128);
  to.u64(userData64);
  to.u32(userData32);
}

function readCallerData(from: ByteReader): CallerData {
  return { userData128: from.u128(), userData64: from.u64(), userData32: from.u32() };
}

function hasCallerData({ userData128, userData64, userData32 }: CallerData): boolean {
  return userData128 !== 0n || userData64 !== 0n || userData32 !== 0;
}

const noCallerData: CallerData = { userData128: 0n, userData64: 0n, userData32: 0 };

function assetOf(text: string): MaybeAsset {
  assert(text === "" || known.has(text) || isAsset(text), "a journalled asset is one");
  known.add(text);
  return text as MaybeAsset;
}

// An asset's pattern is matched once, not for every transfer.
const known = new Set<string>();

export function writeAccount(to: ByteWriter, account: FullAccount): void {
  const more = hasCallerData(account) ? has.userData : 0;
  to.u8(more);
  to.u128(account.id);
  to.text(account.asset);
  to.u16(account.code);
  to.u16(account.flags);
  if (more) writeCallerData(to, account);
}

export function readAccount(from: ByteReader): FullAccount {
  const more = from.u8();
  const id = from.u128();
  const asset = assetOf(from.text());
  assert(asset !== "", "an account has a ledger");
  const [code, flags] = [from.u16(), from.u16()];
  return { id, asset, code, flags, ...(more ? readCallerData(from) : noCallerData) };
}

export function writeTransfer(to: ByteWriter, transfer: FullTransfer): void {
  const { debit, credit, pendingId, timeout, asset, code } = transfer;
  const parts =
    (debit !== 0n || credit !== 0n ? has.accounts : 0) |
    (pendingId === 0n ? 0 : has.pendingId) |
    (timeout === 0 ? 0 : has.timeout) |
    (hasCallerData(transfer) ? has.userData : 0) |
    (asset !== "" || code !== 0 ? has.ledger : 0);
  to.u8(parts);
  // 32 bits, though TigerBeetle has 16: the engine's own `expiredFlag` lies above them.
  to.u32(transfer.flags);
  to.amount(transfer.amount);
  if (parts & has.accounts) {
    to.u128(debit);
    to.u128(credit);
  }
  if (parts & has.ledger) {
    to.text(asset);
    to.u16(code);
  }
  if (parts & has.pendingId) to.u128(pendingId);
  if (parts & has.timeout) to.u32(timeout);
  if (parts & has.userData) writeCallerData(to, transfer);
}

export function readTransfer(from: ByteReader): FullTransfer {
  const parts = from.u8();
  const flags = from.u32();
  const amount = from.amount();
  const debit = parts & has.accounts ? from.u128() : 0n;
  const credit = parts & has.accounts ? from.u128() : 0n;
  const asset = parts & has.ledger ? assetOf(from.text()) : "";
  const code = parts & has.ledger ? from.u16() : 0;
  const pendingId = parts & has.pendingId ? from.u128() : 0n;
  const timeout = parts & has.timeout ? from.u32() : 0;
  const { userData128, userData64, userData32 } =
    parts & has.userData ? readCallerData(from) : noCallerData;
  return {
    debit,
    credit,
    amount,
    asset,
    code,
    flags,
    pendingId,
    timeout,
    userData128,
    userData64,
    userData32,
  };
}
