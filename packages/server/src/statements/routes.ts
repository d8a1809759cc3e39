import { instant, ProblemError } from "@farthing/core";
import { Statement, statementLinesMax } from "@farthing/protocol";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { type Ctx, newRoutes, type Routes } from "../http/context.ts";
import { merchantOf } from "../http/merchantOf.ts";
import { payerOf } from "../http/payerOf.ts";
import { readFields } from "../http/readJson.ts";
import { type Caller, route } from "../http/route.ts";
import { settingsOf } from "../settings/settingsOf.ts";
import { isTimeZone, monthOf, monthPeriod, type Period, spanPeriod } from "./period.ts";
import { statementCsv } from "./statementCsv.ts";
import { statementOf, type StatementWish } from "./statementOf.ts";

const defaultLimit = 50;

const momentText = z
  .string()
  .regex(/^[0-9]{1,15}$/, "milliseconds since 1970")
  .optional();

/** A month, or `from` and `to`; neither: this month. */
const PeriodFields = z.strictObject({
  month: z.string().max(20).optional(),
  from: momentText,
  to: momentText,
});

const PageFields = {
  limit: z
    .string()
    .regex(/^[0-9]{1,3}$/, `a number from 1 to ${statementLinesMax}`)
    .refine(
      (text) => Number(text) >= 1 && Number(text) <= statementLinesMax,
      `a number from 1 to ${statementLinesMax}`,
    )
    .optional(),
  cursor: z.string().max(40).optional(),
};

const ZoneField = {
  zone: z.string().max(64).refine(isTimeZone, "a time zone such as Europe/Berlin").optional(),
};

type Whose = Pick<StatementWish, "of" | "zone">;

/** The one account of who asks. */
export function statementRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  addStatement(deps, routes, {
    path: "/v1/wallet/statement",
    caller: "payer",
    fields: PeriodFields,
    async whose(c) {
      const payer = await payerOf(deps, c);
      const { timeZone } = await settingsOf(deps, payer);
      return { of: { kind: "payer", id: payer }, zone: timeZone };
    },
  });
  addStatement(deps, routes, {
    path: "/v1/statement",
    caller: "merchant",
    fields: PeriodFields.extend(ZoneField),
    async whose(c) {
      const merchant = await merchantOf(deps, c);
      return { of: { kind: "merchant", id: merchant.id }, zone: c.req.query("zone") ?? "UTC" };
    },
  });
  return routes;
}

interface StatementRoute {
  readonly path: string;
  readonly caller: Caller;
  readonly fields: typeof PeriodFields;
  readonly whose: (c: Ctx) => Promise<Whose>;
}

function addStatement(deps: Deps, routes: Routes, spec: StatementRoute): void {
  const { path, caller, fields, whose } = spec;
  const query = fields.extend(PageFields);
  const problems = ["invalid-request", "period-invalid", "unavailable"] as const;
  const csv = async (c: Ctx) => {
    const who = await whose(c);
    const period = periodOf(deps, readFields(c.req.query(), fields), who.zone);
    return statementCsv(deps, { ...who, period });
  };
  route(
    routes,
    {
      method: "get",
      path,
      summary: "Opening balance, lines, closing balance of a month or of another period",
      caller,
      query,
      answer: Statement,
      problems: [...problems, "cursor-unknown"],
    },
    async (c) => {
      if (wantsCsv(c)) return csv(c);
      const who = await whose(c);
      const { limit, cursor, ...asked } = readFields(c.req.query(), query);
      const period = periodOf(deps, asked, who.zone);
      return c.json(
        await statementOf(deps, {
          ...who,
          period,
          limit: limit === undefined ? defaultLimit : Number(limit),
          cursor: cursorOf(cursor),
        }),
      );
    },
  );
  route(
    routes,
    {
      method: "get",
      path: `${path}.csv`,
      summary: "The same as CSV, all lines of the period",
      caller,
      query: fields,
      answer: { type: "text/csv", description: "Opening, one row for each line, closing." },
      problems,
    },
    csv,
  );
}

/** `Accept` names CSV, and not JSON before it. */
function wantsCsv(c: Ctx): boolean {
  const accept = c.req.raw.headers.get("accept") ?? "";
  const csv = accept.indexOf("text/csv");
  const json = accept.indexOf("application/json");
  return csv >= 0 && (json < 0 || csv < json);
}

function periodOf(deps: Deps, asked: z.infer<typeof PeriodFields>, zone: string): Period {
  const { month, from, to } = asked;
  if (from === undefined && to === undefined) {
    return monthPeriod(month ?? monthOf(deps.clock.now(), zone), zone);
  }
  if (month !== undefined || from === undefined || to === undefined) {
    throw new ProblemError("period-invalid", "`month` alone, or `from` with `to`");
  }
  return spanPeriod(instant(Number(from)), instant(Number(to)));
}

/** Line times have at most 19 digits: what cannot be one is not looked up. */
function cursorOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (!/^[0-9]{1,18}$|^[0-8][0-9]{18}$/.test(text)) throw new ProblemError("cursor-unknown");
  return text;
}
