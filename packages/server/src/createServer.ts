import { agentRoutes } from "./agents/routes.ts";
import { alertRoutes } from "./alerts/routes.ts";
import { startContentTimes } from "./balance/contentTimes.ts";
import { startAnchoring } from "./anchors/workAnchor.ts";
import { balanceRoutes } from "./balance/routes.ts";
import { blockRoutes } from "./blocks/routes.ts";
import { checkupRoutes } from "./checkups/routes.ts";
import { offersMail } from "./config.ts";
import type { Deps } from "./deps.ts";
import { startDigests } from "./digests/writeDigests.ts";
import { startClockWatch } from "./duties/clockWatch.ts";
import type { Duty } from "./duties/duty.ts";
import { startSweep } from "./duties/sweep.ts";
import { enrolmentRoutes } from "./enrolments/routes.ts";
import { eventRoutes } from "./events/routes.ts";
import { erasureRoutes } from "./erasures/routes.ts";
import { startErasures } from "./erasures/workErasures.ts";
import { exportRoutes } from "./exports/routes.ts";
import { freezeRoutes } from "./freezes/routes.ts";
import { grantRoutes } from "./grants/routes.ts";
import { holdRoutes } from "./holds/routes.ts";
import { startHolds } from "./holds/workHolds.ts";
import { newRoutes, type RequestState, type Routes } from "./http/context.ts";
import { finish } from "./http/finish.ts";
import { healthRoutes } from "./http/health.ts";
import { newHostCheck } from "./http/hostCheck.ts";
import { newRequestState } from "./http/requestState.ts";
import { nothingHere } from "./http/nothingHere.ts";
import { passkeyRoutes } from "./passkeys/routes.ts";
import { sessionRoutes } from "./sessions/routes.ts";
import { watchPolicyFile } from "./policies/watchPolicyFile.ts";
import { problemResponse } from "./http/problemResponse.ts";
import { startWitnessing } from "./log/askWitnesses.ts";
import { startCheckpoints } from "./log/checkpoints.ts";
import { startAdoption } from "./balance/measureAdoption.ts";
import { startMeasuring } from "./balance/measureBalance.ts";
import { startRaises } from "./limits/applyRaise.ts";
import { startPolicyLimits } from "./limits/followPolicy.ts";
import { limitRoutes } from "./limits/routes.ts";
import { liabilitiesRoutes } from "./liabilities/routes.ts";
import { startLiabilities } from "./liabilities/sealLiabilities.ts";
import { logRoutes } from "./log/logRoutes.ts";
import { startThinning } from "./log/thinCheckpoints.ts";
import { mailRoutes } from "./mail/routes.ts";
import { startMailing } from "./mail/sendMails.ts";
import { startMailSweep } from "./mail/sweepMails.ts";
import { merchantRoutes } from "./merchants/merchantRoutes.ts";
import { offerRoutes } from "./offers/offerRoutes.ts";
import { pageRoutes } from "./pages/pageRoutes.ts";
import { paymentRoutes } from "./payments/routes.ts";
import { newAssetServer } from "./pages/serveAsset.ts";
import { openApiText } from "./reference/openApi.ts";
import { recoveryRoutes } from "./recoveries/routes.ts";
import { startRecoverySweep } from "./recoveries/sweepRecoveries.ts";
import { refundRoutes } from "./refunds/routes.ts";
import { reportRoutes } from "./reports/routes.ts";
import { startReports } from "./reports/workDue.ts";
import { questionOf } from "./questions/questionOf.ts";
import { startSettling } from "./questions/settleQuestions.ts";
import { referenceRoutes } from "./reference/referenceRoutes.ts";
import { stepUpRoutes } from "./stepUps/routes.ts";
import { startFilling } from "./risk/fillRiskMemory.ts";
import { startBrake } from "./risk/measureBrake.ts";
import { settingsRoutes } from "./settings/routes.ts";
import { statementRoutes } from "./statements/routes.ts";
import { startAging } from "./tabs/ageTabs.ts";
import { startSharing } from "./tabs/shareSettled.ts";
import { billRoutes } from "./tabs/routes.ts";
import { walletRoutes } from "./wallets/routes.ts";
import { waysInRoutes } from "./waysIn/routes.ts";

/** A running Farthing, apart from sockets. */
export interface Server {
  /**
   * Answers one request; never rejects. `peer` is the socket's other end: without it all callers share one rate limit.
   *
   * @example await server.fetch(new Request("http://localhost:4020/healthz"))
   */
  fetch(request: Request, peer?: { address: string | undefined }): Promise<Response>;
  /** Signs no more checkpoints, sweeps and mails no more. What is under way is finished; ledger and store stay open. */
  stop(): Promise<void>;
}

