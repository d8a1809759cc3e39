import { z } from "zod";
import { instantField, ofText } from "../fields.ts";
import { WebAuthnJson } from "./webAuthnJson.ts";

/** Bodies about a wallet's passkeys: `/v1/wallet/passkeys…`, with the session cookie. */

/** A credential's id, base64url: at most 1,023 bytes (WebAuthn L3 §4). */
const passkeyId = z.string().min(1, ofText).max(1_364, ofText);

/** One passkey as the wallet lists it. */
export const PasskeyView = z.strictObject({
  id: passkeyId,
  /** Where it was made, such as "Chrome, Windows"; null: nobody knows. */
  browser: z.string().nullable(),
  addedAt: instantField,
  usedAt: instantField.nullable(),
  /** Whether it is backed up and outlives its device (WebAuthn L3 §6.1.3, flag BS), when it was last used. */
  synced: z.boolean(),
});

/** `GET /v1/wallet/passkeys`, the newest first. `max`: how many there may be. */
export const Passkeys = z.strictObject({
  passkeys: z.array(PasskeyView),
  max: z.number().int(),
});

/** `POST /v1/wallet/passkeys/options`: `credential` answers a `check` that was asked before. */
export const NewPasskeyOptionsRequest = z.strictObject({ credential: WebAuthnJson.optional() });

/**
 * `check`: who is signed in is asked for a passkey first, because the sign-in is some minutes old (OWASP ASVS 5.0, 7.5.1).
 * `create`: the options for the new one.
 */
export const NewPasskeyOptions = z.strictObject({
  way: z.enum(["check", "create"]),
  options: WebAuthnJson,
});

/** `POST /v1/wallet/passkeys`: the browser's answer to `create`. Sent again, nothing changes. */
export const NewPasskeyRequest = z.strictObject({ credential: WebAuthnJson });

/** `POST /v1/wallet/passkeys/remove/options`. */
export const RemovePasskeyOptionsRequest = z.strictObject({ passkey: passkeyId });

/** `POST /v1/wallet/passkeys/remove`: with the answer of any passkey of this wallet. */
export const RemovePasskeyRequest = RemovePasskeyOptionsRequest.extend({
  credential: WebAuthnJson,
});

export type PasskeyView = z.infer<typeof PasskeyView>;
export type Passkeys = z.infer<typeof Passkeys>;
export type NewPasskeyOptions = z.infer<typeof NewPasskeyOptions>;
