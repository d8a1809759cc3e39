import { z } from "zod";
import { instantField } from "../fields.ts";

/** Bodies about where a wallet is signed in: `/v1/wallet/sessions…`, with the session cookie. */

export const SessionView = z.strictObject({
  id: z.string(),
  /** Such as "Chrome, Windows"; null: nobody knows. */
  browser: z.string().nullable(),
  openedBy: z.enum(["passkey", "password"]),
  openedAt: instantField,
  /** To the hour. */
  seenAt: instantField,
  /** The one that asks. */
  isThis: z.boolean(),
});

/** `GET /v1/wallet/sessions`: this one first, then the one seen last. Answered to both ways of ending some, too. */
export const Sessions = z.strictObject({ sessions: z.array(SessionView) });

export type SessionView = z.infer<typeof SessionView>;
export type Sessions = z.infer<typeof Sessions>;
