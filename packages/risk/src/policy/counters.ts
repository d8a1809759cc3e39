/**
 * Whose each counter is, over which time it counts, and what sets it to nothing: `rolls` (only time does), `U` (a passkey, and
 * nothing else), `settlement`, `go-on` (the payer lets the program go on, by U), `never`. A document states them, so that it can
 * be read without this code; one that states them otherwise is refused, because they would be kept as they are here.
 */
export const counters = {
  sinceCheck: { owner: "payer", window: "none", reset: "U" },
  perDay: { owner: "payer", window: "24h", reset: "rolls" },
  per30Days: { owner: "payer", window: "30d", reset: "rolls" },
  perMerchantDay: { owner: "payer-at-merchant", window: "24h", reset: "rolls" },
  topUpPerDay: { owner: "payer", window: "24h", reset: "rolls" },
  walletCeiling: { owner: "payer", window: "none", reset: "never" },
  checkAgeHours: { owner: "payer", window: "none", reset: "U" },
  "clicks.per10s": { owner: "payer", window: "10s", reset: "U" },
  "clicks.per10min": { owner: "payer", window: "10min", reset: "U" },
  "clicks.perDay": { owner: "payer", window: "24h", reset: "U" },
  newDeviceUpTo: { owner: "device", window: "none", reset: "never" },
  "agent.perPayment": { owner: "program", window: "none", reset: "never" },
  "agent.perSession": { owner: "program", window: "none", reset: "go-on" },
  "agent.perDay": { owner: "program", window: "24h", reset: "rolls" },
  guestTab: { owner: "guest", window: "none", reset: "settlement" },
  "guestTabs.perBlockDay": { owner: "network", window: "24h", reset: "rolls" },
  undosPerSiteDay: { owner: "payer-at-merchant", window: "24h", reset: "rolls" },
  "reports.count": { owner: "payer", window: "90d", reset: "rolls" },
  "reports.amount": { owner: "payer", window: "90d", reset: "rolls" },
} as const satisfies Record<string, CounterFacts>;

interface CounterFacts {
  readonly owner: string;
  readonly window: string;
  readonly reset: string;
}

export type Counters = Readonly<Record<keyof typeof counters, CounterFacts>>;

export const counterNames = Object.keys(counters) as (keyof Counters)[];
