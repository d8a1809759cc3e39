import { restMs } from "../browser/openPerson.ts";
import { patiently } from "./patiently.ts";
import { frameExpression, intoSight, type Place, type Visitor } from "./visitor.ts";
import type { ElementReference, Wire } from "./wire.ts";

/** What a start of the browser gives. */
export interface Started {
  readonly wire: Wire;
  readonly engine: string;
  /** Ends the browser in an orderly way, so that it writes down what it keeps. */
  quit(): Promise<void>;
}

/**
 * Makes a person out of a browser that is driven by WebDriver's commands. `start` starts it, with the same profile each
 * time; `forget` removes the profile.
 */
export async function makeDrivenVisitor(
  start: () => Promise<Started>,
  forget: () => void,
): Promise<Visitor> {
  let browser = await start();
  let windows = await watchWindows(browser.wire);
  let [clicks, popupsBefore] = [0, 0];
  const until: Visitor["until"] = async (place, expression) => {
    const ask = async () => {
      await enter(browser.wire, place, windows);
      return evaluate(browser.wire, expression);
    };
    return (await patiently(ask, `${expression} in the ${place}`)) as never;
  };
  return {
    engine: browser.engine,
    clicks: () => clicks,
    popups: () => popupsBefore + windows.seen(),
    until,
    async open(url) {
      await enter(browser.wire, "page", windows);
      await browser.wire.send("open", { url });
    },
    async reload() {
      await enter(browser.wire, "page", windows);
      await browser.wire.send("reload");
    },
    async press(place, words) {
      await enter(browser.wire, "page", windows);
      await evaluate(browser.wire, intoSight);
      const button: ElementReference = await until(place, buttonExpression(words));
      clicks += 1;
      await browser.wire.send("act", { actions: [pressOn(button)] });
    },
    alone: async () => {
      await patiently(async () => (await windows.others()).length === 0, "others are closed");
    },
    async restart() {
      popupsBefore += windows.seen();
      await browser.quit();
      browser = await start();
      windows = await watchWindows(browser.wire);
    },
    async close() {
      await browser.quit();
      forget();
    },
  };
}

/** The windows of one start of the browser: the first, and those that came up beside it. */
interface Windows {
  readonly first: string;
  others(): Promise<readonly string[]>;
  /** How many others there have ever been. */
  seen(): number;
}

async function watchWindows(wire: Wire): Promise<Windows> {
  const open = async () => (await wire.send("windows")) as readonly string[];
  const [first = ""] = await open();
  const seen = new Set<string>();
  return {
    first,
    seen: () => seen.size,
    async others() {
      const others = (await open()).filter((name) => name !== first);
      for (const name of others) seen.add(name);
      return others;
    },
  };
}

async function enter(wire: Wire, place: Place, windows: Windows): Promise<void> {
  const others = await windows.others();
  const handle = place === "wallet" ? others.at(-1) : windows.first;
  if (handle === undefined) throw new Error("no window has opened");
  await wire.send("enterWindow", { handle });
  await wire.send("enterFrame", { id: null });
  if (place !== "frame") return;
  const frame = await evaluate(wire, frameExpression);
  if (frame === null) throw new Error("the page has no frame");
  await wire.send("enterFrame", { id: frame });
}

function evaluate(wire: Wire, expression: string): Promise<unknown> {
  return wire.send("evaluate", { script: `return (${expression}) ?? null`, args: [] });
}

/** A button that can be seen and does not wait for its arming to be over (rules 11 and 15). */
function buttonExpression(words: string): string {
  const fits = `button.innerText.startsWith(${JSON.stringify(words)})`;
  return `[...document.querySelectorAll("button")].find((button) =>
    ${fits} && button.offsetParent && !button.disabled && button.ariaDisabled !== "true")`;
}

/** What a hand with a mouse does (WebDriver §15): go there, rest, press, let go. */
function pressOn(origin: ElementReference): object {
  return {
    type: "pointer",
    id: "mouse",
    parameters: { pointerType: "mouse" },
    actions: [
      { type: "pointerMove", duration: 50, x: 0, y: 0, origin },
      { type: "pause", duration: restMs.mouse },
      { type: "pointerDown", button: 0 },
      { type: "pointerUp", button: 0 },
    ],
  };
}
