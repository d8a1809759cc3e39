import type { EditedLines, Me, PresetName, WalletLimits } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { forgetEnrolments } from "../payments/enrolment.ts";
import { type Answer, cookie, get, type Person, post } from "../payments/person.testing.ts";
import { testOrigin, type TestServer } from "../server.testing.ts";

type Options = Parameters<Person["passkey"]["get"]>[0];

/** What a payer asks of the wallet about limits. `stage` is asked late, because a test file opens it before all tests. */
export function newLimitsDesk(stage: () => TestServer) {
  const ask = <Body>(person: Person, path: string, body: object): Promise<Answer<Body>> =>
    post<Body>(stage(), `/v1/wallet/${path}`, body, cookie(person.session));
  /** `by`: whose passkey answers. */
  const answerTo = async (person: Person, path: string, body: object, by = person) => {
    const { body: asked, code } = await ask<{ options: Options }>(person, `${path}/options`, body);
    if (code !== null) throw new Error(`no question: ${code}`);
    return by.passkey.get(asked.options, testOrigin);
  };
  const presetPath = "limits/preset";
  const linesPath = (person: Person) => `allowances/${person.allowance}/limits`;
  return {
    ask,
    me: async (person: Person) =>
      (await get<Me>(stage(), "/v1/wallet/me", cookie(person.session))).body,
    choose: (person: Person, preset: PresetName, credential?: unknown) =>
      ask<WalletLimits>(person, presetPath, { preset, credential }),
    presetAnswer: (person: Person, preset: PresetName, by = person) =>
      answerTo(person, presetPath, { preset }, by),
    edit: (person: Person, lines: EditedLines, credential?: unknown) =>
      ask<object>(person, linesPath(person), { lines, credential }),
    linesAnswer: (person: Person, lines: EditedLines, by = person) =>
      answerTo(person, linesPath(person), { lines }, by),
  };
}

/** As if all limits had been raised long ago: for a day a raise counts in the risk of each payment. */
export async function forgetRaises(deps: Deps): Promise<void> {
  await deps.store.updateTable("payers").set({ limit_raised_at: null }).execute();
  const payers = await deps.store.selectFrom("payers").select("id").execute();
  for (const { id } of payers) await forgetEnrolments(deps, id);
}
