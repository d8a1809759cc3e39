import type { AfterResponse } from "@farthing/protocol";
import type { Doers, OfBought, World } from "./run.ts";
import { postProven } from "./session.ts";
import { tellWait } from "./tellWait.ts";

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** What follows a payment. */
export function onceBought({ session, dispatch, undoHeld }: World): Doers<OfBought> {
  const say = <Body>(purpose: "undo" | "after" | "wish", payment = "", also = {}) =>
    postProven<Body>(session, `payments/${payment}/${purpose}`, {
      purpose,
      subject: payment,
      also,
    });
  return {
    undo: async ({ payment }) => {
      const answer = await say("undo", payment);
      // Refunded by the site meanwhile: the money is back all the same.
      const isUndone =
        answer.ok || answer.code === "already-undone" || answer.code === "already-refunded";
      dispatch(
        isUndone ? { on: "undone" } : { on: "not-undone", tooLate: answer.retry === "never" },
      );
    },
    "end-undo": async ({ payment = "", undoUntil = 0 }) => {
      tellWait(session, payment).catch(() => undefined);
      await wait(undoUntil - session.clock.now());
      while (undoHeld()) await wait(500);
      dispatch({ on: "undo-over", payment });
    },
    after: async ({ payment = "" }) => {
      const answer = await say<AfterResponse>("after", payment);
      if (answer.ok) dispatch({ on: "week", payment, ...answer.body });
    },
    "wish-less": ({ payment }) => say("wish", payment, { wish: "less" }),
    "wish-more": ({ payment }) => say("wish", payment, { wish: "more" }),
  };
}
