import type { HelloResponse } from "@farthing/protocol";
import type { FrameMessage } from "../messages.ts";
import { post } from "./call.ts";
import { failureNote } from "./failureNote.ts";
import { followGrant, grantAddress, requestGrant } from "./grant.ts";
import { hello } from "./hello.ts";
import { authorize, isFinal, sendUntilKnown } from "./pay.ts";
import { prove, type Session } from "./session.ts";
import type { Effect, Event, State } from "./state.ts";

/** No report of the wallet's page within this time: offer to go there in this tab (rule 6). */
const openedMsMax = 1_500;

/** What effects need of the world. */
export interface World {
  readonly session: Session;
  readonly dispatch: (event: Event) => void;
  readonly tell: (message: FrameMessage) => void;
  /** Takes focus away from the frame after a capture (rule 15). */
  readonly letGo: () => void;
  /** Whether the payer's focus is on Undo: it is never gone while it is (rule 18). */
  readonly undoHeld: () => boolean;
}

/** The facts that some state has; the table starts an effect only in a state that has its own. */
interface Facts {
  readonly at: string;
  readonly hello?: HelloResponse | null | undefined;
  readonly grant?: string | undefined;
  readonly payment?: string | undefined;
  readonly undoUntil?: number | undefined;
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Gives back the runner of effects for one frame. It holds the bytes of a click whose answer is not known yet. */
export function makeRunner(world: World): (effect: Effect, state: State) => void {
  const { session, dispatch } = world;
  let unsettled: string | null = null;

  async function pay(allowance: string): Promise<void> {
    unsettled ??= await authorize(session, allowance);
    const answer = await sendUntilKnown(unsettled, session.clock, wait);
    if (isFinal(answer)) unsettled = null;
    dispatch(
      answer.ok ? { on: "outcome", outcome: answer.body, asked: false } : failureNote(answer.code),
    );
  }

  const doers: Readonly<Record<Exclude<Effect, FrameMessage>, (state: Facts) => unknown>> = {
    hello: async () => {
      const answer = await hello(session);
      dispatch(
        answer.ok
          ? { on: "hello", hello: answer.body, unsettled: false }
          : failureNote(answer.code),
      );
    },
    pay: ({ hello: known }) => known?.allowance && pay(known.allowance.id),
    "open-wallet": ({ grant = "" }) => {
      // In the click itself, before anything is awaited: later a browser takes it for an unasked popup.
      window.open(grantAddress(grant), "_blank");
      return waitForWallet(world, grant);
    },
    // Only ever after the payer's own press on "Continue on the payment page".
    "go-to-wallet": ({ grant = "" }) =>
      window.top && (window.top.location.href = grantAddress(grant)),
    undo: ({ payment = "" }) => undo(world, payment),
    "end-undo": async ({ payment = "", undoUntil = 0 }) => {
      await wait(undoUntil - session.clock.now());
      while (world.undoHeld()) await wait(500);
      dispatch({ on: "undo-over", payment });
    },
    "forget-key": async () => {
      session.enrolled = false;
      session.keys = await session.keys.renew();
    },
    "let-go": world.letGo,
    "await-confirm": () => undefined,
    check: () => dispatch({ on: "not-checked", elsewhere: true }),
    "cancel-grant": () => undefined,
    "wish-less": () => undefined,
    "wish-more": () => undefined,
    after: () => undefined,
  };
  return (effect, state) =>
    void (typeof effect === "string" ? doers[effect](state) : world.tell(effect));
}

async function waitForWallet({ session, dispatch }: World, grant: string): Promise<void> {
  const slow = setTimeout(() => dispatch({ on: "grant-slow" }), openedMsMax);
  const opened = () => {
    clearTimeout(slow);
    dispatch({ on: "grant-opened" });
  };
  const asked = await requestGrant(session, grant);
  const result = asked.ok && (await followGrant(session, grant, { opened, wait }));
  clearTimeout(slow);
  if (!asked.ok) return dispatch(failureNote(asked.code));
  if (!result) return dispatch({ on: "grant-ended" });
  if (result.allowance) {
    session.enrolled = true;
    await session.keys.keep();
  }
  dispatch({ on: "grant-paid", outcome: result.outcome, allowance: result.allowance });
}

async function undo({ session, dispatch }: World, payment: string): Promise<void> {
  const proof = await prove(session, "undo", payment);
  const answer = await post<unknown>(`payments/${payment}/undo`, { proof }, session.clock);
  const isUndone = answer.ok || answer.code === "already-undone";
  dispatch(isUndone ? { on: "undone" } : { on: "not-undone", tooLate: answer.retry === "never" });
}
