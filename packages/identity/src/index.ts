export {
  type ArrivalSite,
  arrivalAgeMsMax,
  arrivalSite,
  arrivalText,
  readArrival,
} from "./arrival.ts";
export { checkUp } from "./checkup/checkUp.ts";
export { newBrowserMs } from "./checkup/checks.ts";
export type { CheckupFacts, NewBrowser, Site } from "./checkup/checkupFacts.ts";
export {
  guestCookie,
  guestCookieName,
  partitionCookie,
  partitionCookieName,
  preSessionCookie,
  preSessionCookieName,
  readCookie,
  sessionCookie,
  sessionCookieName,
} from "./cookies.ts";
export { createOptions, getOptions, type KnownPasskey } from "./passkeys/options.ts";
export { readCreated, readCredentialId, readGot } from "./passkeys/readResponse.ts";
export {
  type CreatedPasskey,
  type PasskeyRefusal,
  verifyCreated,
} from "./passkeys/verifyCreated.ts";
export { type GotPasskey, type StoredPasskey, verifyGot } from "./passkeys/verifyGot.ts";
export { hashPassword } from "./passwords/hashPassword.ts";
export { open, seal } from "./seal.ts";
export { newSecret, secretHash } from "./secret.ts";
export { thumbprint } from "./thumbprint.ts";
export { newTotpSecret, readTotp, totpKey } from "./totp/totp.ts";
export {
  type RawDeviceKey,
  verifyDeviceSignature,
  verifyRawSignature,
} from "./verifyDeviceSignature.ts";
export { type ProofVerdict, verifyProof } from "./verifyProof.ts";
