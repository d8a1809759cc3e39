import { Counter, Gauge, Histogram, Registry } from "prom-client";

/** What the server counts about itself (Prometheus text at `/metrics`). Labels are codes, never ids. */
export interface Metrics {
  readonly registry: Registry;
  http(route: string, status: number, seconds: number): void;
  /** `outcome`: the kind of a payment outcome, with its reason where it has one. */
  payment(outcome: string): void;
  /** Something was asked of a payer: `wallet-page`, `passkey`, `step-up` … Half of the friction measure. */
  prompt(kind: string): void;
  /** A press with what the frame saw around it (rule 16): signals, never a lock. */
  click(visible: boolean | null, pointer: string): void;
  /** "Ask me less here", "Ask me more here" (rule 19). */
  wish(wish: "less" | "more"): void;
  bug(): void;
  /** Read when metrics are collected. */
  gauge(name: string, help: string, read: () => number): void;
}

/** Fresh counters in their own registry, so that two servers in one process do not add up. */
export function newMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const http = new Histogram({
    name: "farthing_http_seconds",
    help: "Time from a request's arrival to its answer, by route and status.",
    labelNames: ["route", "status"],
    buckets: [0.001, 0.005, 0.025, 0.1, 0.3, 1, 5],
    registers,
  });
  const payments = counter(registry, "farthing_payments_total", "Payments by outcome.", "outcome");
  const prompts = counter(registry, "farthing_prompts_total", "Questions to payers.", "kind");
  const bugs = new Counter({ name: "farthing_bugs_total", help: "Broken assumptions.", registers });
  const clicks = new Counter({
    name: "farthing_clicks_total",
    help: "Presses by whether the browser saw the button uncovered, and by what pressed it.",
    labelNames: ["visible", "pointer"],
    registers,
  });
  const wishes = counter(registry, "farthing_wishes_total", "Wishes after a passkey.", "wish");
  const httpChildren = new Map<string, { observe(seconds: number): void }>();
  return {
    registry,
    http(route, status, seconds) {
      const key = `${status} ${route}`;
      const child = httpChildren.get(key) ?? http.labels(route, String(status));
      httpChildren.set(key, child);
      child.observe(seconds);
    },
    payment: (outcome) => payments.inc({ outcome }),
    prompt: (kind) => prompts.inc({ kind }),
    click: (visible, pointer) => clicks.inc({ visible: String(visible ?? "unknown"), pointer }),
    wish: (wish) => wishes.inc({ wish }),
    bug: () => bugs.inc(),
    gauge(name, help, read) {
      const gauge: Gauge = new Gauge({ name, help, registers, collect: () => gauge.set(read()) });
    },
  };
}

function counter(registry: Registry, name: string, help: string, label: string): Counter {
  return new Counter({ name, help, labelNames: [label], registers: [registry] });
}
