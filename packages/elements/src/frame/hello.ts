import type { HelloRequest, HelloResponse } from "@farthing/protocol";
import { type Answer, post } from "./call.ts";
import { prove, type Session } from "./session.ts";

/** Asks what to draw. A key the server may know is proven, so that the answer is about this payer. */
export async function hello(session: Session): Promise<Answer<HelloResponse>> {
  const { offer, offerHash, parent, keys, clock } = session;
  const ask = async () => {
    const request: HelloRequest = {
      offer,
      parent,
      keyStorage: keys.storage,
      ...(session.enrolled ? { proof: await prove(session, "hello", offerHash) } : {}),
    };
    return await post<HelloResponse>("hello", request, clock);
  };
  let answer = await ask();
  // The proof may be refused for this device's clock alone, which the refusal has set.
  if (!answer.ok && answer.retry === "never" && session.enrolled) answer = await ask();
  if (answer.ok) clock.set(answer.body.serverTime);
  return answer;
}
