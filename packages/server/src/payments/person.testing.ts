import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { idFromBytes, toBase64url, utf8 } from "@farthing/core";
import { createSoftPasskey } from "@farthing/identity/testing";
import {
  type Authorization,
  authorizationBytes,
  type DeviceKey,
  type GrantResult,
  type HelloResponse,
  type KeyProof,
  type OpenGrantResponse,
  type PaymentOutcome,
  type PaymentRequest,
  proofBytes,
  type ProofPurpose,
  type TermsRequest,
} from "@farthing/protocol";
import { sha256 } from "../sha256.ts";
import { testOrigin, type TestServer } from "../server.testing.ts";

/** An answer: its status, its JSON, and the problem's code where it is one. */
export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  readonly code: string | null;
  readonly cookies: readonly string[];
}

/** What a browser adds to a request of the wallet's own documents (rule 7). */
export const ownHeaders: Record<string, string> = {
  "content-type": "application/json",
  "sec-fetch-site": "same-origin",
  origin: testOrigin,
};

export async function post<Body>(
  stage: TestServer,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<Body>> {
  const init = {
    method: "POST",
    headers: { ...ownHeaders, ...headers },
    body: JSON.stringify(body),
  };
  return read(await stage.fetch(path, init));
}

export async function get<Body>(
  stage: TestServer,
  path: string,
  headers: Record<string, string> = {},
): Promise<Answer<Body>> {
  return read(
    await stage.fetch(path, { headers: { "sec-fetch-site": "same-origin", ...headers } }),
  );
}

async function read<Body>(response: Response): Promise<Answer<Body>> {
  const text = await response.text();
  const body = (text === "" ? null : JSON.parse(text)) as Body & { code?: string };
  const cookies = response.headers.getSetCookie().map((line) => line.split(";")[0] ?? "");
  return { status: response.status, body, code: body?.code ?? null, cookies };
}

/** A frame's key. */
export interface FrameKey {
  readonly device: DeviceKey;
  readonly signs: (bytes: Uint8Array) => Uint8Array;
  counter: number;
}

export function newFrameKey(alg: DeviceKey["alg"] = "Ed25519"): FrameKey {
  if (alg === "P-256") return newP256Key();
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const key = publicKey.export({ format: "jwk" }).x ?? "";
  return { device: { alg, key }, signs: (bytes) => sign(null, bytes, privateKey), counter: 0 };
}

function newP256Key(): FrameKey {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const point = Buffer.concat([
    Uint8Array.of(4),
    Buffer.from(x, "base64url"),
    Buffer.from(y, "base64url"),
  ]);
  const signs = (bytes: Uint8Array) => sign("sha256", bytes, p1363(privateKey));
  return { device: { alg: "P-256", key: toBase64url(point) }, signs, counter: 0 };
}

function p1363(key: KeyObject) {
  return { key, dsaEncoding: "ieee-p1363" } as const;
}

export function prove(
  stage: TestServer,
  key: FrameKey,
  of: { purpose: ProofPurpose; subject: string; time?: number },
): KeyProof {
  const time = of.time ?? stage.deps.clock.now();
  const { alg, key: text } = key.device;
  const signature = toBase64url(key.signs(proofBytes({ ...of, time })));
  return { device: { alg, key: text }, time, signature };
}

export function hashOf(offer: string): string {
  return toBase64url(sha256(utf8(offer)));
}

export function randomText(bytes: number): string {
  return toBase64url(randomBytes(bytes));
}

/** A signed offer of a merchant. Amount in the smallest unit. */
export async function newOffer(
  stage: TestServer,
  of: {
    amount?: bigint;
    path?: string;
    access?: "own" | "use";
    kind?: "article" | "other";
    apiKey?: string;
    visitor?: string;
    expiresInSeconds?: number;
    origin?: string;
  } = {},
): Promise<string> {
  const {
    amount = 50_000n,
    path = "/article",
    access = "own",
    expiresInSeconds,
    visitor,
    kind,
  } = of;
  const answer = await post<{ offer: string }>(
    stage,
    "/v1/offers",
    {
      resource: `${of.origin ?? stage.merchant.origin}${path}`,
      title: `About ${path}`,
      price: { amount: amount.toString(), asset: "PLAY/6" },
      access,
      ...(visitor === undefined ? {} : { visitor }),
      ...(kind === undefined ? {} : { kind }),
      ...(expiresInSeconds === undefined ? {} : { expiresInSeconds }),
    },
    { authorization: `Bearer ${of.apiKey ?? stage.merchant.apiKey}` },
  );
  if (answer.status !== 200) throw new Error(`no offer: ${answer.code}`);
  return answer.body.offer;
}

/** Somebody with a browser: a passkey, a frame's key, a session once signed in. */
export interface Person {
  readonly passkey: ReturnType<typeof createSoftPasskey>;
  key: FrameKey;
  session: string;
  /** What the browser sends as partition cookie; empty where it refuses. */
  partition: string;
  allowance: string;
}

export function newPerson(traits: Parameters<typeof createSoftPasskey>[0] = {}): Person {
  return {
    passkey: createSoftPasskey(traits),
    key: newFrameKey(),
    session: "",
    partition: "",
    allowance: "",
  };
}

export async function sayHello(
  stage: TestServer,
  { key, offer, parent }: { key: FrameKey | null; offer: string; parent?: string },
): Promise<Answer<HelloResponse>> {
  return post(stage, "/v1/frame/hello", {
    offer,
    parent: parent ?? stage.merchant.origin,
    ...(key === null
      ? {}
      : { proof: prove(stage, key, { purpose: "hello", subject: hashOf(offer) }) }),
    keyStorage: "kept",
  });
}

/** The frame's request for a grant; answers with the grant's id. */
export async function askGrant(
  stage: TestServer,
  person: Person,
  of: {
    offer: string;
    parent?: string;
    returnTo?: string;
    grant?: string;
    keyStorage?: "kept" | "memory";
  },
): Promise<Answer<GrantResult> & { grant: string }> {
  const grant = of.grant ?? idFromBytes("grant", randomBytes(16));
  const parent = of.parent ?? stage.merchant.origin;
  const subject = `${hashOf(of.offer)}/${grant}`;
  const answer = await post<GrantResult>(
    stage,
    "/v1/frame/grants",
    {
      grant,
      offer: of.offer,
      parent,
      returnTo: of.returnTo ?? `${parent}/article`,
      keyStorage: of.keyStorage ?? "kept",
      proof: prove(stage, person.key, { purpose: "grant", subject }),
    },
    cookie(person.partition),
  );
  return { ...answer, grant };
}

export function cookie(text: string): Record<string, string> {
  return text === "" ? {} : { cookie: text };
}

/** The text that the server wrote into the payment page. `site`: how the page was reached. */
export async function arrive(
  stage: TestServer,
  address: string,
  site = "same-origin",
): Promise<string> {
  const page = await stage.fetch(address, {
    headers: { "sec-fetch-site": site, accept: "text/html" },
  });
  return /name="farthing-arrival" content="([^"]*)"/.exec(await page.text())?.[1] ?? "";
}

