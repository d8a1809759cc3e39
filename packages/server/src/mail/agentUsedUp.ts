import type { Agent } from "../agents/agent.ts";
import type { Deps } from "../deps.ts";
import { confirmedAddress } from "./address.ts";
import { moneyWords } from "./moneyWords.ts";
import { type Letter, mailIdOf, sealLetter } from "./letter.ts";
import { words } from "./words.ts";

/** The mail that a program's session is used up; null: no confirmed address. */
export async function agentUsedUpLetter(
  deps: Deps,
  { id, payer, name, session }: Pick<Agent, "id" | "payer" | "name" | "session">,
): Promise<Letter | null> {
  const to = await confirmedAddress(deps, payer);
  if (to === null) return null;
  const { per_session: amount } = await deps.store
    .selectFrom("agents")
    .select("per_session")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const { subject, text } = words[to.language]["program-used-up"];
  const cap = moneyWords({ amount: amount.toString(), asset: deps.config.asset }, to.language);
  const of = { program: name, cap, link: `${deps.config.origin}/programs` };
  return sealLetter(deps, {
    // Of the session: told once.
    id: mailIdOf(`program-used-up/${id}/${session}`),
    payer,
    kind: "program-used-up",
    to: to.address,
    subject: subject(of),
    text: text(of),
  });
}
