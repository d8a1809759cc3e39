import type { GrantRequest, GrantResult } from "@farthing/protocol";
import { type Answer, post, send } from "./call.ts";
import { failureNote } from "./failureNote.ts";
import type { World } from "./run.ts";
import { livingKey } from "./livingKey.ts";
import { returnAddress } from "./returnAddress.ts";
import { postProven, prove, type Session } from "./session.ts";
import type { Share } from "./share.ts";

/** How long a grant request lives, in milliseconds (rule 4). */
const grantMs = 300_000;
const pollMs = 1_000;
/** No report of the wallet's page within this time: offer to go there in this tab (rule 6). */
const openedMsMax = 1_500;

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Opens the grant request for the wallet's page that was just opened, and tells how it ends. */
export async function waitForWallet(world: World, share: Share, grant: string): Promise<void> {
  const { session, dispatch } = world;
  const slow = setTimeout(() => dispatch({ on: "grant-slow" }), openedMsMax);
  const opened = () => {
    clearTimeout(slow);
    dispatch({ on: "grant-opened" });
  };
  const asked = await requestGrant(session, grant);
  const result = asked.ok && (await followGrant(session, share, { grant, opened }));
  clearTimeout(slow);
  if (!asked.ok) return dispatch(failureNote(asked.code));
  if (!result) return dispatch({ on: "grant-ended" });
  if (result.allowance) {
    session.keyIs = "enrolled";
    await session.keys.keep();
    share.announce();
  }
  dispatch({ on: "grant-paid", outcome: result.outcome, allowance: result.allowance });
}

/** The payer waits no longer. Whether it was paid in the last moment, only the grant's own end tells. */
export async function cancelGrant({ session, dispatch }: World, grant: string): Promise<void> {
  const of = { purpose: "grant-cancel", subject: grant } as const;
  const answer = await postProven<GrantResult>(session, `grants/${grant}/cancel`, of);
  // Asked in vain, or while it is being paid: the payer waits on.
  if (!answer.ok || answer.body.status === "opened") dispatch({ on: "grant-opened" });
}

/** Only ever within the payer's own press on "Continue on the payment page" (rule 6). */
export function goToWallet({ tell }: World, address: string): void {
  try {
    if (window.top) window.top.location.href = location.origin + address;
  } catch {
    // Chromium throws where a sandbox keeps the frame from it; the page around can.
    tell({ farthing: "go-to-wallet" });
  }
}

/** Opens the grant request at the server: the wallet's page that was just opened waits for it. */
async function requestGrant(session: Session, grant: string): Promise<Answer<unknown>> {
  const { offer, offerHash, parent, page } = session;
  const request: GrantRequest = {
    grant,
    offer,
    parent,
    returnTo: returnAddress(page, parent),
    keyStorage: (await livingKey(session)).storage,
    proof: await prove(session, "grant", `${offerHash}/${grant}`),
  };
  return await post("grants", request, session.clock);
}

/**
 * Follows a grant to its end: by the server's stream, and where that breaks, or another frame holds one, by asking each
 * second. Calls `opened` when the wallet's page reports itself. `null`: it ended without a payment; no outcome: not known.
 */
async function followGrant(
  session: Session,
  share: Share,
  { grant, opened }: { grant: string; opened: () => void },
): Promise<GrantResult | null> {
  if ((await share.stream(() => listen(session, grant, opened))) === false) return null;
  const of = { purpose: "grant-result", subject: grant } as const;
  for (let rest = grantMs; rest > 0; rest -= pollMs) {
    const answer = await postProven<GrantResult>(session, `grants/${grant}/result`, of);
    if (answer.ok) {
      const { status } = answer.body;
      if (status === "approved") return answer.body;
      if (status === "opened") opened();
      else if (status !== "waiting") return null;
    } else if (answer.retry === "never") return null;
    await wait(pollMs);
  }
  // Its time is over and nobody said how it ended: it may have been paid.
  return { status: "opened", outcome: null, allowance: null };
}

/**
 * Whether the grant was approved; `null` when the stream broke before its end. Reads the text/event-stream of one grant
 * (HTML Living Standard §9.2) from fetch, because EventSource cannot POST a proof. Only our own server writes it, a
 * handful of lines: it is kept whole and searched.
 */
async function listen(
  session: Session,
  grant: string,
  opened: () => void,
): Promise<boolean | null> {
  try {
    const proof = await prove(session, "grant-events", grant);
    const response = await send(`grants/${grant}/events`, { proof }, grantMs);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    for (let text = ""; ;) {
      const part = await reader?.read();
      if (part === undefined || part.done) return null;
      text += part.value;
      const end = /^data:.*(approved|closed|expired)/m.exec(text)?.[1];
      if (end !== undefined) return end === "approved";
      if (text.includes("opened")) opened();
    }
  } catch {
    // The network or the server ended the stream: asking each second takes over.
    return null;
  }
}
