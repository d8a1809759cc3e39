import { commands, type Wire } from "./wire.ts";

/** A WebDriver session over HTTP. */
export interface WebDriver extends Wire {
  readonly capabilities: { readonly browserName: string; readonly browserVersion: string };
  /** Ends the session, and with it the browser. */
  end(): Promise<void>;
}

interface Opened {
  readonly sessionId: string;
  readonly capabilities: WebDriver["capabilities"];
}

/** Opens a session at the driver that listens at `origin`. */
export async function openWebDriver(origin: string, capabilities: object): Promise<WebDriver> {
  const call = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${origin}${path}`, {
      method,
      signal: AbortSignal.timeout(30_000),
      ...(method === "POST" ? { body: JSON.stringify(body ?? {}) } : {}),
    });
    const { value } = (await response.json()) as { value: unknown };
    if (response.ok) return value;
    const { error, message } = value as { error: string; message: string };
    throw new Error(`${method} ${path}: ${error}: ${message}`);
  };
  const opened = (await call("POST", "/session", {
    capabilities: { alwaysMatch: capabilities },
  })) as Opened;
  const session = `/session/${opened.sessionId}`;
  return {
    capabilities: opened.capabilities,
    send(command, parameters) {
      const [method, path] = commands[command];
      return call(method, `${session}${path}`, parameters);
    },
    async end() {
      await call("DELETE", session);
    },
  };
}
