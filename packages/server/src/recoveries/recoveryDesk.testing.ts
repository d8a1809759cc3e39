import type {
  RecoveryReviews,
  RecoveryView,
  TotpOffer,
  WaysIn,
  WaysInAct,
} from "@farthing/protocol";
import { type Answer, cookie, get, type Person, post } from "../payments/person.testing.ts";
import { testOrigin, type TestServer } from "../server.testing.ts";

type Made = Parameters<Person["passkey"]["create"]>[0];
type Asked = Parameters<Person["passkey"]["get"]>[0];

/** What payers, strangers and the operator ask about ways in. `stage` is asked late, because a test file opens it before all tests. */
export function newRecoveryDesk(stage: () => TestServer) {
  const own = <Body>(person: Person, path: string, body: object) =>
    post<Body>(stage(), `/v1/wallet/ways-in/${path}`, body, cookie(person.session));
  const stranger = <Body>(path: string, body: object) =>
    post<Body>(stage(), `/v1/wallet/recovery/${path}`, body);
  /** `by`: whose passkey answers. */
  const answer = async (person: Person, act: WaysInAct, by = person) => {
    const { body } = await own<{ options: Asked }>(person, "options", { act });
    return by.passkey.get(body.options, testOrigin);
  };
  const operator = () => ({ authorization: `Bearer ${stage().deps.keys.operatorKey}` });
  return {
    own,
    stranger,
    answer,
    waysIn: async (person: Person) =>
      (await get<WaysIn>(stage(), "/v1/wallet/ways-in", cookie(person.session))).body,
    makeCodes: async (person: Person) => {
      const credential = await answer(person, "make-codes");
      return (await own<{ codes: string[] }>(person, "codes", { credential })).body.codes;
    },
    recoverByMail: async (person: Person) => {
      const credential = await answer(person, "recover-by-mail");
      return own<WaysIn>(person, "mail", { recovers: true, credential });
    },
    setPassword: async (person: Person, password: string) => {
      const credential = await answer(person, "set-password");
      return own<WaysIn>(person, "password", { password, credential });
    },
    passwordSignIn: (name: string, password: string, code?: string) =>
      post(stage(), "/v1/wallet/sign-in/password", { name, password, code }),
    offerTotp: async (person: Person) => {
      const credential = await answer(person, "set-totp");
      return own<TotpOffer>(person, "totp/begin", { credential });
    },
    confirmTotp: (person: Person, offer: string, code: string) =>
      own<WaysIn>(person, "totp/confirm", { offer, code }),
    removeTotp: async (person: Person, password: "keep" | "remove") => {
      const credential = await answer(person, "remove-totp");
      return own<WaysIn>(person, "totp/remove", { credential, password });
    },
    cancel: async (person: Person, by = person) => {
      const credential = await answer(person, "cancel-recovery", by);
      return own<WaysIn>(person, "recovery/cancel", { credential });
    },
    look: (secret: string) => stranger<RecoveryView>("look", { secret }),
    begin: (secret: string) => stranger<RecoveryView>("begin", { secret }),
    /** Asks for the new passkey and sends it; leaves `person` with the session that opened. */
    finish: async (
      person: Person,
      { secret, lost = false }: { secret: string; lost?: boolean },
    ): Promise<Answer<object>> => {
      const { body, ...asked } = await stranger<{ options: Made }>("options", { secret });
      if (asked.code !== null) return { body, ...asked };
      const credential = person.passkey.create(body.options, testOrigin);
      const done = await stranger<object>("finish", { secret, credential, lost });
      person.session = done.cookies[0] ?? person.session;
      return done;
    },
    reviews: async () =>
      (await get<RecoveryReviews>(stage(), "/v1/operator/recoveries", operator())).body.recoveries,
    decide: (id: string, outcome: "allow" | "refuse") =>
      post(stage(), `/v1/operator/recoveries/${id}/decision`, { outcome }, operator()),
  };
}