/** Joins all routes over `deps`, and starts signing the log's head, sweeping the store each hour and sending mail. */
export function createServer(deps: Deps): Server {
  const { witnesses } = deps.config;
  const witnessing = witnesses === null ? null : startWitnessing(deps, witnesses.policy);
  const checkpoints = startCheckpoints(deps, () => witnessing?.soon());
  const duties = [checkpoints, ...startDuties(deps), ...(witnessing === null ? [] : [witnessing])];
  const app = newRoutes();
  app.onError((error, c) => problemResponse(deps, c.env, error));
  app.notFound((c) => nothingHere(deps, app, c));
  const rooms: Routes[] = [
    ...payingRooms(deps),
    ...walletRooms(deps),
    balanceRoutes(deps),
    mailRoutes(deps),
    eventRoutes(deps),
    logRoutes(deps),
    liabilitiesRoutes(deps),
    pageRoutes(deps),
    healthRoutes(deps, () => checkpoints.healthy()),
    referenceRoutes(() => openApiText(deps.config, app)),
  ];
  for (const room of rooms) app.route("/", room);
  const checkHost = newHostCheck(deps.config);
  const serveAsset = newAssetServer(deps);
  const respond = async (request: Request, state: RequestState): Promise<Response> => {
    const url = new URL(request.url);
    const elsewhere = checkHost(request, url);
    if (elsewhere !== null) return elsewhere;
    const asset = request.method === "POST" ? null : await serveAsset(request, url);
    if (asset !== null) {
      state.route = "asset";
      return asset;
    }
    await deps.rates.address(state.address);
    return app.fetch(request, state);
  };
  return {
    async fetch(request, peer) {
      const startedAt = performance.now();
      const state = newRequestState(deps, request, peer?.address);
      let response: Response;
      try {
        response = await respond(request, state);
        await writeDown(deps, state);
      } catch (error) {
        response = problemResponse(deps, state, error);
      }
      return finish(deps, state, { request, response, startedAt });
    },
    async stop() {
      await Promise.all(duties.map((duty) => duty.stop()));
    },
  };
}

/** What is asked of a payer, or turned down, is on disk before it is answered; a payment is in the journal. */
function writeDown({ questions }: Deps, state: RequestState): Promise<void> | null {
  const question = questionOf(state);
  if (question !== null) return questions.write(question);
  const { problem, asked } = state;
  return problem === "passkey-failed" && asked !== undefined ? questions.failed(asked.id) : null;
}

/** What moves money between a payer and a merchant, and what a merchant does about it. */
function payingRooms(deps: Deps): Routes[] {
  return [
    paymentRoutes(deps),
    grantRoutes(deps),
    enrolmentRoutes(deps),
    stepUpRoutes(deps),
    blockRoutes(deps),
    offerRoutes(deps),
    merchantRoutes(deps),
    refundRoutes(deps),
    reportRoutes(deps),
  ];
}

/** What a payer does in the wallet itself. */
function walletRooms(deps: Deps): Routes[] {
  return [
    walletRoutes(deps),
    passkeyRoutes(deps),
    sessionRoutes(deps),
    checkupRoutes(deps),
    freezeRoutes(deps),
    holdRoutes(deps),
    alertRoutes(deps),
    limitRoutes(deps),
    agentRoutes(deps),
    billRoutes(deps),
    settingsRoutes(deps),
    waysInRoutes(deps),
    recoveryRoutes(deps),
    statementRoutes(deps),
    exportRoutes(deps),
    erasureRoutes(deps),
  ];
}

/** What the server does by itself besides signing the log and having it witnessed. */
function startDuties(deps: Deps): Duty[] {
  const { policyFile, mail } = deps.config;
  return [
    startSweep(deps),
    startLiabilities(deps),
    startThinning(deps),
    startMailSweep(deps),
    startClockWatch(deps),
    startRaises(deps),
    startPolicyLimits(deps),
    startAdoption(deps),
    startMeasuring(deps),
    startReports(deps),
    startRecoverySweep(deps),
    startAging(deps),
    startSharing(deps),
    startHolds(deps),
    startErasures(deps),
    startSettling(deps),
    startContentTimes(deps),
    startBrake(deps),
    startFilling(deps),
    ...deps.anchors.map((anchor) => startAnchoring(deps, anchor)),
    ...(offersMail(deps.config) ? [startDigests(deps)] : []),
    ...(policyFile === null ? [] : [watchPolicyFile(deps, policyFile)]),
    ...(mail === null ? [] : [startMailing(deps, mail)]),
  ];
}
