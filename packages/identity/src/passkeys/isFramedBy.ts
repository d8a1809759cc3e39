import { decodeClientDataJSON } from "@simplewebauthn/server/helpers";

/**
 * Whether the passkey was used in a frame inside a page of `topOrigin` (WebAuthn L3 §5.8.1). A browser that does not
 * name the page around the frame is not believed: the library would let it pass. Throws on what is not client data.
 */
export function isFramedBy(topOrigin: string, clientDataJSON: string): boolean {
  const data = decodeClientDataJSON(clientDataJSON);
  return data.crossOrigin === true && data.topOrigin === topOrigin;
}
