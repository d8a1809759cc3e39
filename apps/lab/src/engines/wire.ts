/**
 * The commands of W3C WebDriver (https://www.w3.org/TR/webdriver2/#endpoints) that are used here: as they go over HTTP,
 * and as Firefox's own Marionette names them.
 */
export const commands = {
  open: ["POST", "/url", "WebDriver:Navigate"],
  reload: ["POST", "/refresh", "WebDriver:Refresh"],
  evaluate: ["POST", "/execute/sync", "WebDriver:ExecuteScript"],
  enterFrame: ["POST", "/frame", "WebDriver:SwitchToFrame"],
  act: ["POST", "/actions", "WebDriver:PerformActions"],
  windows: ["GET", "/window/handles", "WebDriver:GetWindowHandles"],
  enterWindow: ["POST", "/window", "WebDriver:SwitchToWindow"],
} as const;

export type Command = keyof typeof commands;

/** A line to one running browser. */
export interface Wire {
  /** Rejects with the browser's own words. */
  send(command: Command, parameters?: object): Promise<unknown>;
}

/** A driver's mention of an element. */
export type ElementReference = Readonly<Record<typeof elementKey, string>>;

/** WebDriver §11: the web element identifier. */
export const elementKey = "element-6066-11e4-a52e-4f735466cecf";

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
