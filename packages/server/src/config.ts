import { type Asset, day, isLoopback, minute, second } from "@farthing/core";
import type { TrustPolicy } from "@farthing/log";
import type { PayerMoney } from "./limits/payerMoney.ts";

/** The limits of one allowance, in the smallest unit of the wallet's asset, and how long it lasts. */
export interface AllowancePreset {
  readonly perClick: bigint;
  readonly per24h: bigint;
  readonly total: bigint;
  readonly days: number;
}

/** A trust policy (c2sp.org/tlog-policy), as it was read and as it was written. */
export interface Witnesses {
  readonly policy: TrustPolicy;
  readonly text: string;
}

/** Everything that may differ between two running servers. Amounts are in the smallest unit of `asset`. */
export interface ServerConfig {
  /** The one address payers see, as browsers spell an origin. Other hosts are refused. */
  readonly origin: string;
  /** WebAuthn relying party id: the host name of `origin`. */
  readonly rpId: string;
  readonly mode: "sandbox" | "live";
  readonly asset: Asset;
  /** The operator's part of each payment, in 1/100 of a percent. */
  readonly feeBasisPoints: number;
  /** What the wallet proposes at the first payment to a merchant (frame-and-grant.md rule 2). */
  readonly preset: AllowancePreset;
  /** The highest limits this wallet accepts. */
  readonly ceiling: AllowancePreset;
  /** Above these no policy sets the limits of a payer, and of a guest; what is absent the policy alone decides. */
  readonly payerCeiling: Partial<PayerMoney>;
  /** Play money that a new wallet starts with; 0 for none. */
  readonly welcome: bigint;
  /** How long a payer may undo a payment, in milliseconds (rule 18). */
  readonly undoMs: number;
  /** Up to this price a passkey inside the frame pays; above it, only on the wallet's own page (rule 19). */
  readonly stepUpMax: bigint;
  /** Above this a click needs a second yes: holding the button, or pressing again (rule 17). */
  readonly confirmAbove: bigint;
  /** From asking that a wallet be erased to erasing it, in milliseconds; 0: at once. */
  readonly eraseWaitMs: number;
  /** Requests a minute; 0 turns a limit off. */
  readonly rate: {
    readonly addressPerMinute: number;
    readonly payerPerMinute: number;
    readonly merchantPerMinute: number;
  };
  /** Plain http on a loopback address: the session cookie goes without `Secure` (rule 12). */
  readonly insecureLoopback: boolean;
  /** The nearest hop is a proxy of ours: the last `X-Forwarded-For` entry is the caller's address. */
  readonly trustProxy: boolean;
  /** The operator's policy file, with its signature in `.sig` beside it; null: the policy that comes with Farthing holds. */
  readonly policyFile: string | null;
  /** Who is asked to witness the log's heads, and how many of them must: a tlog-policy without logs; null: nobody. */
  readonly witnesses: Witnesses | null;
  /** How often the log's head is signed, in milliseconds, if the log grew. */
  readonly checkpointEveryMs: number;
  /** How long after a head was anchored the next one is, in milliseconds. */
  readonly anchorEveryMs: number;
  /** Where mails go out (`smtp://` or `smtps://`) and whom they are from; null: they stay in the outbox. */
  readonly mail: { readonly smtp: string; readonly from: string } | null;
  /** From this hour on (UTC) the day's total of what is owed is sealed in the log. */
  readonly liabilitiesHour: number;
  /** `farthing demo`: mails that nobody sends may be looked at (`showsOutbox`). */
  readonly demo: boolean;
}

const cent = 10_000n;

/** What a server does when nothing else is said: the numbers of the sandbox, in `PLAY/6`. */
export const serverDefaults = {
  mode: "sandbox",
  asset: "PLAY/6",
  feeBasisPoints: 500,
  preset: { perClick: 5n * cent, per24h: 50n * cent, total: 200n * cent, days: 30 },
  ceiling: { perClick: 500n * cent, per24h: 5_000n * cent, total: 50_000n * cent, days: 365 },
  payerCeiling: {},
  welcome: 1_000n * cent,
  undoMs: 10_000,
  stepUpMax: 100n * cent,
  confirmAbove: 50n * cent,
  eraseWaitMs: 7 * day,
  rate: { addressPerMinute: 1_200, payerPerMinute: 120, merchantPerMinute: 12_000 },
  trustProxy: false,
  policyFile: null,
  witnesses: null,
  checkpointEveryMs: second,
  anchorEveryMs: 10 * minute,
  mail: null,
  liabilitiesHour: 3,
  demo: false,
} as const satisfies Omit<ServerConfig, "origin" | "rpId" | "insecureLoopback">;

/** How long a session lasts without being used. */
export const sessionLifeMs = 30 * day;

/**
 * Whether mails are shown at `/outbox` instead of being sent. They hold links that act, so only the demo does it, with
 * play money, to this machine alone, and never where a proxy could bring others.
 */
export function showsOutbox(config: ServerConfig): boolean {
  const { demo, mode, insecureLoopback, trustProxy, mail } = config;
  return demo && mode === "sandbox" && insecureLoopback && !trustProxy && mail === null;
}

/** Whether a mail that is queued reaches anybody. */
export function offersMail(config: ServerConfig): boolean {
  return config.mail !== null || showsOutbox(config);
}

/** The parts of a configuration that follow from its origin. Throws a TypeError when it is not an address. */
export function originConfig(
  origin: string,
): Pick<ServerConfig, "origin" | "rpId" | "insecureLoopback"> {
  const url = new URL(origin);
  return {
    origin: url.origin,
    rpId: url.hostname,
    insecureLoopback: url.protocol === "http:" && isLoopback(url.hostname),
  };
}
