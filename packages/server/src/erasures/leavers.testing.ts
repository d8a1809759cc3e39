import type { Erasure } from "@farthing/protocol";
import { vi } from "vitest";
import type { newTurnedClock } from "../grants/grantStage.testing.ts";
import {
  type Answer,
  clickBody,
  cookie,
  get,
  newOffer,
  newPerson,
  payOnPage,
  type Person,
  post,
  send,
} from "../payments/person.testing.ts";
import { newRecoveryDesk } from "../recoveries/recoveryDesk.testing.ts";
import type { TestServer } from "../server.testing.ts";
import { workErasures } from "./workErasures.ts";

/** What people who leave ask. `stage` is asked late, because a test file opens it before all tests. */
export function newLeavers(stage: () => TestServer) {
  const desk = newRecoveryDesk(stage);
  let pages = 0;
  const fresh = () => {
    pages += 1;
    return newOffer(stage(), { path: `/leaving-${pages}` });
  };
  return {
    desk,
    fresh,
    /** Somebody with a wallet and one payment. */
    async reader(): Promise<Person & { payment: string }> {
      const person = newPerson();
      const { outcome } = await payOnPage(stage(), person, { offer: await fresh() });
      if (outcome.kind !== "captured") throw new Error("the first payment was captured");
      return Object.assign(person, { payment: outcome.payment });
    },
    click: async (person: Person) => {
      const body = clickBody(stage(), person, { offer: await fresh() });
      const { body: outcome, code } = await send(stage(), body);
      return code ?? outcome.kind;
    },
    look: (person: Person) => get<Erasure>(stage(), "/v1/wallet/erasure", cookie(person.session)),
    async ask(
      person: Person,
      of: { givesUp?: boolean; by?: Person } = {},
    ): Promise<Answer<Erasure>> {
      const { givesUp = true, by = person } = of;
      const credential = await desk.answer(person, "erase-wallet", by);
      const body = { credential, givesUp };
      return post(stage(), "/v1/wallet/erasure", body, cookie(person.session));
    },
    cancel: (person: Person) =>
      post<Erasure>(stage(), "/v1/wallet/erasure/cancel", {}, cookie(person.session)),
    /** The wait passes, and the duty looks. */
    async due(clock: ReturnType<typeof newTurnedClock>): Promise<void> {
      clock.turned += stage().deps.config.eraseWaitMs + 1_000;
      await workErasures(stage().deps);
    },
  };
}

/** The id of the payer whose session this is. */
export async function idOfPayer(stage: TestServer, person: Person): Promise<string> {
  const { payer_id: payer } = await stage.deps.store
    .selectFrom("devices")
    .select("payer_id")
    .where("allowance_id", "=", person.allowance)
    .executeTakeFirstOrThrow();
  return payer;
}

/** Does `meanwhile` after all was found settled, and before the mark is written. The answer ends that: none may be written. */
export function justBeforeMark(
  { deps }: TestServer,
  meanwhile: () => Promise<unknown>,
): () => void {
  const { ledger } = deps;
  const submit = ledger.submitEntry.bind(ledger);
  const spy = vi.spyOn(ledger, "submitEntry").mockImplementation(async (entry) => {
    if (!Buffer.from(entry.memo ?? []).includes(`"kind":"erase"`)) return submit(entry);
    spy.mockRestore();
    await meanwhile();
    return submit(entry);
  });
  return () => spy.mockRestore();
}
