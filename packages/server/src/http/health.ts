import { second } from "@farthing/core";
import { registerAdoption } from "../balance/measureAdoption.ts";
import { registerBalance } from "../balance/measureBalance.ts";
import type { Deps } from "../deps.ts";
import { isClockBehind } from "../duties/clockWatch.ts";
import { newRoutes, type Routes } from "./context.ts";

/** Longest lag of the store's view behind the journal that still counts as ready. */
const lagMsMax = 5 * second;

/**
 * For supervisors: `/healthz` (the process answers), `/readyz` (the ledger reads, its view in the store follows, the
 * clock is not behind it, the log is being signed) and `/metrics`. They hold no secret and answer under any host name, as probes ask by address.
 */
export function healthRoutes(deps: Deps, isSigning: () => boolean): Routes {
  const routes = newRoutes();
  routes.get("/healthz", (c) => {
    c.env.route = "/healthz";
    return c.text("ok\n");
  });
  routes.get("/readyz", (c) => {
    c.env.route = "/readyz";
    const faults = readinessFaults(deps, isSigning);
    return faults.length === 0 ? c.text("ok\n") : c.text(`${faults.join("\n")}\n`, 503);
  });
  routes.get("/metrics", async (c) => {
    c.env.route = "/metrics";
    const text = await deps.metrics.registry.metrics();
    return c.body(text, 200, { "content-type": deps.metrics.registry.contentType });
  });
  registerGauges(deps);
  return routes;
}

function readinessFaults(deps: Deps, isSigning: () => boolean): string[] {
  const faults: string[] = [];
  try {
    if (isClockBehind(deps)) faults.push("the clock stands behind the journal");
    if (deps.projection.lagMs() > lagMsMax) faults.push("the store lags behind the journal");
  } catch {
    faults.push("the ledger does not read");
  }
  if (!isSigning()) faults.push("no checkpoints are signed");
  return faults;
}

function registerGauges(deps: Deps): void {
  const { metrics, ledger, projection, grantHub, brake, clock } = deps;
  registerAdoption(deps);
  registerBalance(deps);
  const stats = (name: string, help: string, key: keyof ReturnType<typeof ledger.stats>) =>
    metrics.gauge(`farthing_ledger_${name}`, help, () => ledger.stats()[key]);
  stats("commits", "Durable commits since the start, one fsync each.", "commits");
  stats("entries", "Entries executed since the start.", "entries");
  stats("refused", "Entries refused since the start.", "refused");
  stats("queue", "Entries submitted and not answered yet.", "waiting");
  stats("commit_micros", "Microseconds spent in commits, fsync included.", "commitMicros");
  stats("busy_micros", "Microseconds the writer spent working.", "busyMicros");
  metrics.gauge("farthing_log_leaves", "Leaves in the public log.", () => ledger.head().leaves);
  metrics.gauge("farthing_projection_behind", "Entries not shown in the store yet.", () =>
    projection.behind(),
  );
  metrics.gauge("farthing_projection_lag_ms", "Milliseconds since the store was current.", () =>
    projection.lagMs(),
  );
  metrics.gauge("farthing_brake", "The platform's brake: 0 off, 1 dear clicks, 2 all clicks.", () =>
    ["off", "dear-clicks", "all-clicks"].indexOf(brake.state(clock.now())),
  );
  metrics.gauge(
    "farthing_fraud_basis_points",
    "Fraud by value over 90 days in 1/100 of a percent, as last measured.",
    () => brake.measured()?.basisPoints ?? Number.NaN,
  );
  metrics.gauge("farthing_grants_waiting", "Frames that wait for an answer.", () =>
    grantHub.size(),
  );
}
