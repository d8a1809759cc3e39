import type { Ledger } from "@farthing/ledger";
import { openDatabase } from "../store/openDatabase.ts";
import { newPaymentProjector } from "./payments.ts";

/** Fills the payments table of the store at `path` anew from the whole journal; answers the last entry's place. */
export function rebuildPayments(path: string, ledger: Pick<Ledger, "entriesAfter">): bigint {
  const database = openDatabase(path, "normal");
  try {
    const projector = newPaymentProjector(database, ledger);
    projector.reset();
    while (projector.step() > 0);
    return projector.seq();
  } finally {
    database.close();
  }
}
