import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { tierName } from "./balance/tierOf.ts";
import type { Engine } from "./http/engineOf.ts";
import type { Decision } from "@farthing/risk";
import type { Rung } from "./payments/rung.ts";

/** What the server counts about itself (Prometheus text at `/metrics`). Labels are codes, never ids. */
export interface Metrics {
  readonly registry: Registry;
  http(route: string, status: number, seconds: number): void;
  /** `outcome`: the kind of a payment outcome, with its reason where it has one. */
  payment(outcome: string, by: CountedBy): void;
  /** Something was asked of a payer. Half of the friction measure. */
  prompt(kind: PromptKind, by: CountedBy): void;
  /** What the policy asked of a click, and what named it. */
  decision(decision: Decision): void;
  /** Whether the operator's policy file is one that was refused. */
  policyRefused(isRefused: boolean): void;
  /** A key was closed because two networks used it (rule 10). */
  frozenKey(): void;
  /** A press with what the frame saw around it (rule 16): signals, never a lock. */
  click(visible: boolean | null, pointer: string): void;
  /** From a payer's press to the content, in seconds. */
  content(of: { gesture: string; tier: number }, seconds: number): void;
  /** "Ask me less here", "Ask me more here" (rule 19). */
  wish(wish: "less" | "more"): void;
  /** A payer reported a payment, so many seconds after it was paid: the strongest lever on fraud. */
  report(reason: string, delaySeconds: number): void;
  /** A payment turned out to be something. */
  label(label: string): void;
  /** What came of handing a mail to the mail server. */
  mail(outcome: "sent" | "retry" | "failed"): void;
  /** A look at a head on its way into an anchor: leaves that are anchored for good, failures in a row, another history. */
  anchoring(place: string, now: { leaves?: number; failures: number; conflict: boolean }): void;
  bug(): void;
  /** Read when metrics are collected. */
  gauge(name: string, help: string, read: () => number): void;
  /** The same for several values of one label; those that are not read are not said. */
  gauges(of: LabelledGauge): void;
}

/** A gauge with one label: `read` says the value of each. */
export interface LabelledGauge {
  readonly name: string;
  readonly help: string;
  readonly label: string;
  readonly read: () => Readonly<Record<string, number>>;
}

/**
 * What a payer can be asked: to look at the wallet's page, for a passkey there (`passkey`) or inside the frame
 * (`frame-passkey`). `step-up`: a click was not enough, and one of the others follows.
 */
export type PromptKind = "wallet-page" | "passkey" | "frame-passkey" | "step-up";

/** The kinds that interrupt: a passkey on the page is part of that page. */
const interruptions: ReadonlySet<PromptKind> = new Set(["wallet-page", "frame-passkey"]);

/** Whose payment or question is counted: the friction of a browser that forgets is not that of one that does not. */
export interface CountedBy {
  readonly engine: Engine;
  readonly rung: Rung;
}

const whose = ["engine", "rung"];

/** Fresh counters in their own registry, so that two servers in one process do not add up. */
export function newMetrics(): Metrics {
  const registry = new Registry();
  const count = (name: string, help: string, ...labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers: [registry] });
  const payments = count("farthing_payments_total", "Payments.", "outcome", ...whose);
  const prompts = count("farthing_prompts_total", "Questions to payers.", "kind", ...whose);
  const frozen = count("farthing_keys_frozen_total", "Keys closed: two networks used one.");
  const clicks = count(
    "farthing_clicks_total",
    "Presses by whether the browser saw the button uncovered, and by what pressed it.",
    "visible",
    "pointer",
  );
  const wishes = count("farthing_wishes_total", "Wishes after a passkey.", "wish");
  const mails = count("farthing_mails_total", "Mails handed to the mail server.", "outcome");
  const bugs = count("farthing_bugs_total", "Broken assumptions.");
  const friction = newFriction(registry);
  const paymentChild = newChildren<{ inc(): void }>();
  return {
    registry,
    http: newHttpTimes(registry),
    payment(outcome, by) {
      const name = `${outcome} ${by.engine} ${by.rung}`;
      paymentChild(name, () => payments.labels({ outcome, ...by })).inc();
      if (outcome === "captured") friction.paid(by);
    },
    prompt(kind, by) {
      prompts.inc({ kind, ...by });
      if (interruptions.has(kind)) friction.interrupted(by);
    },
    ...newDecisions(registry),
    ...newReports(registry),
    content: newContentWaits(registry),
    ...newAnchorings(registry),
    frozenKey: () => frozen.inc(),
    click: (visible, pointer) => clicks.inc({ visible: String(visible ?? "unknown"), pointer }),
    wish: (wish) => wishes.inc({ wish }),
    mail: (outcome) => mails.inc({ outcome }),
    bug: () => bugs.inc(),
    gauge(name, help, read) {
      const registers = [registry];
      const gauge: Gauge = new Gauge({ name, help, registers, collect: () => gauge.set(read()) });
    },
    gauges: (of) => newLabelled(registry, of),
  };
}

function newLabelled(registry: Registry, { name, help, label, read }: LabelledGauge): void {
  const gauge: Gauge = new Gauge({
    name,
    help,
    labelNames: [label],
    registers: [registry],
    collect() {
      for (const [value, count] of Object.entries(read())) gauge.set({ [label]: value }, count);
    },
  });
}

