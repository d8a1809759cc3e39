import type { Page } from "playwright-core";

/** A platform authenticator (fingerprint, face, screen lock) that belongs to the person, not to one window. */
export interface Authenticator {
  attach(page: Page): Promise<void>;
}

interface Credential {
  readonly credentialId: string;
}

/**
 * Chromium's virtual authenticator (WebAuthn L3 §11, over CDP) lives in one page. This one hands the passkeys made in
 * any of a person's pages to the next page that opens, as a real device would.
 */
export function makeAuthenticator(): Authenticator {
  const credentials = new Map<string, Credential>();
  return {
    async attach(page) {
      const cdp = await page.context().newCDPSession(page);
      await cdp.send("WebAuthn.enable");
      const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
        options: {
          protocol: "ctap2",
          transport: "internal",
          hasResidentKey: true,
          hasUserVerification: true,
          isUserVerified: true,
          automaticPresenceSimulation: true,
        },
      });
      for (const credential of credentials.values()) {
        await cdp.send("WebAuthn.addCredential", {
          authenticatorId,
          credential: credential as never,
        });
      }
      const remember = (event: { credential: Credential }) =>
        credentials.set(event.credential.credentialId, event.credential);
      cdp.on("WebAuthn.credentialAdded", remember);
      cdp.on("WebAuthn.credentialAsserted", remember);
    },
  };
}
