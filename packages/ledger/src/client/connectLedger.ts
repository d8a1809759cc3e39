import type { ConnectLedgerOptions, Ledger } from "../ledger.ts";

export declare function connectLedger(options: ConnectLedgerOptions): Promise<Ledger>;
