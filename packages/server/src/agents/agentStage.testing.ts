import { idToBytes, toBase64url } from "@farthing/core";
import {
  AgentOutcome,
  type AgentsPage,
  type AgentTerms,
  type Authorization,
  authorizationBytes,
  type PaymentOutcome,
} from "@farthing/protocol";
import {
  type Answer,
  cookie,
  type FrameKey,
  get,
  hashOf,
  newFrameKey,
  type Person,
  post,
  randomText,
} from "../payments/person.testing.ts";
import { testOrigin, type TestServer } from "../server.testing.ts";

type Options = Parameters<Person["passkey"]["get"]>[0];

/** A program with a key of its own. `id`: what its payer's wallet calls it. */
export interface Program {
  readonly key: FrameKey;
  readonly id: string;
}

const cents = (count: number) => String(count * 10_000);

/** What a program's payer and the program itself ask of a server. `stage` is asked late, because a test file opens it before all tests. */
export function newAgentDesk(stage: () => TestServer) {
  const ask = <Body>(person: Person, path: string, body: object = {}): Promise<Answer<Body>> =>
    post<Body>(stage(), `/v1/wallet/programs${path}`, body, cookie(person.session));
  const answerTo = async (person: Person, path: string, body: object = {}, by = person) => {
    const { body: asked, code } = await ask<{ options: Options }>(person, `${path}/options`, body);
    if (code !== null) throw new Error(code);
    return by.passkey.get(asked.options, testOrigin);
  };
  const terms = (change: Partial<AgentTerms> = {}, key = newFrameKey()): AgentTerms => ({
    name: "News reader",
    sites: [stage().merchant.id],
    perPayment: cents(10),
    perSession: cents(200),
    per24h: cents(500),
    days: 30,
    device: { alg: key.device.alg, key: key.device.key },
    ...change,
  });
  return {
    ask,
    answerTo,
    terms,
    page: async (person: Person) =>
      (await get<AgentsPage>(stage(), "/v1/wallet/programs", cookie(person.session))).body,
    make: (person: Person, wanted: AgentTerms, credential: unknown) =>
      ask<{ id: string }>(person, "", { terms: wanted, credential }),
    /** A program that may pay the stage's merchant. */
    async newProgram(person: Person, change: Partial<AgentTerms> = {}): Promise<Program> {
      const key = newFrameKey();
      const wanted = terms(change, key);
      const credential = await answerTo(person, "", { terms: wanted });
      const { body, code } = await ask<{ id: string }>(person, "", { terms: wanted, credential });
      if (code !== null) throw new Error(code);
      return { key, id: body.id };
    },
    body: (program: Program, offer: string, change: Partial<Authorization> = {}) =>
      paymentBody(stage(), program, { offer, change }),
    send: (body: object, headers: Record<string, string> = {}) =>
      sendPayment(stage(), body, headers),
    async allow(person: Person, id: string, by = person): Promise<Answer<PaymentOutcome>> {
      const credential = await answerTo(person, `/asks/${id}/payment`, {}, by);
      return ask(person, `/asks/${id}/payment`, { credential });
    },
  };
}

function paymentBody(
  stage: TestServer,
  { key, id }: Program,
  { offer, change }: { offer: string; change: Partial<Authorization> },
) {
  const now = stage.deps.clock.now();
  key.counter += 1;
  const authorization: Authorization = {
    offer: hashOf(offer),
    allowance: id,
    counter: key.counter,
    nonce: randomText(16),
    time: now,
    notAfter: now + 60_000,
    gesture: "none",
    ...change,
  };
  const signature = toBase64url(key.signs(authorizationBytes(authorization)));
  return { offer, authorization, device: key.device, signature };
}

/** As a program sends it: no browser says where it comes from. */
async function sendPayment(
  stage: TestServer,
  body: object,
  headers: Record<string, string>,
): Promise<Answer<AgentOutcome>> {
  const response = await stage.fetch("/v1/programs/payments", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as AgentOutcome & { code?: string };
  // As strictly as the SDK reads it.
  if (response.ok) AgentOutcome.parse(answer);
  return { status: response.status, body: answer, code: answer.code ?? null, cookies: [] };
}

/** An outcome in a few words. */
export function told({
  body,
  code,
}: {
  readonly body: AgentOutcome | PaymentOutcome;
  readonly code: string | null;
}): string {
  if (code !== null) return code;
  return "reason" in body ? `${body.kind} ${body.reason}` : body.kind;
}

/** The request that an answer names. */
export function askIn(body: AgentOutcome): string {
  const id = body.kind === "step-up" ? (body.ask.split("/").at(-1) ?? "") : "";
  if (idToBytes("payment", id) === null) throw new Error("a step-up names where to say yes");
  return id;
}