export async function openPage(
  stage: TestServer,
  person: Person,
  grant: string,
  site = "same-origin",
): Promise<Answer<OpenGrantResponse>> {
  const arrival = await arrive(stage, `/pay?grant=${grant}`, site);
  return post(stage, `/v1/wallet/grants/${grant}/open`, { arrival }, cookie(person.session));
}

/** The passkey's answer to terms. */
export async function agree(
  stage: TestServer,
  person: Person,
  of: { grant: string; terms: TermsRequest },
): Promise<Answer<unknown> & { credential: unknown }> {
  const path = `/v1/wallet/grants/${of.grant}/terms`;
  const answer = await post<{ options: never }>(stage, path, of.terms, cookie(person.session));
  if (answer.status !== 200) return { ...answer, credential: null };
  const { options } = answer.body;
  const credential =
    of.terms.way === "create"
      ? person.passkey.create(options, testOrigin)
      : person.passkey.get(options, testOrigin);
  return { ...answer, credential };
}

export async function approve(
  stage: TestServer,
  person: Person,
  { grant, credential }: { grant: string; credential: unknown },
): Promise<Answer<{ outcome: PaymentOutcome; returnTo: string }>> {
  const path = `/v1/wallet/grants/${grant}/approve`;
  const answer = await post<{ outcome: PaymentOutcome; returnTo: string }>(
    stage,
    path,
    { credential },
    cookie(person.session),
  );
  person.session = answer.cookies[0] ?? person.session;
  return answer;
}

export function grantOutcome(
  stage: TestServer,
  person: Person,
  grant: string,
): Promise<Answer<GrantResult>> {
  const proof = prove(stage, person.key, { purpose: "grant-result", subject: grant });
  return post(stage, `/v1/frame/grants/${grant}/result`, { proof }, cookie(person.partition));
}

/** The whole first payment. Leaves the person with a session and, for `allow`, an allowance. */
export async function payOnPage(
  stage: TestServer,
  person: Person,
  of: {
    offer: string;
    choice?: "allow" | "once";
    way?: "create" | "get";
    limits?: TermsRequest["limits"];
    parent?: string;
    keyStorage?: "kept" | "memory";
  },
): Promise<{ outcome: PaymentOutcome; grant: string; returnTo: string }> {
  const { choice = "allow", way = "create", limits = null } = of;
  const { grant, status } = await askGrant(stage, person, of);
  if (status !== 200) throw new Error("the grant was refused");
  await openPage(stage, person, grant);
  const { credential, code } = await agree(stage, person, {
    grant,
    terms: { choice, way, limits },
  });
  if (credential === null) throw new Error(`the terms were refused: ${code}`);
  const answer = await approve(stage, person, { grant, credential });
  if (answer.status !== 200) throw new Error(`the approval was refused: ${answer.code}`);
  const result = await grantOutcome(stage, person, grant);
  person.allowance = result.body.allowance?.id ?? person.allowance;
  return { ...answer.body, grant };
}

/** The body of one click. `change` alters it after it was signed. */
export function clickBody(
  stage: TestServer,
  person: Person,
  of: { offer: string; change?: Partial<Authorization>; parent?: string },
): PaymentRequest {
  const now = stage.deps.clock.now();
  person.key.counter += 1;
  const authorization: Authorization = {
    offer: hashOf(of.offer),
    allowance: person.allowance,
    counter: person.key.counter,
    nonce: randomText(16),
    time: now,
    notAfter: now + 60_000,
    gesture: "click",
    ...of.change,
  };
  const { alg, key } = person.key.device;
  return {
    offer: of.offer,
    parent: of.parent ?? stage.merchant.origin,
    authorization: { ...authorization, gesture: "click" },
    device: { alg, key },
    signature: toBase64url(person.key.signs(authorizationBytes(authorization))),
  };
}

export function send(stage: TestServer, body: PaymentRequest): Promise<Answer<PaymentOutcome>> {
  return post(stage, "/v1/frame/payments", body);
}

export function sendUndo(
  stage: TestServer,
  person: Person,
  payment: string,
  proof = prove(stage, person.key, { purpose: "undo", subject: payment }),
): Promise<Answer<{ kind: string }>> {
  return post(stage, `/v1/frame/payments/${payment}/undo`, { proof });
}
