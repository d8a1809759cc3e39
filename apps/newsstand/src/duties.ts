import { FarthingError } from "@farthing/sdk";
import { answerRequests } from "./answerRequests.ts";
import type { Desk } from "./desk.ts";
import { giveBack } from "./download/giveBack.ts";

/** Does what is owed after each `everyMs`, until it is stopped: also what was owed before a restart. */
export function startDuties(desk: Desk, everyMs: number): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  let isStopped = false;
  let said = "";
  // A trouble that lasts is written once.
  const say = (line: string) => {
    if (line !== "" && line !== said) desk.log(line);
    said = line;
  };
  const wait = () => {
    timer = setTimeout(() => {
      running = doDuties(desk)
        .then(say)
        .then(() => (isStopped ? undefined : wait()));
    }, everyMs).unref();
  };
  wait();
  return {
    stop() {
      isStopped = true;
      clearTimeout(timer);
      return running;
    },
  };
}

/** Answers with what a person must know, or nothing. */
async function doDuties(desk: Desk): Promise<string> {
  try {
    const trouble = await giveBack(desk);
    await answerRequests(desk);
    return trouble;
  } catch (error) {
    // A silent wallet is asked again; anything else must not end the site.
    const isSilence = error instanceof FarthingError && error.retry !== "never";
    return isSilence ? "" : `Refunds wait: ${String(error)}`;
  }
}
