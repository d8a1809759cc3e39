import type { Frame } from "playwright-core";
import { openPerson, type Person, type PersonOptions } from "../browser/openPerson.ts";
import { patiently } from "./patiently.ts";
import { intoSight, type Place, type Visitor } from "./visitor.ts";

/** A person at Chromium, in the words that are the same for every engine. */
export async function openChromium(storage: PersonOptions["storage"]): Promise<Visitor> {
  let person = await openPerson({ storage });
  const engine = `Chromium ${person.context.browser()?.version() ?? ""}`;
  let [clicks, popups] = [0, 0];
  const windows = () => person.context.pages().filter((page) => page !== person.page);
  return {
    engine,
    clicks: () => clicks + person.clicks(),
    popups: () => popups + person.popups(),
    async open(url) {
      await person.page.goto(url);
    },
    async reload() {
      await person.page.reload();
    },
    until: async (place, expression) => {
      const ask = async () => (await frameAt(person, place)).evaluate(expression);
      return (await patiently(ask, `${expression} in the ${place}`)) as never;
    },
    async press(place, words) {
      if (place === "frame") await person.page.evaluate(intoSight);
      const find = () => frameAt(person, place);
      const frame = await patiently(find, `the ${place} is there`);
      const name = new RegExp(`^${words.replaceAll(/[.$]/g, "\\$&")}`);
      await person.press(frame.getByRole("button", { name }));
    },
    alone: async () => {
      await patiently(() => Promise.resolve(windows().length === 0), "every other window closed");
    },
    async restart() {
      clicks += person.clicks();
      popups += person.popups();
      person = await person.restart();
    },
    close: () => person.close(),
  };
}

async function frameAt({ page, context }: Person, place: Place): Promise<Frame> {
  if (place === "frame") {
    const element = await page.locator("farthing-button iframe").elementHandle();
    const frame = await element?.contentFrame();
    if (!frame) throw new Error("the page has no frame");
    return frame;
  }
  const windows = context.pages().filter((other) => other !== page);
  const popup = windows.at(-1);
  if (place === "page") return page.mainFrame();
  if (popup === undefined) throw new Error("no window has opened");
  return popup.mainFrame();
}
