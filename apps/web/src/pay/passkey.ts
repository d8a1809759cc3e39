import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
  WebAuthnError,
} from "@simplewebauthn/browser";

/** Whether this browser has passkeys at all. */
export const hasPasskeys = browserSupportsWebAuthn;

/**
 * Asks the person for a passkey with the server's options: a new one, or one they have. `null` when they
 * turned the system's dialog down or let it run out.
 */
export async function askPasskey(way: "create" | "get", options: unknown): Promise<unknown> {
  try {
    return way === "create"
      ? await startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON })
      : await startAuthentication({
          optionsJSON: options as PublicKeyCredentialRequestOptionsJSON,
        });
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

// WebAuthn L3 §5.1.3: one error for "no", "later" and "none here", so that a site learns nothing.
function isRefusal(error: unknown): boolean {
  if (error instanceof WebAuthnError) return true;
  return error instanceof Error && ["NotAllowedError", "AbortError"].includes(error.name);
}
