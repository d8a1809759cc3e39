import { timingSafeEqual } from "node:crypto";
import { ProblemError, utf8 } from "@farthing/core";
import { hashPassword } from "@farthing/identity";
import { plainPassword } from "@farthing/protocol/passwords";
import type { Deps } from "../deps.ts";
import { queueAll } from "../mail/letter.ts";
import { hmacSha256 } from "../payments/hmac.ts";
import { welcome } from "../wallets/welcome.ts";
import { readName } from "./password.ts";
import { type Counted, countTry, forgive, networkOf } from "./tries.ts";
import { wayChanged } from "./wayChanged.ts";

/**
 * The payer whose password this is. One factor, assurance level 1: it sees, and pays within allowances; whatever changes a
 * way in or a limit still takes a passkey. A name that nobody has takes as long as one that somebody has, and is blocked
 * as soon. The payer is told by mail. Throws `sign-in-failed`, `too-many-tries`.
 */
export async function passwordSignIn(
  deps: Deps,
  ask: { name: string; password: string; address: string },
): Promise<string> {
  const name = readName(ask.name);
  const account: Counted = { what: "account", of: name };
  const ofNetwork = await countTry(deps, networkOf(ask.address));
  const ofAccount = await countTry(deps, account);
  const row = await deps.store
    .selectFrom("passwords")
    .select(["payer_id", "hash", "salt"])
    .where("sign_in_name", "=", name)
    .executeTakeFirst();
  const nobody = hmacSha256(deps.keys.fieldKey, utf8("farthing/no-password/v1"));
  const hash = await hashPassword(plainPassword(ask.password), row?.salt ?? nobody);
  if (row === undefined || !timingSafeEqual(hash, row.hash)) {
    if (row !== undefined && ofAccount.failed === toldAt) await tell(deps, row.payer_id, "tries");
    throw new ProblemError("sign-in-failed");
  }
  await forgive(deps, ofAccount);
  await forgive(deps, ofNetwork);
  await welcome(deps, row.payer_id);
  await tell(deps, row.payer_id, "signedIn");
  return row.payer_id;
}

/** The try in vain that is told by mail: the one that begins the first wait. */
const toldAt = 5;

/** A mail that cannot be written keeps nobody out, and lets nobody in. */
async function tell(deps: Deps, payer: string, what: "tries" | "signedIn"): Promise<void> {
  try {
    const letters = await wayChanged(deps, { payer, what });
    await deps.store.transaction().execute((unit) => queueAll(unit, letters));
  } catch (error) {
    deps.logger.error({ err: error, payer }, "a sign-in was not told by mail");
  }
}
