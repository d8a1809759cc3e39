import type { HelloRequest, HelloResponse } from "@farthing/protocol";
import { type Answer, post } from "./call.ts";
import { prove, type Session, twice } from "./session.ts";

/** Asks what to draw. A key the server may know is proven, so that the answer is about this payer. */
export async function hello(session: Session): Promise<Answer<HelloResponse>> {
  const { offer, offerHash, parent, keys, clock } = session;
  const { keyIs } = session;
  const isProven = /found|enrolled/.test(keyIs);
  const ask = async () => {
    const request: HelloRequest = {
      offer,
      parent,
      keyStorage: keys.storage,
      ...(isProven ? { proof: await prove(session, "hello", offerHash) } : {}),
    };
    return await post<HelloResponse>("hello", request, clock);
  };
  const answer = await (isProven ? twice(ask) : ask());
  if (answer.ok) {
    clock.set(answer.body.serverTime);
    if (isProven) session.keyIs = judgeKey(keyIs, answer.body);
  }
  return answer;
}

/** A key that was known and has no allowance now was revoked, evicted or has outlived it. */
function judgeKey(before: Session["keyIs"], answer: HelloResponse): Session["keyIs"] {
  if (answer.allowance !== null) return "enrolled";
  const isOver = answer.mayEnrol || /-e(nd|ras)ed/.test(answer.why ?? "");
  return isOver || before === "enrolled" ? "dead" : before;
}
