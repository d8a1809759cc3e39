import {
  ContestedReports,
  DecisionRequest,
  EvidenceRequest,
  MerchantReport,
  PaymentDetail,
  RefundRequestPage,
  ReportRequest,
  ReportView,
} from "@farthing/protocol";
import { ProblemError } from "@farthing/core";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { newRoutes, type Routes } from "../http/context.ts";
import { IdParams, idOf } from "../http/idOf.ts";
import { merchantOf } from "../http/merchantOf.ts";
import { payerOf } from "../http/payerOf.ts";
import { requireOperator } from "../http/requireOperator.ts";
import { readFields, readJson } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { paymentDetail } from "../wallets/payment.ts";
import { decideReport } from "./decideReport.ts";
import { giveEvidence } from "./giveEvidence.ts";
import { type AskedCursor, listAsked } from "./listAsked.ts";
import { listContested } from "./listContested.ts";
import { report } from "./report.ts";
import { reportView } from "./reportView.ts";

/** `before`: the `next` of the page above. */
const PageQuery = z.strictObject({
  before: z
    .string()
    .regex(/^[0-9]{1,15}-pay_[0-9a-z]{26}$/)
    .optional(),
});

/** What payers say went wrong, what merchants answer, and what comes of it (rule 22). */
export function reportRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  addReport(deps, routes);
  addPayerEvidence(deps, routes);
  addList(deps, routes);
  addMerchantReport(deps, routes);
  addMerchantEvidence(deps, routes);
  addContested(deps, routes);
  addDecision(deps, routes);
  return routes;
}

function addReport(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "post",
      path: "/v1/wallet/payments/{id}/reports",
      summary: "Say what was wrong with a payment; said again, nothing changes",
      caller: "payer",
      params: IdParams,
      body: ReportRequest,
      answer: PaymentDetail,
      problems: ["not-found", "already-reported", "unavailable", "outcome-unknown"],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const { reason } = await readJson(c, ReportRequest);
      return c.json(await report(deps, { payer, id: idOf(c), reason }));
    },
  );
}

function addPayerEvidence(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "post",
      path: "/v1/wallet/payments/{id}/evidence",
      summary: "Tell more about a reported payment, once",
      caller: "payer",
      params: IdParams,
      body: EvidenceRequest,
      answer: PaymentDetail,
      problems: ["not-found", "report-closed", "evidence-given", "unavailable"],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const { text } = await readJson(c, EvidenceRequest);
      const id = idOf(c);
      await giveEvidence(deps, { side: "payer", owner: payer, payment: id, text });
      return c.json(await paymentDetail(deps, { payer, id }));
    },
  );
}

function addList(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "get",
      path: "/v1/refund-requests",
      summary: "What payers ask back and did not get yet, newest first, 50 a page",
      caller: "merchant",
      query: PageQuery,
      answer: RefundRequestPage,
      problems: ["invalid-request", "unavailable"],
    },
    async (c) => {
      const merchant = await merchantOf(deps, c);
      const { before } = readFields(c.req.query(), PageQuery);
      return c.json(await listAsked(deps, merchant, cursorOf(before)));
    },
  );
}

function addMerchantReport(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "get",
      path: "/v1/reports/{id}",
      summary: "What a payer reported of a payment, with every step",
      caller: "merchant",
      params: IdParams,
      answer: MerchantReport,
      problems: ["not-found"],
    },
    async (c) => {
      const merchant = await merchantOf(deps, c);
      return c.json(await reportOfMerchant(deps, merchant.id, idOf(c)));
    },
  );
}

function addMerchantEvidence(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "post",
      path: "/v1/reports/{id}/evidence",
      summary:
        "Answer a report with evidence, once, also one that got the money back at once: the operator decides then",
      caller: "merchant",
      params: IdParams,
      body: EvidenceRequest,
      answer: MerchantReport,
      problems: ["not-found", "report-closed", "evidence-given", "unavailable"],
    },
    async (c) => {
      const merchant = await merchantOf(deps, c);
      const { text } = await readJson(c, EvidenceRequest);
      const payment = idOf(c);
      await giveEvidence(deps, { side: "merchant", owner: merchant.id, payment, text });
      return c.json(await reportOfMerchant(deps, merchant.id, payment));
    },
  );
}

function addContested(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "get",
      path: "/v1/operator/reports",
      summary: "What waits for a decision, the nearest deadline first, at most 100",
      caller: "operator",
      answer: ContestedReports,
      problems: [],
    },
    async (c) => {
      requireOperator(deps, c);
      return c.json(await listContested(deps));
    },
  );
}

function addDecision(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "post",
      path: "/v1/operator/reports/{id}/decision",
      summary:
        "End a contested report: the money goes back, or the payment stands; of a refund at once, who bears it",
      caller: "operator",
      params: IdParams,
      body: DecisionRequest,
      answer: ReportView,
      problems: ["not-found", "report-closed", "unavailable", "outcome-unknown"],
    },
    async (c) => {
      requireOperator(deps, c);
      const decision = await readJson(c, DecisionRequest);
      const payment = idOf(c);
      await decideReport(deps, { payment, decision });
      return c.json(await reportView(deps, payment));
    },
  );
}

async function reportOfMerchant(
  deps: Deps,
  merchant: string,
  payment: string,
): Promise<MerchantReport> {
  const owned = await deps.store
    .selectFrom("reports")
    .select("payment_id")
    .where("payment_id", "=", payment)
    .where("merchant_id", "=", merchant)
    .executeTakeFirst();
  const view = owned === undefined ? null : await reportView(deps, payment);
  if (view === null) throw new ProblemError("not-found");
  return { ...view, payment };
}

function cursorOf(before: string | undefined): AskedCursor | null {
  const [askedAt, payment] = before?.split("-") ?? [];
  return askedAt === undefined || payment === undefined
    ? null
    : { askedAt: Number(askedAt), payment };
}
