import type { WireMoney } from "@farthing/core";
import type { Bill, BillOptions } from "@farthing/protocol";
import { call } from "./call.ts";

/** How a bill is paid: from a wallet that is made by it, from one that exists, or by the sandbox rail. */
export type BillWay = "create" | "get" | "sandbox";

/** Asks for a passkey with the server's options; null: it was turned down. */
type AskPasskey = (way: "create" | "get", options: unknown) => Promise<unknown>;

/** The bill that is kept in this browser. */
export async function readBill(): Promise<Bill> {
  return (await call("/v1/wallet/bill")) as Bill;
}

/** Pays what was seen on it, all or nothing; null: the passkey was turned down. Again pays nothing twice. */
export async function settleBill(
  { way, owed }: { readonly way: BillWay; readonly owed: WireMoney },
  askPasskey: AskPasskey,
): Promise<Bill | null> {
  const path = "/v1/wallet/bill/settle";
  if (way === "sandbox") return (await call(path, { body: { by: "sandbox", owed } })) as Bill;
  const asked = await call("/v1/wallet/bill/options", { body: { way, owed } });
  const { options, payer } = asked as BillOptions;
  const credential = await askPasskey(way, options);
  if (credential === null) return null;
  return (await call(path, { body: { by: "wallet", owed, payer, credential } })) as Bill;
}

/** Nothing more goes on it. */
export async function stopBill(): Promise<Bill> {
  return (await call("/v1/wallet/bill/stop", { body: {} })) as Bill;
}

/** Says what was wrong with something on it. */
export async function reportItem(payment: string, reason: string): Promise<Bill> {
  const path = `/v1/wallet/bill/payments/${encodeURIComponent(payment)}/report`;
  return (await call(path, { body: { reason } })) as Bill;
}
