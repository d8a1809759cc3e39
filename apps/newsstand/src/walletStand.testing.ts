import { generateKeyPairSync, sign } from "node:crypto";
import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { type Clock, type Instant, instant, newId, toBase64url, utf8 } from "@farthing/core";
import { Hono } from "hono";

/** A clock that tests turn. */
export class TurnedClock implements Clock {
  at: Instant = instant(1_795_000_000_000);
  now(): Instant {
    return this.at;
  }
  pass(ms: number): void {
    this.at = instant(this.at + ms);
  }
}

interface Sold {
  readonly resource: string;
  readonly price: { readonly amount: string; readonly asset: string };
  readonly visitor: string;
  readonly access: "own" | "use";
}

interface Asked {
  readonly payment: string;
  readonly reason: string;
  readonly resource: string;
}

/**
 * An issuer on loopback that signs receipts with a real Ed25519 key and answers the merchant's calls: the merchant's
 * side is what is under test.
 */
export async function openWallet(merchant: string, clock: Clock) {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const sold: Sold[] = [];
  const reversed = new Set<string>();
  const waiting = new Map<string, { receipt: string; payment: string }>();
  const capturedAt = new Map<string, number>();
  const refunds: { payment: string; reason: string }[] = [];
  /** Newest first; answered one a page. */
  const requests: Asked[] = [];
  /** What a refund is answered with instead of 200. */
  const refuse = { refund: null as { status: number; code: string } | null };
  const app = new Hono();
  app.post("/v1/offers", async (c) => {
    sold.push(await c.req.json<Sold>());
    return c.json({ offer: `offer.${sold.length}.x`, expiresAt: clock.now() + 3_600_000 });
  });
  app.post("/v1/receipts/claims", async (c) => {
    const { nonce } = await c.req.json<{ nonce: string }>();
    const found = waiting.get(nonce);
    return found ? c.json(found) : c.json({ code: "not-found" }, 404);
  });
  app.get("/v1/payments/:id", (c) => {
    const id = c.req.param("id");
    const price = { amount: "50000", asset: "PLAY/6" };
    const wentBack = refunds.some(({ payment }) => payment === id) ? "refunded" : "captured";
    const status = reversed.has(id) ? "reversed" : wentBack;
    const times = { capturedAt: capturedAt.get(id) ?? clock.now(), undoUntil: clock.now() };
    const givenBack = { ...price, amount: status === "captured" ? "0" : price.amount };
    const money = { price, fee: price, givenBack };
    return c.json({ id, status, ...money, resource: sold[0]?.resource, ...times });
  });
  app.post("/v1/refunds", async (c) => {
    const body = await c.req.json<{ payment: string; reason: string }>();
    const { refund } = refuse;
    if (refund !== null) return c.json({ code: refund.code }, refund.status as 409);
    if (!refunds.some(({ payment }) => payment === body.payment)) refunds.push(body);
    const price = { amount: "100000", asset: "PLAY/6" };
    const money = { price, amount: price, givenBack: price, left: { ...price, amount: "0" } };
    return c.json({ payment: body.payment, ...money, refundedAt: clock.now() });
  });
  app.get("/v1/refund-requests", (c) => {
    const open = requests.filter(({ payment }) => refunds.every((one) => one.payment !== payment));
    const at = Number(c.req.query("before") ?? 0);
    const price = { amount: "100000", asset: "PLAY/6" };
    const page = open.slice(at, at + 1).map((one) => ({ ...one, price, askedAt: clock.now() }));
    return c.json({ requests: page, next: at + 1 < open.length ? String(at + 1) : null });
  });
  app.get("/.well-known/jwks.json", (c) => {
    const { x } = publicKey.export({ format: "jwk" });
    return c.json({ keys: [{ kty: "OKP", crv: "Ed25519", alg: "EdDSA", kid: "one", x }] });
  });
  const server = await new Promise<Server>((resolve) => {
    const listening = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, () =>
      resolve(listening as Server),
    );
  });
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;

  /** The receipt of paying what was sold last, with some facts changed. */
  function pay(changed: Record<string, unknown> = {}) {
    const { resource, price, visitor, access } = sold.at(-1)!;
    const seconds = Math.floor(clock.now() / 1_000);
    const payment = newId("payment", clock.now());
    const bytes = (length: number) => toBase64url(new Uint8Array(length));
    const claims = {
      iss: origin,
      aud: merchant,
      sub: bytes(16),
      jti: newId("receipt", clock.now()),
      iat: seconds,
      exp: seconds + 600,
      payment,
      resource,
      ...price,
      access,
      offer: bytes(32),
      visitor,
      undoUntil: seconds + 10,
      commitment: bytes(32),
      includedBy: seconds + 2,
      mode: "sandbox",
      ...changed,
    };
    if (!capturedAt.has(claims.payment)) capturedAt.set(claims.payment, clock.now());
    const part = (value: object) => toBase64url(utf8(JSON.stringify(value)));
    const header = { alg: "EdDSA", typ: "farthing-receipt+jwt", kid: "one" };
    const signed = `${part(header)}.${part(claims)}`;
    const signature = toBase64url(sign(null, utf8(signed), privateKey));
    return { receipt: `${signed}.${signature}`, payment };
  }

  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { origin, sold, reversed, waiting, refunds, requests, refuse, pay, close };
}

interface Reply {
  readonly status: number;
  readonly kind?: string;
  readonly reason?: string;
  readonly sentence?: string;
  readonly html?: string;
}

/** A browser's part: keeps the session cookie and posts as the page's script does. */
export function newVisitor(site: () => string) {
  let cookie = "";
  return {
    get: async (path: string, more: Record<string, string> = {}): Promise<Response> => {
      const headers = { ...more, ...(cookie ? { cookie } : {}) };
      const response = await fetch(site() + path, { headers });
      cookie = response.headers.getSetCookie()[0]?.split(";")[0] ?? cookie;
      return response;
    },
    post: async (
      path: string,
      body: unknown,
      headers: Record<string, string> = {},
    ): Promise<Reply> => {
      const response = await fetch(site() + path, {
        method: "POST",
        headers: { cookie, origin: site(), "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
      });
      return { ...((await response.json()) as Reply), status: response.status };
    },
  };
}
