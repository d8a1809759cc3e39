import { timingSafeEqual } from "node:crypto";
import { ProblemError, utf8 } from "@farthing/core";
import { hashPassword, readTotp } from "@farthing/identity";
import { plainPassword } from "@farthing/protocol/passwords";
import type { Deps } from "../deps.ts";
import type { SignInProof } from "../http/session.ts";
import { hmacSha256 } from "../payments/hmac.ts";
import { welcome } from "../wallets/welcome.ts";
import { readName } from "./password.ts";
import { plainCode, type Totp, totpOf } from "./totp.ts";
import { type Counted, countTry, forgive, networkOf, type Try } from "./tries.ts";
import { tellWay } from "./tellWay.ts";

/** The try in vain that is told by mail: the one that begins the first wait. */
const toldAt = 5;

/** Who signs in with a password. `code`: from their authenticator app, where they sent one. */
interface PasswordAsk {
  readonly name: string;
  readonly password: string;
  readonly code?: string | undefined;
  readonly address: string;
}

/** The payer, and what must hold in the commit that opens the session. */
export interface PasswordSignedIn {
  readonly payerId: string;
  readonly proof: SignInProof;
}

/**
 * The payer whose password this is, and whose code where one is asked for. Assurance level 1 either way: it sees, and pays
 * within allowances; whatever changes a way in or a limit still takes a passkey. A name that nobody has takes as long as
 * one that somebody has, and is blocked as soon. A password without its code stays a try at the account: only both together
 * begin its count anew. The payer is told by mail. Throws `sign-in-failed`, `totp-needed`, `totp-wrong`, `too-many-tries`.
 */
export async function passwordSignIn(deps: Deps, ask: PasswordAsk): Promise<PasswordSignedIn> {
  const name = readName(ask.name);
  const account: Counted = { what: "account", of: name };
  const ofNetwork = await countTry(deps, networkOf(ask.address));
  const ofAccount = await countTry(deps, account);
  const row = await rightPassword(deps, { ...ask, name }, ofAccount);
  const { payer_id: payer } = row;
  const totp = await totpOf(deps, payer);
  // Whoever has an app sends the password alone first, and so does each of a network's: that is no try in vain from there.
  if (totp !== null && ask.code === undefined) {
    await forgive(deps, ofNetwork);
    throw new ProblemError("totp-needed");
  }
  const step = totp === null ? null : await rightCode(deps, { payer, totp, code: ask.code ?? "" });
  await forgive(deps, ofAccount);
  await forgive(deps, ofNetwork);
  await welcome(deps, payer);
  await tellWay(deps, { payer, what: "signedIn" });
  return { payerId: payer, proof: signInHolds({ payer, salt: row.salt, totp, step }) };
}

async function rightPassword(deps: Deps, ask: PasswordAsk, ofAccount: Try) {
  const row = await deps.store
    .selectFrom("passwords")
    .select(["payer_id", "hash", "salt"])
    .where("sign_in_name", "=", ask.name)
    .executeTakeFirst();
  const nobody = hmacSha256(deps.keys.fieldKey, utf8("farthing/no-password/v1"));
  const hash = await hashPassword(plainPassword(ask.password), row?.salt ?? nobody);
  if (row !== undefined && timingSafeEqual(hash, row.hash)) return row;
  if (row !== undefined && ofAccount.failed === toldAt)
    await tellWay(deps, { payer: row.payer_id, what: "tries" });
  throw new ProblemError("sign-in-failed");
}

/** A wrong code besides a right password is told at once: somebody may know the password (ASVS 5.0, 6.3.5). */
async function rightCode(
  deps: Deps,
  { payer, totp, code }: { payer: string; totp: Totp; code: string },
): Promise<number> {
  const now = deps.clock.now();
  const step = readTotp(totp.secret, { code: plainCode(code), now, after: totp.lastStep });
  if (step !== null) return step;
  await tellWay(deps, { payer, what: "codeTry" });
  throw new ProblemError("totp-wrong");
}

const nothing = new Uint8Array();

interface Believed {
  readonly payer: string;
  /** Of the password: each that is set has another. */
  readonly salt: Uint8Array;
  readonly totp: Totp | null;
  readonly step: number | null;
}

/**
 * A password that was set or removed meanwhile opens nothing, nor one that codes are asked for with by now; and of two that
 * send one code at once, one gets in.
 */
function signInHolds({ payer, salt, totp, step }: Believed): SignInProof {
  return async (unit) => {
    const password = await unit
      .selectFrom("passwords")
      .select("payer_id")
      .where("payer_id", "=", payer)
      .where("salt", "=", salt)
      .executeTakeFirst();
    const kept = await unit
      .selectFrom("totp_secrets")
      .select("secret_sealed")
      .where("payer_id", "=", payer)
      .executeTakeFirst();
    const isSame = Buffer.compare(kept?.secret_sealed ?? nothing, totp?.sealed ?? nothing) === 0;
    if (password === undefined || !isSame) {
      throw new ProblemError("sign-in-failed");
    }
    if (step === null) return;
    const { numUpdatedRows } = await unit
      .updateTable("totp_secrets")
      .set({ last_step: step })
      .where("payer_id", "=", payer)
      .where("last_step", "<", step)
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) throw new ProblemError("totp-wrong");
  };
}
