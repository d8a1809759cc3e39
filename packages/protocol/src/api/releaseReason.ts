import { z } from "zod";

/** Why a held payment was let go of: by its payer's word, by what its payer stopped, by the operator, or by time alone. */
export const ReleaseReason = z.enum([
  "cancelled",
  "wallet-frozen",
  "site-stopped",
  "reported",
  "merchant-blocked",
  "expired",
]);
export type ReleaseReason = z.infer<typeof ReleaseReason>;
