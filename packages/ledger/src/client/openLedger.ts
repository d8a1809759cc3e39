import type { Ledger, OpenLedgerOptions } from "../ledger.ts";

export declare function openLedger(options: OpenLedgerOptions): Promise<Ledger>;
