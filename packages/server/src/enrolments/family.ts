import type { Deps } from "../deps.ts";
import type { FamilyTable } from "../store/tables.ts";

/**
 * The family of the browser that sent this partition cookie, revoked ones too; `null` for none. A cookie that was
 * replaced counts while its grace lasts: three tabs may ask with it at once (rule 9).
 */
export async function familyOf(deps: Deps, cookie: Uint8Array): Promise<FamilyTable | null> {
  const row = await deps.store
    .selectFrom("families")
    .selectAll()
    .where((is) =>
      is.or([
        is("secret_hash", "=", cookie),
        is.and([is("previous_hash", "=", cookie), is("previous_until", ">", deps.clock.now())]),
      ]),
    )
    .executeTakeFirst();
  return row ?? null;
}
