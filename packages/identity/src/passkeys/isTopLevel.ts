import { decodeClientDataJSON } from "@simplewebauthn/server/helpers";

/**
 * Whether the passkey was used in the wallet's own page and not in a frame of somebody's (WebAuthn L3 §5.8.1).
 * The library lets `crossOrigin` pass when a browser does not name the top origin. Throws on what is not client data.
 */
export function isTopLevel(clientDataJSON: string): boolean {
  const { crossOrigin, topOrigin } = decodeClientDataJSON(clientDataJSON);
  return (crossOrigin === undefined || crossOrigin === false) && topOrigin === undefined;
}
