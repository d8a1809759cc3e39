import { Sessions } from "@farthing/protocol";
import { call } from "../../kit/call.ts";

const path = "/v1/wallet/sessions";

/** Where this wallet is signed in, this browser first. */
export async function getSessions(): Promise<Sessions["sessions"]> {
  return Sessions.parse(await call(path)).sessions;
}

/** Signs one browser out, or with null every other; answers what is left. */
export async function endSessions(id: string | null): Promise<Sessions["sessions"]> {
  const which = id === null ? "end-others" : `${encodeURIComponent(id)}/end`;
  return Sessions.parse(await call(`${path}/${which}`, { body: {} })).sessions;
}
