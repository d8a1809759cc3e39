import {
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  WebAuthnError,
} from "@simplewebauthn/browser";
import { CallError } from "../kit/call.ts";

/** Asks for a passkey with the server's options; answers with what goes back to it. */
export function askPasskey(options: Record<string, unknown>): Promise<unknown> {
  const asked: unknown = options;
  return startAuthentication({ optionsJSON: asked as PublicKeyCredentialRequestOptionsJSON });
}

/** The person or the browser turned the passkey down: nobody's failure. */
export function isRefusal(error: Error): boolean {
  return (
    !(error instanceof CallError) &&
    (error instanceof WebAuthnError || error.name === "NotAllowedError")
  );
}
