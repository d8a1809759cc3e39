import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert } from "@farthing/core";
import { makeDrivenVisitor, type Started } from "./drivenVisitor.ts";
import { ended } from "./ended.ts";
import { type Marionette, openMarionette } from "./marionette.ts";
import type { Visitor } from "./visitor.ts";
import { pause } from "./wire.ts";

/** How Firefox is set, by the words of its settings: as it comes, only private windows, cookies of other sites blocked. */
export type FoxMode = "default" | "private" | "cookies-blocked";

type Preferences = Readonly<Record<string, boolean | number | string>>;

const modes: Readonly<Record<FoxMode, Preferences>> = {
  default: {},
  private: { "browser.privatebrowsing.autostart": true },
  // nsICookieService::BEHAVIOR_REJECT_FOREIGN: IndexedDB throws in a frame as well.
  "cookies-blocked": { "network.cookie.cookieBehavior": 1 },
};

const always: Preferences = {
  "marionette.port": 0,
  // A software authenticator in the place of the machine's: what WebDriver's virtual authenticator is in Firefox.
  "security.webauth.webauthn_enable_softtoken": true,
  "security.webauth.webauthn_enable_usbtoken": false,
  // Nothing is fetched that no page asked for.
  "app.update.disabledForTesting": true,
  "browser.aboutwelcome.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.page": 0,
  "datareporting.policy.dataSubmissionEnabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "data:,",
};

const startAttempts = 400;

/**
 * A person at the Firefox that `FIREFOX_PATH` names, with a fresh profile and a passkey authenticator. Driven by
 * Marionette, which every Firefox carries: Playwright's driver for unchanged Firefox asks for a command that the
 * extended-support release does not know yet (`emulation.setMediaFeaturesOverride`), and WebDriver BiDi has no
 * authenticator.
 */
export function openFox(mode: FoxMode): Promise<Visitor> {
  const profile = mkdtempSync(join(tmpdir(), "farthing-fox-"));
  const lines = Object.entries({ ...always, ...modes[mode] }).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  writeFileSync(join(profile, "user.js"), lines.join(""));
  let passkeys: readonly object[] = [];
  const start = async (): Promise<Started> => {
    const { child, fox, version } = await launch(profile);
    const authenticatorId = await equip(fox, passkeys).catch((error: unknown) => {
      child.kill("SIGKILL");
      throw error;
    });
    return {
      wire: fox,
      engine: `Firefox ${version}`,
      async quit() {
        await ended(child, async () => {
          const kept = await fox.sendNamed("WebAuthn:GetCredentials", { authenticatorId });
          passkeys = kept as object[];
          await fox.sendNamed("Marionette:Quit", { flags: ["eAttemptQuit"] });
        });
        fox.end();
      },
    };
  };
  return makeDrivenVisitor(start, () =>
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 }),
  );
}

/** Gives it an authenticator with the passkeys of its last life. */
async function equip(fox: Marionette, passkeys: readonly object[]): Promise<unknown> {
  const authenticatorId = await fox.sendNamed("WebAuthn:AddVirtualAuthenticator", authenticator);
  for (const passkey of passkeys) {
    // WebDriver puts the credential's fields beside the authenticator's (WebAuthn §11.5), newer Firefoxes below a name.
    const added = { authenticatorId, credentials: passkey, ...passkey };
    await fox.sendNamed("WebAuthn:AddCredential", added);
  }
  return authenticatorId;
}

const authenticator = {
  protocol: "ctap2_1",
  transport: "internal",
  hasResidentKey: true,
  hasUserVerification: true,
  isUserConsenting: true,
  isUserVerified: true,
};

async function launch(
  profile: string,
): Promise<{ child: ChildProcess; fox: Marionette; version: string }> {
  const executable = process.env["FIREFOX_PATH"] ?? "";
  assert(existsSync(executable), "FIREFOX_PATH names a Firefox");
  const portFile = join(profile, "MarionetteActivePort");
  rmSync(portFile, { force: true });
  const child = spawn(
    executable,
    ["--headless", "--marionette", "--no-remote", "--profile", profile],
    {
      stdio: "ignore",
      env: { ...process.env, HOME: profile },
    },
  );
  try {
    const fox = await openMarionette(await portIn(portFile));
    const { capabilities } = (await fox.sendNamed("WebDriver:NewSession", {
      capabilities: { alwaysMatch: {} },
    })) as { capabilities: { browserVersion: string } };
    return { child, fox, version: capabilities.browserVersion };
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
}

/** Firefox writes there on which port it listens. */
async function portIn(file: string): Promise<number> {
  for (let attempt = 0; attempt < startAttempts; attempt += 1) {
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    if (text !== "") return Number(text);
    await pause(50);
  }
  throw new Error("Firefox did not start within 20 s");
}
