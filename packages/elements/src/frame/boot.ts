import { applyTheme } from "./applyTheme.ts";
import { makeScreen, type Screen } from "./draw.ts";
import { browserNamedParent, handshake, type Parent } from "./handshake.ts";
import type { Presses } from "./presses.ts";
import { makeRunner } from "./run.ts";
import { openSession, type Session } from "./session.ts";
import type { Event, State } from "./state.ts";
import { start, step } from "./step.ts";
import { viewOf } from "./view.ts";
import { type Language, loadWords } from "./words/words.ts";

/** Starts the frame: shakes hands with the page, draws, asks the server, then lives by the table in step.ts. */
export async function boot(): Promise<void> {
  // Rule 11: a page that is only this button would be somebody's bait. The server sends it to the wallet already.
  if (window.top === window.self) return;
  const parent = await handshake((init) => void applyTheme(init));
  const [session, language] = await Promise.all([
    openSession({ ...parent.init, parent: browserNamedParent() ?? parent.origin }),
    loadWords(parent.init.lang),
    applyTheme(parent.init),
  ]);
  document.documentElement.lang = language.words.locale;
  const screen = makeScreen();
  document.body.replaceChildren(screen.root);
  reportHeight(screen.root, parent);
  live({ session, parent, screen, language });
}

function reportHeight(root: HTMLElement, parent: Parent): void {
  new ResizeObserver(() => {
    parent.tell({ farthing: "height", px: Math.ceil(root.getBoundingClientRect().height) });
  }).observe(root);
}

/** Money follows the page's language where it is a kind of the words' language, such as en-GB. */
function localeFor(lang: string, words: string): string {
  return lang.slice(0, 2) === words && /^[a-z]{2}(-[A-Z]{2})?$/.test(lang) ? lang : words;
}

interface Parts {
  readonly session: Session;
  readonly parent: Parent;
  readonly screen: Screen;
  readonly language: Language;
}

function live({ session, parent, screen, language }: Parts): void {
  const locale = localeFor(parent.init.lang, language.words.locale);
  let { words } = language;
  let state: State = start;
  let meaning = "";
  let presses: Presses | undefined;
  const run = makeRunner({
    session,
    dispatch,
    tell: parent.tell,
    letGo: () => (document.activeElement as HTMLElement | null)?.blur(),
    undoHeld: () => document.activeElement === screen.undo,
    signals: () => presses?.signals(),
  });

  function draw(): void {
    const hidden = presses?.hidden() ?? "";
    const view = viewOf(state, { words, locale, hidden });
    document.documentElement.dataset["state"] = state.at;
    screen.show(view, session.clock.now());
    if (meaning === state.at + view.action) return;
    meaning = state.at + view.action;
    presses?.changed();
  }

  function dispatch(event: Event): void {
    const next = step(state, event);
    state = next.state;
    // Effects first: a press must open its window before anything else happens.
    for (const effect of next.effects) run(effect, state);
    draw();
  }

  void language.whole.then((all) => {
    words = all;
    draw();
  });
  draw();
  // The button takes no presses in its first half second (rule 15): time enough to load what judges them.
  import("./presses.ts").then(
    ({ listenForPresses }) => {
      presses = listenForPresses(screen, dispatch, draw);
      presses.changed();
    },
    () => {
      dispatch({ on: "problem", note: "offline", next: "retry" });
      screen.action.addEventListener("click", () => location.reload());
    },
  );
  run("hello", state);
}
