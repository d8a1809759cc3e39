/** Where something is done: the publisher's page, the wallet's frame in it, or the wallet's window that came up. */
export type Place = "page" | "frame" | "wallet";

/** A person at a real browser of whatever engine. Expressions are JavaScript, evaluated where they are meant. */
export interface Visitor {
  /** Name and version, as the browser says them. */
  readonly engine: string;
  open(url: string): Promise<void>;
  reload(): Promise<void>;
  /** The first answer of `expression` that is not false, null or empty; asked again and again for 30 s. */
  until<Answer>(place: Place, expression: string): Promise<Answer>;
  /** One real press on the button whose words begin with `words`, once it answers presses. */
  press(place: Place, words: string): Promise<void>;
  readonly clicks: () => number;
  /** Windows that opened beside the first, closed or not. */
  readonly popups: () => number;
  /** Waits until no window but the first is open. */
  alone(): Promise<void>;
  /** Quits the browser and starts it again with the same profile and the same passkeys. Counts go on. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** The element with the button: a paywall holds one inside. */
const element =
  '(document.querySelector("farthing-paywall")?.shadowRoot ?? document).querySelector("farthing-button")';

/** Scrolls as a person does who wants to press: a button that is partly out of sight says so and pays nothing (rule 16). */
export const intoSight = `${element}?.scrollIntoView({ block: "center" })`;

/** The wallet's frame in a publisher's page. */
export const frameExpression = `${element}?.shadowRoot?.querySelector("iframe")`;
