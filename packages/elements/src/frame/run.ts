import type {
  AfterResponse,
  ClickSignals,
  Gesture,
  HelloResponse,
  PaymentOutcome,
} from "@farthing/protocol";
import type { FrameMessage } from "../messages.ts";
import type { Answer } from "./call.ts";
import { failureNote } from "./failureNote.ts";
import { hello } from "./hello.ts";
import type { Newcomer } from "./newcomer.ts";
import { authorize, isFinal, sendUntilKnown } from "./pay.ts";
import { postProven, type Session } from "./session.ts";
import type { Effect, Event, State, WalletView } from "./state.ts";
import type { StepUpClient } from "./stepUp.ts";
import { type Click, recall, remember } from "./unsettled.ts";

/** "Yes, pay" stands that long (rule 17). */
const confirmMs = 10_000;

/** What effects need of the world. */
export interface World {
  readonly session: Session;
  readonly dispatch: (event: Event) => void;
  readonly tell: (message: FrameMessage) => void;
  /** Takes focus away from the frame after a capture (rule 15). */
  readonly letGo: () => void;
  /** Whether the payer's focus is on Undo: it is never gone while it is (rule 18). */
  readonly undoHeld: () => boolean;
  /** What was seen around the last press (rule 16). */
  readonly signals?: () => ClickSignals | undefined;
}

