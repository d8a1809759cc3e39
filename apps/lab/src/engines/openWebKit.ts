import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { assert } from "@farthing/core";
import { freePort } from "../server/startServer.ts";
import { makeDrivenVisitor, type Started } from "./drivenVisitor.ts";
import { ended } from "./ended.ts";
import type { Visitor } from "./visitor.ts";
import { openWebDriver, type WebDriver } from "./webDriver.ts";
import { pause } from "./wire.ts";

/**
 * A person at WebKitGTK's MiniBrowser (`WEBKIT_MINIBROWSER`), driven by `WebKitWebDriver` on a screen that only exists in
 * memory (`Xvfb`). A browser that is driven keeps nothing on disk there. It has no passkeys.
 */
export function openWebKit(): Promise<Visitor> {
  const home = mkdtempSync(join(tmpdir(), "farthing-webkit-"));
  return makeDrivenVisitor(
    () => launch(home),
    () => rmSync(home, { recursive: true, force: true, maxRetries: 5 }),
  );
}

async function launch(home: string): Promise<Started> {
  const binary = process.env["WEBKIT_MINIBROWSER"];
  assert(binary !== undefined, "WEBKIT_MINIBROWSER names WebKitGTK's browser");
  const screen = spawn(
    "/usr/bin/Xvfb",
    ["-displayfd", "3", "-screen", "0", "1280x900x24", "-nolisten", "tcp"],
    {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    },
  );
  const [number] = (await once(screen.stdio[3] as Readable, "data")) as [Buffer];
  const port = await freePort();
  const driver = spawn("/usr/bin/WebKitWebDriver", [`--port=${port}`], {
    stdio: "ignore",
    env: { ...process.env, ...surroundings(home, `:${number.toString().trim()}`) },
  });
  const web = await whenReady(`http://127.0.0.1:${port}`, {
    browserName: "MiniBrowser",
    "webkitgtk:browserOptions": { binary, args: ["--automation"] },
  });
  return {
    wire: web,
    engine: `WebKitGTK ${web.capabilities.browserVersion}`,
    async quit() {
      await ended(driver, async () => {
        await web.end();
        driver.kill("SIGTERM");
      });
      await ended(screen, () => screen.kill("SIGTERM"));
    },
  };
}

function surroundings(home: string, display: string): Record<string, string> {
  return {
    DISPLAY: display,
    HOME: home,
    XDG_CACHE_HOME: join(home, "cache"),
    XDG_CONFIG_HOME: join(home, "config"),
    XDG_DATA_HOME: join(home, "data"),
    GTK_A11Y: "none",
    LIBGL_ALWAYS_SOFTWARE: "1",
    NO_AT_BRIDGE: "1",
    WEBKIT_DISABLE_COMPOSITING_MODE: "1",
  };
}

async function whenReady(origin: string, capabilities: object): Promise<WebDriver> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const answer = await fetch(`${origin}/status`).catch(() => null);
    if (answer?.ok === true) return openWebDriver(origin, capabilities);
    await pause(50);
  }
  throw new Error("WebKitWebDriver did not listen within 10 s");
}
