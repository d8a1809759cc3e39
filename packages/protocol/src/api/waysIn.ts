import { z } from "zod";
import { idField, instantField, mailAddressField, ofList, ofText } from "../fields.ts";
import { WebAuthnJson } from "./webAuthnJson.ts";

/** How a payer gets into a wallet besides a passkey, and back into one: `/v1/wallet/ways-in/…`, `/v1/wallet/recovery/…`. */

/** What changes a way in, or takes the wallet's data out or away. Each needs the passkey's answer to a question of its own. */
export const WaysInAct = z.enum([
  "make-codes",
  "cancel-recovery",
  "recover-by-mail",
  "set-password",
  "set-totp",
  "remove-totp",
  "export-wallet",
  "erase-wallet",
]);

/** `POST /v1/wallet/ways-in/options`. */
export const ActOptionsRequest = z.strictObject({ act: WaysInAct });

/** The passkey's answer. */
export const ActRequest = z.strictObject({ credential: WebAuthnJson });

/** `POST /v1/wallet/ways-in/codes`: shown this once. */
export const RecoveryCodes = z.strictObject({ codes: z.array(z.string()).max(10, ofList) });

/** A recovery that begins or has begun by a code, or by a link that came by mail. */
const RecoveryWay = z.enum(["code", "mail"]);

/** A recovery as the payer's own pages tell of it. */
export const WaitingRecovery = z.strictObject({
  way: RecoveryWay,
  /** From when on a new passkey may be made. */
  readyAt: instantField,
  /** The wallet's operator looks at it first. */
  review: z.boolean(),
});

/** `GET /v1/wallet/ways-in`. */
export const WaysIn = z.strictObject({
  passkeys: z.number().int(),
  /** Recovery codes that were not used; `madeAt`: null for none ever. */
  codes: z.strictObject({ left: z.number().int(), madeAt: instantField.nullable() }),
  /** Whether the confirmed address begins a recovery; null: there is no such address. */
  mail: z.strictObject({ address: z.string(), recovers: z.boolean() }).nullable(),
  /** What this payer signs in as with a password. */
  signInName: z.string(),
  /** Null: none. `score`: 0 to 4, when it was set. `standsAlone`: long enough without a second factor. */
  password: z
    .strictObject({ score: z.number().int(), setAt: instantField, standsAlone: z.boolean() })
    .nullable(),
  /** Codes from an authenticator app (RFC 6238), asked for with the password; null: none. */
  totp: z.strictObject({ setAt: instantField }).nullable(),
  recoveries: z.array(WaitingRecovery),
});

/** `POST /v1/wallet/ways-in/mail`: on needs the passkey's answer. */
export const RecoverByMailRequest = z.strictObject({
  recovers: z.boolean(),
  credential: WebAuthnJson.optional(),
});

/** Longer than any that is taken, so that one that is too long is told so. UTF-16 code units. */
const passwordField = z.string().min(1, ofText).max(512, ofText);

/** `POST /v1/wallet/ways-in/password`. */
export const SetPasswordRequest = z.strictObject({
  password: passwordField,
  credential: WebAuthnJson,
});

/** Six digits, as people type them. */
const totpCodeField = z.string().min(1, ofText).max(16, ofText);

/** `POST /v1/wallet/ways-in/totp/begin`: the key for an authenticator app. `offer` is sent back to confirm it. */
export const TotpOffer = z.strictObject({
  offer: z.string(),
  /** To type, in base32. */
  key: z.string(),
  /** For a QR code. */
  uri: z.string(),
});

/** `POST /v1/wallet/ways-in/totp/confirm`. */
export const ConfirmTotpRequest = z.strictObject({
  offer: z.string().min(1, ofText).max(256, ofText),
  code: totpCodeField,
});

/** `POST /v1/wallet/ways-in/totp/remove`. `password`: whether one that is too short to stand alone goes with it. */
export const RemoveTotpRequest = z.strictObject({
  credential: WebAuthnJson,
  password: z.enum(["keep", "remove"]),
});

/** `POST /v1/wallet/sign-in/password`. `name`: as the wallet's settings tell it. `code`: where the wallet asks for one. */
export const PasswordSignInRequest = z.strictObject({
  name: z.string().min(1, ofText).max(64, ofText),
  password: passwordField,
  code: totpCodeField.optional(),
});

/** `POST /v1/wallet/recovery/mail`: always answered alike. */
export const RecoveryMailRequest = z.strictObject({ address: mailAddressField });

/** `POST /v1/wallet/recovery/look`, `/begin` and `/options`: a code as it was typed, or what follows `#` in the link. */
export const RecoveryRequest = z.strictObject({
  secret: z.string().min(1, ofText).max(64, ofText),
});

/** `POST /v1/wallet/recovery/finish`. `lost`: passkeys of before, and keys that paid by a click, go too. */
export const FinishRecoveryRequest = RecoveryRequest.extend({
  credential: WebAuthnJson,
  lost: z.boolean(),
});

/** What whoever holds the code or the link is told. `asked`: it has not begun yet. */
export const RecoveryView = z.strictObject({
  wallet: z.string(),
  way: RecoveryWay,
  at: z.enum(["asked", "waiting", "review", "ready"]),
  readyAt: instantField.nullable(),
});

/** `GET /v1/operator/recoveries`. */
export const RecoveryReviews = z.strictObject({
  recoveries: z.array(
    z.strictObject({
      id: idField("recovery"),
      wallet: z.string(),
      way: RecoveryWay,
      beganAt: instantField,
      readyAt: instantField,
      frozen: z.boolean(),
      /** How many of this wallet were cancelled in the last 90 days. */
      cancelled: z.number().int(),
    }),
  ),
});

/** `POST /v1/operator/recoveries/{id}/decision`. */
export const ReviewRequest = z.strictObject({ outcome: z.enum(["allow", "refuse"]) });

export type WaysInAct = z.infer<typeof WaysInAct>;
export type WaysIn = z.infer<typeof WaysIn>;
export type TotpOffer = z.infer<typeof TotpOffer>;
export type WaitingRecovery = z.infer<typeof WaitingRecovery>;
export type RecoveryView = z.infer<typeof RecoveryView>;
export type RecoveryReviews = z.infer<typeof RecoveryReviews>;
export type ReviewRequest = z.infer<typeof ReviewRequest>;
