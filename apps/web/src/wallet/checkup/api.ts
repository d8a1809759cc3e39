import { Checkup } from "@farthing/protocol";
import { call } from "../../kit/call.ts";

/** The score, and what to do next. */
export async function getCheckup(): Promise<Checkup> {
  return Checkup.parse(await call("/v1/wallet/checkup"));
}

/** "Not now": advice is out of the way for 30 days. */
export async function putOff(advice: string): Promise<Checkup> {
  return Checkup.parse(await call("/v1/wallet/checkup/later", { body: { advice } }));
}

/** The payer looked, and it is in order. */
export async function review(advice: string): Promise<Checkup> {
  return Checkup.parse(await call("/v1/wallet/checkup/reviewed", { body: { advice } }));
}
