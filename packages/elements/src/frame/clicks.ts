import type { Gesture, HelloResponse, PaymentOutcome } from "@farthing/protocol";
import type { Answer } from "./call.ts";
import { failureNote } from "./failureNote.ts";
import { hello } from "./hello.ts";
import type { Newcomer } from "./newcomer.ts";
import type * as payingPart from "./paying.ts";
import type { World } from "./run.ts";
import type { Session } from "./session.ts";
import type { Event } from "./state.ts";
import type { StepUpClient } from "./stepUp.ts";
import type { Click } from "./unsettled.ts";

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

interface Parts {
  readonly newcomer: () => Promise<Newcomer>;
  readonly stepUp: () => Promise<StepUpClient>;
  readonly paying: () => Promise<typeof payingPart>;
}

/** What asks and pays. It holds the bytes of the click whose answer is not known yet. */
export interface Clicks {
  /** Asks what to draw, and finds a click of an earlier page that has no answer. */
  readonly greet: () => Promise<void>;
  readonly pay: (of: {
    hello?: HelloResponse | null | undefined;
    gesture?: Gesture | undefined;
  }) => Promise<void>;
  readonly prepareCheck: () => Promise<void>;
  /** Asks the passkey; must be called within the press. */
  readonly check: () => Promise<void>;
}

export function makeClicks(world: World, parts: Parts): Clicks {
  const { session, dispatch } = world;
  const { newcomer, stepUp, paying } = parts;
  let click: Click | null = null;

  // A key that was never here has no click of an earlier page.
  let isRecalled = session.keyIs === "fresh";

  /** The click that has no answer yet. Nothing new is signed before it was looked for. */
  async function unsettled(): Promise<Click | null> {
    const { recall } = await paying();
    if (!isRecalled) click ??= await recall(session).catch(() => null);
    isRecalled = true;
    return click;
  }

  async function send(signed: Click): Promise<void> {
    click = signed;
    const { isFinal, remember, sendUntilKnown } = await paying();
    // Before it is sent: the page may be left at any moment from here on.
    await remember(session, click).catch(() => undefined);
    const answer = await sendUntilKnown(click, session.clock, wait);
    const isOver = isFinal(answer);
    if (isOver) {
      click = null;
      remember(session, null).catch(() => undefined);
    }
    if (answer.ok) return dispatch(outcomeOf(signed, answer.body));
    const failed = failureNote(answer.code);
    dispatch(isOver && failed.next === "retry" ? { ...failed, next: "anew" } : failed);
  }

  return {
    async greet() {
      // Fetched while the server is asked. The clicks are read after it: by its clock they are young enough or not.
      if (!isRecalled) paying().catch(() => undefined);
      const answer = await meet(session, newcomer);
      if (!answer.ok) return dispatch(failureNote(answer.code));
      if (answer.body.state !== "needs-wallet") paying().catch(() => undefined);
      const found = isRecalled ? click : await unsettled().catch(() => null);
      dispatch({ on: "hello", hello: answer.body, unsettled: found !== null });
    },
    async pay({ hello: known, gesture = "click" }) {
      const found = await unsettled().catch(() => "lost" as const);
      if (found === "lost") return dispatch(failureNote("offline"));
      const signed =
        found ??
        (known?.allowance && (await sign(world, parts, { id: known.allowance.id, gesture })));
      if (signed) return send(signed);
      dispatch({ on: "problem", note: "first-time", next: "wallet" });
    },
    ...byPasskey(dispatch, stepUp, send),
  };
}

/** Signs a click under the allowance `id`. `null`: no key here may, and the wallet must ask. */
async function sign(
  { session, signals }: World,
  { newcomer, paying }: Parts,
  { id, gesture }: { id: string; gesture: Gesture },
): Promise<Click | null> {
  const { authorize } = await paying();
  const seen = signals?.();
  const signed = await authorize(session, { allowance: id, gesture, signals: seen });
  if (signed !== null) return signed;
  // Whoever gave this key's counters is gone: a key of its own, within the same press.
  session.keyIs = "dead";
  const again = await meet(session, newcomer);
  const renewed = again.ok && again.body.state === "ready" ? again.body.allowance : null;
  return renewed && authorize(session, { allowance: renewed.id, gesture, signals: seen });
}

/** A passkey here says yes in the place of a click (rule 19). */
function byPasskey(
  dispatch: World["dispatch"],
  stepUp: Parts["stepUp"],
  send: (signed: Click) => Promise<void>,
): Pick<Clicks, "prepareCheck" | "check"> {
  return {
    async prepareCheck() {
      const isHere = await stepUp().then(
        (part) => part.prepare(),
        () => false,
      );
      if (!isHere) dispatch({ on: "not-checked", elsewhere: true });
    },
    async check() {
      const checked = await stepUp().then(
        (part) => part.check(),
        () => "elsewhere" as const,
      );
      if (typeof checked === "object")
        return send(checked).catch(() => dispatch(failureNote("offline")));
      dispatch({ on: "not-checked", elsewhere: checked === "elsewhere" });
    },
  };
}

function outcomeOf({ path }: Click, outcome: PaymentOutcome): Event {
  return { on: "outcome", outcome, asked: path !== "payments" };
}

/** Says hello; where the cookie may enrol a fresh key, with that key (rung C). */
async function meet(session: Session, newcomer: Parts["newcomer"]): Promise<Answer<HelloResponse>> {
  const answer = await hello(session);
  if (!answer.ok || !answer.body.mayEnrol) return answer;
  return await newcomer().then(
    (part) => part.enrol(answer),
    () => answer,
  );
}
