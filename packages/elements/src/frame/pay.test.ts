import { authorizationBytes, type PaymentRequest, proofBytes } from "@farthing/protocol";
import { fromBase64url, instant } from "@farthing/core";
import { afterEach, expect, test, vi } from "vitest";
import { allowance, captured, newSession } from "./frame.testing.ts";
import { frameClock } from "./frameClock.ts";
import { authorize, isFinal, sendUntilKnown } from "./pay.ts";
import { prove } from "./session.ts";

const { clock } = await newSession();
const click = (body: string) => ({ path: "payments", body }) as const;
const noWait = () => Promise.resolve();

async function verifies(key: string, signature: string, bytes: Uint8Array): Promise<boolean> {
  const [raw, signed] = [key, signature].map((text) => new Uint8Array(fromBase64url(text)!));
  const open = await crypto.subtle.importKey("raw", raw!, "Ed25519", true, ["verify"]);
  return await crypto.subtle.verify("Ed25519", open, signed!, new Uint8Array(bytes));
}

/** Answers of the network, in turn; remembers what was sent. */
function network(...answers: (Response | Error)[]): unknown[] {
  const sent: unknown[] = [];
  vi.stubGlobal("navigator", { onLine: true });
  vi.stubGlobal("fetch", (_: string, request: RequestInit) => {
    sent.push(request.body);
    const answer = answers.shift();
    return answer instanceof Response ? Promise.resolve(answer) : Promise.reject(answer!);
  });
  return sent;
}
const problem = (code: string, retry: string, status: number) =>
  new Response(JSON.stringify({ code, retry }), {
    status,
    headers: { "content-type": "application/problem+json" },
  });

afterEach(() => vi.unstubAllGlobals());

test("each click is signed over its canonical bytes, with a counter of its own, for a minute", async () => {
  const at = await newSession();
  const signals = { visible: true, shownMs: 900, pointer: "mouse" } as const;
  const sign = async (gesture: "click" | "hold" | "confirm") => {
    const signed = await authorize(at, { allowance: allowance.id, gesture, signals });
    expect(signed).toMatchObject({ path: "payments", notAfter: 1_795_000_060_000 });
    return JSON.parse(signed?.body ?? "") as PaymentRequest;
  };
  const first = await sign("click");
  const second = await sign("hold");
  expect(second.authorization.gesture).toBe("hold");
  expect(first.signals).toEqual(signals);
  expect([first.authorization.counter, second.authorization.counter]).toEqual([1, 2]);
  expect(first.authorization.nonce).not.toBe(second.authorization.nonce);
  expect(first.authorization).toMatchObject({
    allowance: allowance.id,
    gesture: "click",
    time: 1_795_000_000_000,
    notAfter: 1_795_000_060_000,
  });
  const bytes = authorizationBytes(first.authorization);
  expect(await verifies(first.device.key, first.signature, bytes)).toBe(true);
});

test("a proof names its purpose and subject", async () => {
  const proof = await prove(await newSession(), "undo", "pay_1");
  const bytes = proofBytes({ purpose: "undo", subject: "pay_1", time: proof.time });
  expect(await verifies(proof.device.key, proof.signature, bytes)).toBe(true);
});

test("silence, a fault and `unknown` are answered by the same bytes again", async () => {
  const sent = network(
    new TypeError("network"),
    problem("unavailable", "same-key", 503),
    Response.json({ kind: "unknown" }),
    Response.json(captured),
  );
  expect(await sendUntilKnown(click("the bytes"), clock, noWait)).toEqual({
    ok: true,
    body: captured,
  });
  expect(sent).toEqual(["the bytes", "the bytes", "the bytes", "the bytes"]);
});

test("after four silent tries the payer decides; a refusal is final at once", async () => {
  const silent = network(...Array.from({ length: 9 }, () => new TypeError("network")));
  expect(await sendUntilKnown(click("x"), clock, noWait)).toMatchObject({
    ok: false,
    code: "offline",
  });
  expect(silent).toHaveLength(4);
  const refused = network(problem("offer-expired", "never", 410));
  expect(await sendUntilKnown(click("x"), clock, noWait)).toMatchObject({ code: "offer-expired" });
  expect(refused).toHaveLength(1);
});

test("too many requests after a lost answer: the bytes are kept", async () => {
  const busy = () => problem("rate-limited", "later", 429);
  const sent = network(new TypeError("network"), busy(), busy(), busy());
  const answer = await sendUntilKnown(click("x"), clock, noWait);
  expect(answer).toMatchObject({ ok: false, code: "rate-limited" });
  expect(sent).toHaveLength(4);
  // The first try may have paid: the next press must send these bytes again, never sign others.
  expect(isFinal(answer)).toBe(false);
});

test("a wrong clock is set by the server's, small drift is not", () => {
  const own = frameClock({ now: () => instant(1_000_000) });
  own.set(1_002_000);
  expect(own.now()).toBe(1_000_000);
  own.set(Number.NaN);
  expect(own.now()).toBe(1_000_000);
  own.set(9_000_000);
  expect(own.now()).toBe(9_000_000);
});