/**
 * One child for each name, made when it is first counted. Used with every click: the library's own search for the labels
 * costs more than all the rest.
 */
function newChildren<Child>(children = new Map<string, Child>()) {
  return (name: string, make: () => Child): Child => {
    const known = children.get(name);
    if (known !== undefined) return known;
    const child = make();
    children.set(name, child);
    return child;
  };
}

function newHttpTimes(registry: Registry): Metrics["http"] {
  const http = new Histogram({
    name: "farthing_http_seconds",
    help: "Time from a request's arrival to its answer, by route and status.",
    labelNames: ["route", "status"],
    buckets: [0.001, 0.005, 0.025, 0.1, 0.3, 1, 5],
    registers: [registry],
  });
  const child = newChildren<{ observe(seconds: number): void }>();
  return (route, status, seconds) =>
    child(`${status} ${route}`, () => http.labels(route, String(status))).observe(seconds);
}

function newContentWaits(registry: Registry): Metrics["content"] {
  const waits = new Histogram({
    name: "farthing_click_to_content_seconds",
    help: "Time from a payer's press until the receipt is handed over, by gesture and price tier.",
    labelNames: ["gesture", "tier"],
    buckets: [0.1, 0.2, 0.3, 0.5, 1, 2, 3, 5, 10, 20, 30, 60, 120, 300, 600],
    registers: [registry],
  });
  return ({ gesture, tier }, seconds) => waits.observe({ gesture, tier: tierName(tier) }, seconds);
}

/** Interruptions per 100 captured payments since the start; nothing is said of browsers that have paid nothing yet. */
function newFriction(registry: Registry) {
  const counts = new Map<string, { by: CountedBy; paid: number; interrupted: number }>();
  const count = newChildren(counts);
  const of = (by: CountedBy) =>
    count(`${by.engine} ${by.rung}`, () => ({ by, paid: 0, interrupted: 0 }));
  const gauge: Gauge = new Gauge({
    name: "farthing_prompts_per_100_payments",
    help: "Interruptions (wallet page, passkey in the frame) per 100 captured payments.",
    labelNames: whose,
    registers: [registry],
    collect() {
      for (const { by, paid, interrupted } of counts.values()) {
        if (paid > 0) gauge.set({ ...by }, (100 * interrupted) / paid);
      }
    },
  });
  return {
    paid: (by: CountedBy) => void (of(by).paid += 1),
    interrupted: (by: CountedBy) => void (of(by).interrupted += 1),
  };
}

/** What the policy asks of clicks, and whether the operator's policy is the one that holds. */
function newDecisions(registry: Registry): Pick<Metrics, "decision" | "policyRefused"> {
  const decisions = new Counter({
    name: "farthing_decisions_total",
    help: "Clicks by what the policy asked of them, and what named it.",
    labelNames: ["policy", "row", "band", "counter", "gesture"],
    registers: [registry],
  });
  const reasons = new Counter({
    name: "farthing_risk_reasons_total",
    help: "Clicks by what made them look risky; `unscored`: no score, or not in time.",
    labelNames: ["reason"],
    registers: [registry],
  });
  const refused = new Gauge({
    name: "farthing_policy_refused",
    help: "1: the operator's policy file is refused, and the last good policy holds.",
    registers: [registry],
  });
  const child = newChildren<{ inc(): void }>();
  return {
    decision({ policy, row, band, counter, gesture, reasons: why }) {
      const name = `${policy} ${row} ${band} ${counter} ${gesture}`;
      const labels = { policy, row, band, counter: counter ?? "none", gesture };
      child(name, () => decisions.labels(labels)).inc();
      const codes = why === null ? ["unscored"] : why.map(({ code }) => code);
      for (const reason of codes) child(reason, () => reasons.labels({ reason })).inc();
    },
    policyRefused: (isRefused) => refused.set(isRefused ? 1 : 0),
  };
}

/** What payers report, how long after they paid, and what it was taken for. */
function newReports(registry: Registry): Pick<Metrics, "report" | "label"> {
  const delays = new Histogram({
    name: "farthing_report_delay_seconds",
    help: "Time from a payment to its payer's report, by reason.",
    labelNames: ["reason"],
    buckets: [10, 60, 600, 3_600, 21_600, 86_400, 259_200, 604_800, 2_592_000],
    registers: [registry],
  });
  const labels = new Counter({
    name: "farthing_labels_total",
    help: "Payments by what they turned out to be.",
    labelNames: ["label"],
    registers: [registry],
  });
  return {
    report: (reason, seconds) => delays.observe({ reason }, seconds),
    label: (label) => labels.inc({ label }),
  };
}

/** How anchoring goes, by the kind of place: `file`, `evm`. */
function newAnchorings(registry: Registry): Pick<Metrics, "anchoring"> {
  const gauge = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ["place"], registers: [registry] });
  const leaves = gauge("farthing_anchored_leaves", "Leaves under the newest anchored head.");
  const failures = gauge("farthing_anchor_failures", "Looks at an anchor that failed in a row.");
  const conflict = gauge("farthing_anchor_conflict", "1: an anchor holds another history.");
  return {
    anchoring(place, now) {
      const labels = { place: place.replace(/:.*/, "") };
      if (now.leaves !== undefined) leaves.set(labels, now.leaves);
      failures.set(labels, now.failures);
      conflict.set(labels, now.conflict ? 1 : 0);
    },
  };
}
