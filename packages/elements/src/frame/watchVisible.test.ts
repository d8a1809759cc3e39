import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchVisible, type Watch } from "./watchVisible.ts";

/** The button as far as it is watched, and the browser's reports about it. */
const button: Partial<HTMLElement> & Record<"scrollWidth", number> = {
  hidden: false,
  scrollWidth: 200,
  clientWidth: 200,
  scrollHeight: 46,
  clientHeight: 46,
};
let report: (looks: { isVisible?: boolean; intersectionRatio: number }[]) => void;
let said: string[];
let watch: Watch;

beforeEach(() => {
  vi.useFakeTimers();
  const Observer = class {
    constructor(callback: typeof report) {
      report = callback;
    }
    observe() {}
  };
  vi.stubGlobal("IntersectionObserver", Observer);
  vi.stubGlobal("addEventListener", () => undefined);
  said = [];
  Object.assign(button, { hidden: false, scrollWidth: 200 });
  watch = watchVisible(button as HTMLElement, () => said.push(watch.sight().hidden));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const see = (intersectionRatio: number, isVisible?: boolean) =>
  report([{ intersectionRatio, ...(isVisible === undefined ? {} : { isVisible }) }]);

test("rule 16: what covers the button is said after it lasted, and unsaid at once", () => {
  see(1, true);
  see(1, false);
  expect(watch.sight()).toMatchObject({ visible: false, hidden: "", unsaid: true });
  vi.advanceTimersByTime(400);
  expect(watch.sight()).toMatchObject({ hidden: "covered", unsaid: false });
  see(1, true);
  expect(watch.sight()).toMatchObject({ visible: true, hidden: "", unsaid: false });
  expect(said).toEqual(["covered", ""]);
});

test("a page that scrolls by says nothing; a press before the words is told first", () => {
  see(0, false);
  see(0.5, false);
  vi.advanceTimersByTime(200);
  see(1, true);
  vi.advanceTimersByTime(1_000);
  expect(said).toEqual([]);
  see(0, false);
  vi.advanceTimersByTime(9_000);
  expect(watch.sight()).toMatchObject({ hidden: "", unsaid: true });
  watch.say();
  expect(said).toEqual(["covered"]);
});

test("a button that is half below the fold is not called covered", () => {
  see(0.5, true);
  vi.advanceTimersByTime(400);
  see(0.5, false);
  vi.advanceTimersByTime(400);
  see(1, true);
  expect(said).toEqual(["cut", "covered", ""]);
});

test("a browser without version 2: only what is cut off counts, and a price that does not fit", () => {
  see(1);
  expect(watch.sight()).toMatchObject({ visible: null, unsaid: false });
  see(0.9);
  expect(watch.sight().unsaid).toBe(true);
  see(1);
  button.scrollWidth = 240;
  see(1);
  expect(watch.sight().unsaid).toBe(true);
});

test("the button has stood still only since it came back into view", () => {
  see(1, true);
  const before = watch.sight().shownAt;
  vi.advanceTimersByTime(5_000);
  see(0.4, true);
  see(1, true);
  expect(watch.sight().shownAt - before).toBe(5_000);
});

test("a state without a button covers nothing", () => {
  see(1, true);
  button.hidden = true;
  see(0, false);
  vi.advanceTimersByTime(1_000);
  expect(watch.sight()).toMatchObject({ hidden: "", unsaid: false });
});
