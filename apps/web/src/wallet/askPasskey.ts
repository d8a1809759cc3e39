import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
  WebAuthnError,
} from "@simplewebauthn/browser";
import { CallError } from "../kit/call.ts";

/** Asks for a passkey with the server's options; answers with what goes back to it. */
export function askPasskey(options: Record<string, unknown>): Promise<unknown> {
  const asked: unknown = options;
  return startAuthentication({ optionsJSON: asked as PublicKeyCredentialRequestOptionsJSON });
}

/** Makes a passkey with the server's options; answers with what goes back to it. */
export function makePasskey(options: Record<string, unknown>): Promise<unknown> {
  const asked: unknown = options;
  return startRegistration({ optionsJSON: asked as PublicKeyCredentialCreationOptionsJSON });
}

/** The device that was picked holds a passkey of this wallet already. */
export function isMadeBefore(error: Error): boolean {
  return (
    error.name === "InvalidStateError" ||
    (error instanceof WebAuthnError && error.code === "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED")
  );
}

/** The person or the browser turned the passkey down: nobody's failure. */
export function isRefusal(error: Error): boolean {
  return (
    !(error instanceof CallError) &&
    (error instanceof WebAuthnError || error.name === "NotAllowedError")
  );
}
