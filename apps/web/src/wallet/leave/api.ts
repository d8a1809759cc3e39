import { Erasure, PasskeyOptions, type WaysInAct } from "@farthing/protocol";
import { call, callFile } from "../../kit/call.ts";
import { askPasskey } from "../askPasskey.ts";

async function askFor(act: WaysInAct): Promise<unknown> {
  const path = "/v1/wallet/ways-in/options";
  const { options } = PasskeyOptions.parse(await call(path, { body: { act } }));
  return askPasskey(options);
}

/** Everything that is kept of this wallet, as a ZIP archive. `onBytes` hears how much has come. */
export async function exportWallet(onBytes: (bytes: number) => void): Promise<Blob> {
  const credential = await askFor("export-wallet");
  return callFile("/v1/wallet/export", { body: { credential }, onBytes });
}

export async function getErasure(): Promise<Erasure> {
  return Erasure.parse(await call("/v1/wallet/erasure"));
}

/** Has this wallet erased when the wait is over. */
export async function eraseWallet(givesUp: boolean): Promise<Erasure> {
  const credential = await askFor("erase-wallet");
  return Erasure.parse(await call("/v1/wallet/erasure", { body: { credential, givesUp } }));
}

/** Keeps it. */
export async function keepWallet(): Promise<Erasure> {
  return Erasure.parse(await call("/v1/wallet/erasure/cancel", { body: {} }));
}