/** The facts that some state has; the table starts an effect only in a state that has its own. */
interface Facts {
  readonly at: string;
  readonly hello?: HelloResponse | null | undefined;
  readonly gesture?: Gesture | undefined;
  readonly grant?: string | undefined;
  readonly wallet?: WalletView | undefined;
  readonly payment?: string | undefined;
  readonly undoUntil?: number | undefined;
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Loads what most readers never need, once. */
function later<Part>(load: () => Promise<Part>): () => Promise<Part> {
  let part: Promise<Part> | undefined;
  return () => (part ??= load());
}

/** Address of the wallet's page for a grant. Holds the id only: never a thumbprint, offer or amount (rule 5). */
function grantAddress({ grant, wallet }: Facts): string {
  return `/pay?grant=${grant}${wallet ? `#${wallet}` : ""}`;
}

/** Gives back the runner of effects for one frame. It holds the bytes of a click whose answer is not known yet. */
export function makeRunner(world: World): (effect: Effect, state: State) => void {
  const { session, dispatch } = world;
  const newcomer = later(async () => (await import("./newcomer.ts")).join(world));
  const stepUp = later(async () => (await import("./stepUp.ts")).openStepUp(session));
  const clicks = payer(world, { newcomer, stepUp });
  const lost = () => dispatch(failureNote("offline"));
  let confirming: ReturnType<typeof setTimeout> | undefined;
  const say = <Body>(what: "undo" | "after" | "wish", payment = "", also = {}) =>
    postProven<Body>(session, `payments/${payment}/${what}`, {
      purpose: what,
      subject: payment,
      also,
    });

  const doers: Readonly<Record<Exclude<Effect, FrameMessage>, (state: Facts) => unknown>> = {
    hello: clicks.greet,
    pay: clicks.pay,
    "await-confirm": () => {
      clearTimeout(confirming);
      confirming = setTimeout(() => dispatch({ on: "confirm-over" }), confirmMs);
    },
    "prepare-wallet": () =>
      newcomer().then(
        (part) => part.ask(),
        () => undefined,
      ),
    adopt: () => newcomer().then((part) => (part.adopt(), clicks.greet()), lost),
    "prepare-check": () => clicks.prepareCheck(),
    check: clicks.check,
    "open-wallet": (state) => {
      // In the click itself, before anything is awaited: later a browser takes it for an unasked popup.
      window.open(grantAddress(state), "_blank");
      return newcomer().then((part) => part.waitForWallet(state.grant ?? ""), lost);
    },
    "cancel-grant": async ({ grant = "" }) => {
      const of = { purpose: "grant-cancel", subject: grant } as const;
      const answer = await postProven(session, `grants/${grant}/cancel`, of);
      if (!answer.ok) dispatch({ on: "grant-opened" });
    },
    // Only ever after the payer's own press on "Continue on the payment page".
    "go-to-wallet": (state) => {
      try {
        if (window.top) window.top.location.href = location.origin + grantAddress(state);
      } catch {
        // A sandbox keeps the frame from it; the page around can (rule 6).
        world.tell({ farthing: "go-to-wallet" });
      }
    },
    undo: async ({ payment }) => {
      const answer = await say("undo", payment);
      const isUndone = answer.ok || answer.code === "already-undone";
      dispatch(
        isUndone ? { on: "undone" } : { on: "not-undone", tooLate: answer.retry === "never" },
      );
    },
    "end-undo": async ({ payment = "", undoUntil = 0 }) => {
      await wait(undoUntil - session.clock.now());
      while (world.undoHeld()) await wait(500);
      dispatch({ on: "undo-over", payment });
    },
    after: async ({ payment = "" }) => {
      const answer = await say<AfterResponse>("after", payment);
      if (answer.ok) dispatch({ on: "week", payment, week: answer.body.week });
    },
    "wish-less": ({ payment }) => say("wish", payment, { wish: "less" }),
    "wish-more": ({ payment }) => say("wish", payment, { wish: "more" }),
    "forget-key": () => (session.keyIs = "dead"),
    "let-go": world.letGo,
  };
  return (effect, state) =>
    void (typeof effect === "string" ? doers[effect](state) : world.tell(effect));
}

interface Parts {
  readonly newcomer: () => Promise<Newcomer>;
  readonly stepUp: () => Promise<StepUpClient>;
}

/** Asks what to draw, and pays. */
function payer({ session, dispatch, signals }: World, { newcomer, stepUp }: Parts) {
  let click: Click | null = null;

  /** Says hello; where the cookie may enrol a fresh key, with that key (rung C). */
  async function meet(): Promise<Answer<HelloResponse>> {
    const answer = await hello(session);
    if (!answer.ok || !answer.body.mayEnrol) return answer;
    return await newcomer().then(
      (part) => part.enrol(answer),
      () => answer,
    );
  }

  async function sign(allowance: string, gesture: Gesture): Promise<Click | null> {
    const seen = signals?.();
    const signed = await authorize(session, { allowance, gesture, signals: seen });
    if (signed !== null) return signed;
    // Whoever gave this key's counters is gone: a key of its own, within the same press.
    session.keyIs = "dead";
    const again = await meet();
    const renewed = again.ok && again.body.state === "ready" ? again.body.allowance : null;
    return renewed && authorize(session, { allowance: renewed.id, gesture, signals: seen });
  }

  async function send(signed: Click): Promise<void> {
    click = signed;
    // Before it is sent: the page may be left at any moment from here on.
    await remember(session, click).catch(() => undefined);
    const answer = await sendUntilKnown(click, session.clock, wait);
    if (isFinal(answer)) {
      click = null;
      remember(session, null).catch(() => undefined);
    }
    dispatch(answer.ok ? outcomeOf(signed, answer.body) : failureNote(answer.code));
  }

  return {
    async greet() {
      const answer = await meet();
      if (!answer.ok) return dispatch(failureNote(answer.code));
      click ??= await recall(session).catch(() => null);
      dispatch({ on: "hello", hello: answer.body, unsettled: click !== null });
    },
    async pay({ hello: known, gesture = "click" }: Facts) {
      const signed = click ?? (known?.allowance && (await sign(known.allowance.id, gesture)));
      if (signed) return send(signed);
      dispatch({ on: "problem", note: "first-time", next: "wallet" });
    },
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
      if (typeof checked === "object") return send(checked);
      dispatch({ on: "not-checked", elsewhere: checked === "elsewhere" });
    },
  };
}

function outcomeOf({ path }: Click, outcome: PaymentOutcome): Event {
  return { on: "outcome", outcome, asked: path !== "payments" };
}
