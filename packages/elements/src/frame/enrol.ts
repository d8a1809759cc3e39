import type { EnrolmentRequest, HelloResponse } from "@farthing/protocol";
import { type Answer, post } from "./call.ts";
import { hello } from "./hello.ts";
import { livingKey } from "./livingKey.ts";
import { prove, type Session, twice } from "./session.ts";
import type { Share } from "./share.ts";

/**
 * Rung C (rule 9): the partition cookie is known here although the key is not, so that a fresh key is enrolled without
 * a popup. One frame does it for all that it can reach. `asked` stands when nothing comes of it.
 */
export async function enrol(
  session: Session,
  share: Share,
  asked: Answer<HelloResponse>,
): Promise<Answer<HelloResponse>> {
  return share.lead(async (shared) => {
    if (shared !== null) {
      share.adopt();
      const answer = await hello(session);
      if (answer.ok && !answer.body.mayEnrol) return answer;
    }
    const answer = await twice(() => askToEnrol(session));
    if (!answer.ok) return asked;
    session.keyIs = "enrolled";
    await session.keys.keep();
    share.announce();
    return answer;
  });
}

async function askToEnrol(session: Session): Promise<Answer<HelloResponse>> {
  const { offer, offerHash, parent, clock } = session;
  const request: EnrolmentRequest = {
    offer,
    parent,
    keyStorage: (await livingKey(session)).storage,
    proof: await prove(session, "enrol", offerHash),
  };
  return await post<HelloResponse>("enrolments", request, clock);
}
