import type { ClickSignals, Gesture, HelloResponse } from "@farthing/protocol";
import type { FrameMessage } from "../messages.ts";
import { type Clicks, makeClicks } from "./clicks.ts";
import { failureNote } from "./failureNote.ts";
import type { Newcomer } from "./newcomer.ts";
import type { Session } from "./session.ts";
import type { Effect, Event, State, WalletView } from "./state.ts";

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
export interface Facts {
  readonly at: string;
  readonly hello?: HelloResponse | null | undefined;
  readonly gesture?: Gesture | undefined;
  readonly grant?: string | undefined;
  readonly wallet?: WalletView | undefined;
  readonly payment?: string | undefined;
  readonly undoUntil?: number | undefined;
}

/** Loads what most readers never need, once; where the network was lost, anew the next time. */
function later<Part>(load: () => Promise<Part>): () => Promise<Part> {
  let part: Promise<Part> | undefined;
  return () =>
    (part ??= load().catch((error: unknown) => {
      part = undefined;
      throw error;
    }));
}

/** Address of the wallet's page for a grant. Holds the id only: never a thumbprint, offer or amount (rule 5). */
function grantAddress({ grant, wallet }: Facts): string {
  return `/pay?grant=${grant}${wallet ? `#${wallet}` : ""}`;
}

export type Doers<Names extends string> = Readonly<Record<Names, (state: Facts) => unknown>>;
type Ours = Exclude<Effect, FrameMessage>;
type OfWallet = "prepare-wallet" | "adopt" | "open-wallet" | "cancel-grant" | "go-to-wallet";
export type OfBought = "undo" | "end-undo" | "after" | "wish-less" | "wish-more";

/** Gives back the runner of effects for one frame. */
export function makeRunner(world: World): (effect: Effect, state: State) => void {
  const { session, dispatch } = world;
  const newcomer = later(async () => (await import("./newcomer.ts")).join(world, paying));
  const stepUp = later(async () => (await import("./stepUp.ts")).openStepUp(session));
  const paying = later(() => import("./paying.ts"));
  const clicks = makeClicks(world, { newcomer, stepUp, paying });
  let confirming: ReturnType<typeof setTimeout> | undefined;
  const doers: Doers<Exclude<Ours, OfBought>> = {
    hello: clicks.greet,
    pay: clicks.pay,
    "await-confirm": () => {
      clearTimeout(confirming);
      confirming = setTimeout(() => dispatch({ on: "confirm-over" }), confirmMs);
    },
    "prepare-check": clicks.prepareCheck,
    check: clicks.check,
    "forget-key": () => (session.keyIs = "dead"),
    "let-go": world.letGo,
    ...byWallet(world, newcomer, clicks),
  };
  const isBefore = (effect: Ours): effect is keyof typeof doers => effect in doers;
  return (effect, state) => {
    if (typeof effect !== "string") return world.tell(effect);
    if (isBefore(effect)) return void doers[effect](state);
    // What follows a payment is in the part that paid.
    paying().then(
      (part) => part.onceBought(world)[effect](state),
      () => effect === "undo" && dispatch({ on: "not-undone", tooLate: false }),
    );
  };
}

/** The way over the wallet's page, and around it by another frame's key. */
function byWallet(
  { dispatch }: World,
  newcomer: () => Promise<Newcomer>,
  clicks: Clicks,
): Doers<OfWallet> {
  const lost = () => dispatch(failureNote("offline"));
  const part = (act: (part: Newcomer, state: Facts) => unknown) => (state: Facts) =>
    newcomer().then((loaded) => act(loaded, state), lost);
  const wait = part(({ waitForWallet }, { grant = "" }) => waitForWallet(grant));
  return {
    "prepare-wallet": part(({ ask }) => ask()),
    adopt: part(({ adopt }) => (adopt(), clicks.greet())),
    "open-wallet": (state) => {
      // In the click itself, before anything is awaited: later a browser takes it for an unasked popup.
      window.open(grantAddress(state), "_blank");
      return wait(state);
    },
    "cancel-grant": part(({ cancelGrant }, { grant = "" }) => cancelGrant(grant)),
    "go-to-wallet": part(({ goToWallet }, state) => goToWallet(grantAddress(state))),
  };
}
