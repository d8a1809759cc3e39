import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import {
  type Clock,
  type Instant,
  instant,
  newId,
  problemBody,
  type ProblemCode,
  toBase64url,
  utf8,
} from "@farthing/core";
import { type ReceiptClaims, receiptType } from "@farthing/protocol";

/** A clock that tests turn. */
export interface TurnedClock extends Clock {
  at: Instant;
}

export function turnedClock(): TurnedClock {
  return {
    at: instant(1_795_000_000_000),
    now() {
      return this.at;
    },
  };
}

export interface Signer {
  readonly kid: string;
  readonly publicKey: Uint8Array;
  readonly jwk: Record<string, unknown>;
  readonly sign: (bytes: Uint8Array) => Uint8Array;
}

export function newSigner(kid: string): Signer {
  const { publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject } =
    generateKeyPairSync("ed25519");
  const { x = "" } = publicKey.export({ format: "jwk" });
  return {
    kid,
    publicKey: Uint8Array.from(Buffer.from(x, "base64url")),
    jwk: { kty: "OKP", crv: "Ed25519", alg: "EdDSA", use: "sig", kid, x },
    sign: (bytes) => sign(null, bytes, privateKey),
  };
}

/** A compact JWS of any header, honest or not. */
export function anyJws(header: object, payload: unknown, sign: Signer["sign"]): string {
  const part = (value: unknown) => toBase64url(utf8(JSON.stringify(value)));
  const signed = `${part(header)}.${part(payload)}`;
  return `${signed}.${toBase64url(sign(utf8(signed)))}`;
}

export function signReceipt(claims: object, signer: Signer): string {
  return anyJws({ alg: "EdDSA", typ: receiptType, kid: signer.kid }, claims, signer.sign);
}

/** A good receipt of `issuer` for `merchant`, captured now. */
export function receiptClaims(facts: {
  issuer: string;
  merchant: string;
  clock: Clock;
}): ReceiptClaims {
  const now = facts.clock.now();
  const seconds = Math.floor(now / 1_000);
  const bytes = (length: number, fill: number) => toBase64url(new Uint8Array(length).fill(fill));
  return {
    iss: facts.issuer,
    aud: facts.merchant,
    sub: bytes(16, 1),
    jti: newId("receipt", now),
    iat: seconds,
    exp: seconds + 600,
    payment: newId("payment", now),
    resource: "https://news.example/articles/1",
    amount: "50000",
    asset: "PLAY/6",
    access: "own",
    offer: bytes(32, 2),
    undoUntil: seconds + 10,
    commitment: bytes(32, 3),
    includedBy: seconds + 2,
    mode: "sandbox",
  };
}

/** What the stand saw of one request. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: unknown;
  /** Its Idempotency-Key, if there was one. */
  readonly key?: string;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

export function problemAnswer(code: ProblemCode, detail?: string): Answer {
  const body = problemBody(code, detail);
  return { status: body.status, body };
}

/** A real HTTP server on loopback that answers as a test says: the merchant's side is what is under test. */
export async function openStand(answer: (request: SeenRequest) => Answer) {
  const requests: SeenRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    void readRequest(incoming).then((request) => {
      requests.push(request);
      const { status, body, headers } = answer(request);
      outgoing.writeHead(status, { "content-type": "application/json", ...headers });
      outgoing.end(typeof body === "string" ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readRequest(incoming: IncomingMessage): Promise<SeenRequest> {
  let text = "";
  for await (const chunk of incoming.setEncoding("utf8")) text += String(chunk);
  const { method = "", url: path = "", headers } = incoming;
  const body: unknown = text === "" ? null : JSON.parse(text);
  const key = headers["idempotency-key"];
  const named = typeof key === "string" ? { key } : {};
  return { method, path, authorization: headers.authorization, body, ...named };
}
