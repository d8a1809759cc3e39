import type { Page } from "playwright-core";

/** A platform authenticator (fingerprint, face, screen lock) that belongs to the person, not to one window. */
export interface Authenticator {
  attach(page: Page): Promise<void>;
}

interface Credential {
  readonly credentialId: string;
}

/**
 * Chromium's virtual authenticator (WebAuthn L3 §11, over CDP) lives in one page. This one hands the passkeys made or
 * used in any of a person's pages to all others, as a real device would.
 */
export function makeAuthenticator(): Authenticator {
  const credentials = new Map<string, Credential>();
  const pages = new Set<(credential: Credential) => Promise<void>>();
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
      const give = async (credential: Credential) => {
        const of = { authenticatorId, credentialId: credential.credentialId };
        await cdp.send("WebAuthn.removeCredential", of).catch(() => undefined);
        await cdp.send("WebAuthn.addCredential", {
          authenticatorId,
          credential: credential as never,
        });
      };
      for (const credential of credentials.values()) await give(credential);
      pages.add(give);
      page.on("close", () => pages.delete(give));
      const remember = ({ credential }: { credential: Credential }) => {
        credentials.set(credential.credentialId, credential);
        // A page may close meanwhile.
        for (const other of pages) if (other !== give) other(credential).catch(() => undefined);
      };
      cdp.on("WebAuthn.credentialAdded", remember);
      cdp.on("WebAuthn.credentialAsserted", remember);
    },
  };
}
