import type { GrantRequest, GrantResult } from "@farthing/protocol";
import { type Answer, post, send } from "./call.ts";
import { prove, type Session } from "./session.ts";

/** How long a grant request lives, in milliseconds (rule 4). */
const grantMs = 300_000;
const pollMs = 1_000;

/** Address of the wallet's page for a grant. Holds the id only: never a thumbprint, offer or amount (rule 5). */
export function grantAddress(grant: string): string {
  return `${location.origin}/pay?grant=${grant}`;
}

/** Opens the grant request at the server: the wallet's page that was just opened waits for it. */
export async function requestGrant(session: Session, grant: string): Promise<Answer<unknown>> {
  const { offer, offerHash, parent, returnTo, keys } = session;
  const request: GrantRequest = {
    grant,
    offer,
    parent,
    returnTo,
    keyStorage: keys.storage,
    proof: await prove(session, "grant", `${offerHash}/${grant}`),
  };
  return await post("grants", request, session.clock);
}

/**
 * Follows a grant to its end: by the server's stream, and where that breaks by asking each second. Calls `opened` when
 * the wallet's page reports itself. `null`: it ended without a payment.
 */
export async function followGrant(
  session: Session,
  grant: string,
  on: { opened: () => void; wait: (ms: number) => Promise<void> },
): Promise<GrantResult | null> {
  if ((await listen(session, grant, on.opened)) === false) return null;
  for (let rest = grantMs; rest > 0; rest -= pollMs) {
    const proof = await prove(session, "grant-result", grant);
    const answer = await post<GrantResult>(`grants/${grant}/result`, { proof }, session.clock);
    if (answer.ok) {
      const { status } = answer.body;
      if (status === "approved") return answer.body;
      if (status === "opened") on.opened();
      else if (status !== "waiting") return null;
    } else if (answer.retry === "never") return null;
    await on.wait(pollMs);
  }
  return null;
}

/**
 * Whether the grant was approved; `null` when the stream broke before its end. Reads the text/event-stream of one grant (HTML Living Standard §9.2) from fetch, because EventSource cannot POST a
 * proof. Only our own server writes it, a handful of lines: it is kept whole and searched.
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
