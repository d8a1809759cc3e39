import { parseAmount, ProblemError } from "@farthing/core";
import type { AgentEdit, PresetName } from "@farthing/protocol";
import type { AgentFigures } from "@farthing/risk";
import type { Deps } from "../deps.ts";
import { figuresOf } from "../limits/caps.ts";

/** The most that a program may be given under a preset. */
export function agentFigures(
  deps: Pick<Deps, "config" | "clock" | "policies">,
  preset: PresetName,
): AgentFigures {
  return figuresOf(deps, preset).agent;
}

/** The amounts of terms. They were parsed. */
export function figuresOfTerms(
  terms: Pick<AgentEdit, "perPayment" | "perSession" | "per24h">,
): AgentFigures {
  const amount = (text: string) => parseAmount(text) ?? 0n;
  return {
    perPayment: amount(terms.perPayment),
    perSession: amount(terms.perSession),
    perDay: amount(terms.per24h),
  };
}

/** Throws `limits-too-high` for a figure above the preset's, `invalid-request` for one that could never pay. */
export function requireWithinFigures(
  terms: Pick<AgentEdit, "perPayment" | "perSession" | "per24h">,
  highest: AgentFigures,
): void {
  const own = figuresOfTerms(terms);
  if (own.perPayment === 0n || own.perPayment > own.perSession || own.perPayment > own.perDay) {
    throw new ProblemError(
      "invalid-request",
      "`terms.perPayment`: more than nothing, and no more than the other two",
    );
  }
  const isHigh =
    own.perPayment > highest.perPayment ||
    own.perSession > highest.perSession ||
    own.perDay > highest.perDay;
  if (isHigh) throw new ProblemError("limits-too-high");
}
