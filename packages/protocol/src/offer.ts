import { z } from "zod";
import {
  amountField,
  assetField,
  bytesField,
  idField,
  ofText,
  secondsField,
  titleField,
  urlField,
} from "./fields.ts";

/** JWS `typ` of an offer. */
export const offerType = "farthing-offer+jwt";

/** What a payer reads where this alone is paid: "Only this article", else "Only this once" (frame-and-grant.md rule 24). */
export const offerKind = z.enum(["article", "other"]);

/**
 * What a merchant sells: a price for one resource, signed by the server, expiring.
 * `access` is `own` (paid once, opens again for ever) or `use` (each payment counts: a tip, a call).
 * `visitor` is SHA-256 over the merchant's own visitor session, so that a shared receipt opens nothing
 * (frame-and-grant.md rule 20). Without a `kind`, what is owned reads as an article. Normative text: specs/offer.md.
 */
export const OfferClaims = z.strictObject({
  iss: z.string().max(255, ofText),
  aud: idField("merchant"),
  jti: idField("offer"),
  iat: secondsField,
  exp: secondsField,
  /** The merchant's name as payers read it. */
  name: z.string().min(1, ofText).max(60, ofText),
  resource: urlField,
  title: titleField,
  amount: amountField,
  asset: assetField,
  access: z.enum(["own", "use"]),
  visitor: bytesField(32).optional(),
  kind: offerKind.optional(),
});

export type OfferClaims = z.infer<typeof OfferClaims>;
