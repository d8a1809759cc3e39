import { idFromBytes } from "@farthing/core";
import type { InitMessage } from "../messages.ts";
import { offerMerchant } from "../offerClaims.ts";
import { makeScreen, type Screen } from "./draw.ts";
import { frameClock } from "./frameClock.ts";
import { browserNamedParent, handshake, type Parent } from "./handshake.ts";
import { openKeyStore } from "./keyStore.ts";
import { listenForPresses } from "./presses.ts";
import { makeRunner } from "./run.ts";
import { hashText, returnAddress, type Session } from "./session.ts";
import type { Event, State } from "./state.ts";
import { start, step } from "./step.ts";
import { viewOf } from "./view.ts";
import { type Words, wordsFor } from "./words/words.ts";

/** Starts the frame: draws, shakes hands with the page, asks the server, then lives by the table in step.ts. */
export async function boot(): Promise<void> {
  // Rule 11: a page that is only this button would be somebody's bait. The server sends it to the wallet already.
  if (window.top === window.self) return;
  const parent = await handshake(applyTheme);
  applyTheme(parent.init);
  const words = wordsFor(parent.init.lang);
  document.documentElement.lang = words.locale;
  const screen = makeScreen();
  document.body.replaceChildren(screen.root);
  reportHeight(screen.root, parent);
  live(await openSession(parent), parent, screen, words);
}

function applyTheme(init: InitMessage): void {
  document.documentElement.dataset.theme = init.theme;
}

function reportHeight(root: HTMLElement, parent: Parent): void {
  new ResizeObserver(() => {
    parent.tell({ farthing: "height", px: Math.ceil(root.getBoundingClientRect().height) });
  }).observe(root);
}

/** The merchant is the offer's; the server checks that the offer is genuine and belongs to this frame. */
async function openSession(parent: Parent): Promise<Session> {
  const { offer, page } = parent.init;
  const origin = browserNamedParent() ?? parent.origin;
  const keys = await openKeyStore(offerMerchant(offer));
  return {
    offer,
    offerHash: await hashText(offer),
    parent: origin,
    returnTo: returnAddress(page, origin),
    clock: frameClock(),
    keys,
    enrolled: keys.found,
  };
}

/** Money follows the page's language where it is a kind of the words' language, such as en-GB. */
function localeFor(lang: string, words: Words): string {
  return lang.slice(0, 2) === words.locale && /^[a-z]{2}(-[A-Z]{2})?$/.test(lang)
    ? lang
    : words.locale;
}

function live(session: Session, parent: Parent, screen: Screen, words: Words): void {
  const locale = localeFor(parent.init.lang, words);
  let state: State = start;
  const run = makeRunner({
    session,
    dispatch,
    tell: parent.tell,
    letGo: () => (document.activeElement as HTMLElement | null)?.blur(),
    undoHeld: () => document.activeElement === screen.undo,
  });
  const presses = listenForPresses(screen, {
    press: () => dispatch({ on: "press", grant: newGrantId(), gesture: "click", covered: false }),
    hasty: () => dispatch({ on: "hasty-press" }),
    undo: () => dispatch({ on: "undo" }),
  });

  function dispatch(event: Event): void {
    const next = step(state, event);
    const moved = next.state.at !== state.at;
    state = next.state;
    // Effects first: a press must open its window before anything else happens.
    for (const effect of next.effects) run(effect, state);
    document.documentElement.dataset.state = state.at;
    screen.show(viewOf(state, words, locale), session.clock.now());
    if (moved) presses.changed();
  }

  screen.show(viewOf(state, words, locale), 0);
  run("hello", state);
}

/** 16 random bytes, made at the click (rule 4). */
function newGrantId(): string {
  return idFromBytes("grant", crypto.getRandomValues(new Uint8Array(16)));
}
