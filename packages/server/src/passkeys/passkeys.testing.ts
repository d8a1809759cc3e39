import { createSoftPasskey } from "@farthing/identity/testing";
import type { NewPasskeyOptions, Passkeys } from "@farthing/protocol";
import { type Answer, cookie, get, type Person, post } from "../payments/person.testing.ts";
import { testOrigin, type TestServer } from "../server.testing.ts";

type Passkey = Person["passkey"];

const path = "/v1/wallet/passkeys";

/** What a payer does about passkeys. `stage` is asked late, because a test file opens it before all tests. */
export function newPasskeyDesk(stage: () => TestServer) {
  const ask = <Body>(person: Person, rest: string, body: object): Promise<Answer<Body>> =>
    post<Body>(stage(), `${path}${rest}`, body, cookie(person.session));
  const options = (person: Person, credential?: unknown) =>
    ask<NewPasskeyOptions>(person, "/options", { credential });
  const add = (person: Person, credential: unknown) => ask<Passkeys>(person, "", { credential });
  return {
    options,
    add,
    /** What a browser with another authenticator answers to `options`. */
    made(passkey: Passkey, { body }: Answer<NewPasskeyOptions>) {
      if (body.way !== "create") throw new Error("a passkey was asked for first");
      return passkey.create(body.options as never, testOrigin);
    },
    /** `by`: whose passkey answers the question before it. */
    got(passkey: Passkey, { body }: Answer<NewPasskeyOptions>) {
      if (body.way !== "check") throw new Error("no passkey was asked for");
      return passkey.get(body.options as never, testOrigin);
    },
    /** Somebody who signed in a moment ago adds a passkey. */
    async addSecond(person: Person): Promise<Passkey> {
      const second = createSoftPasskey();
      const { body } = await options(person);
      const { code } = await add(person, second.create(body.options as never, testOrigin));
      if (code !== null) throw new Error(`not added: ${code}`);
      return second;
    },
    list: async (person: Person) =>
      (await get<Passkeys>(stage(), path, cookie(person.session))).body.passkeys,
    removeOptions: (person: Person, passkey: string) =>
      ask<{ options: never }>(person, "/remove/options", { passkey }),
    remove: (person: Person, passkey: string, credential: unknown) =>
      ask<Passkeys>(person, "/remove", { passkey, credential }),
    /** Signs in with a passkey, in a browser of its own; `headers` are what it sends besides. */
    async signIn(passkey: Passkey, headers: Record<string, string> = {}): Promise<Answer<unknown>> {
      const asked = await post<{ options: never }>(stage(), "/v1/wallet/sign-in/options", {});
      const credential = passkey.get(asked.body.options, testOrigin);
      const cookies = [asked.cookies[0], headers["cookie"]].filter(Boolean).join("; ");
      const sent = { ...headers, cookie: cookies };
      return post(stage(), "/v1/wallet/sign-in", { credential }, sent);
    },
  };
}
