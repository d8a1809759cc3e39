import { generateKeyPairSync, type KeyObject, verify } from "node:crypto";
import { fromBase64url, instant, newId, problemBody, systemClock } from "@farthing/core";
import { AgentPaymentRequest, authorizationBytes } from "@farthing/protocol";
import { expect, test } from "vitest";
import type { AgentKey } from "./agentKey.ts";
import { createPayingAgent } from "./payingAgent.ts";

const allowance = newId("allowance", systemClock.now());
const payment = newId("payment", systemClock.now());

function newKey(alg: "Ed25519" | "P-256" = "Ed25519"): { file: AgentKey; publicKey: KeyObject } {
  const { privateKey, publicKey } =
    alg === "Ed25519"
      ? generateKeyPairSync("ed25519")
      : generateKeyPairSync("ec", { namedCurve: "P-256" });
  const key = privateKey.export({ format: "jwk" });
  const wallet = "http://localhost:4020";
  return { file: { farthing: "program-key/v1", wallet, allowance, key }, publicKey };
}

const captured = {
  kind: "captured",
  payment,
  receipt: "a.b.c",
  undoUntil: 1,
  allowance: null,
} as const;
const asked = {
  kind: "step-up",
  level: 2,
  reason: "over-per-click",
  ask: `http://localhost:4020/programs/${payment}`,
  until: systemClock.now() + 60_000,
} as const;

/** A wallet that answers one thing after the other, and keeps what it was sent. */
function walletOf(...answers: (object | "lost")[]) {
  const sent: string[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    expect(input instanceof URL ? input.href : input).toBe(
      "http://localhost:4020/v1/programs/payments",
    );
    expect(new Headers(init?.headers).has("authorization")).toBe(false);
    sent.push(typeof init?.body === "string" ? init.body : "");
    const answer = answers.shift() ?? captured;
    if (answer === "lost") throw new TypeError("fetch failed");
    const status = "status" in answer ? Number(answer.status) : 200;
    return new Response(JSON.stringify(answer), { status });
  };
  return { sent, fetch };
}

test.each(["Ed25519", "P-256"] as const)(
  "%s: what is sent is signed, and says that nobody clicked",
  async (alg) => {
    const { file, publicKey } = newKey(alg);
    const wallet = walletOf();
    const clock = { now: () => instant(1_795_000_000_000) };
    const agent = createPayingAgent({ key: JSON.stringify(file), fetch: wallet.fetch, clock });
    expect(await agent.pay("an.offer.text")).toEqual(captured);
    const { authorization, signature, device } = AgentPaymentRequest.parse(
      JSON.parse(wallet.sent[0] ?? ""),
    );
    expect(device.alg).toBe(alg);
    expect(authorization).toMatchObject({ allowance, gesture: "none", counter: 1_795_000_000_000 });
    const key =
      alg === "Ed25519" ? publicKey : ({ key: publicKey, dsaEncoding: "ieee-p1363" } as const);
    const bytes = authorizationBytes(authorization);
    const hash = alg === "Ed25519" ? null : "sha256";
    expect(verify(hash, bytes, key, fromBase64url(signature) ?? new Uint8Array())).toBe(true);
  },
);

test("what was lost is sent again, the same bytes; the next payment has a higher counter", async () => {
  const wallet = walletOf("lost", { ...problemBody("unavailable") }, { kind: "unknown" }, captured);
  const agent = createPayingAgent({ key: newKey().file, fetch: wallet.fetch });
  expect((await agent.pay("an.offer.text")).kind).toBe("captured");
  expect(wallet.sent).toHaveLength(4);
  expect(new Set(wallet.sent).size).toBe(1);
  await agent.pay("an.offer.text");
  const [first, last] = [wallet.sent[0], wallet.sent[4]].map(
    (text) => AgentPaymentRequest.parse(JSON.parse(text ?? "")).authorization.counter,
  );
  expect(last).toBeGreaterThan(first ?? 0);
});

test("however much time goes by, the counter grows by one", async () => {
  const wallet = walletOf();
  let time = 1_795_000_000_000;
  const clock = { now: () => instant(time) };
  const agent = createPayingAgent({ key: newKey().file, fetch: wallet.fetch, clock });
  for (const pauseMs of [3_600_000, -60_000, 0]) {
    await agent.pay("an.offer.text");
    time += pauseMs;
  }
  const counters = wallet.sent.map(
    (text) => AgentPaymentRequest.parse(JSON.parse(text)).authorization.counter,
  );
  expect(counters).toEqual([1_795_000_000_000, 1_795_000_000_001, 1_795_000_000_002]);
});

test("what sending again does not mend is thrown at once", async () => {
  const wallet = walletOf({ ...problemBody("program-unknown") });
  const agent = createPayingAgent({ key: newKey().file, fetch: wallet.fetch });
  await expect(agent.pay("an.offer.text")).rejects.toMatchObject({ code: "program-unknown" });
  expect(wallet.sent).toHaveLength(1);
});

test("a person is asked once, and what they say is heard by the same bytes", async () => {
  const wallet = walletOf(asked, asked, captured);
  const agent = createPayingAgent({ key: newKey().file, fetch: wallet.fetch });
  const heard: string[] = [];
  const outcome = await agent.pay("an.offer.text", { onAsk: ({ ask }) => heard.push(ask) });
  expect(outcome.kind).toBe("captured");
  expect(heard).toEqual([asked.ask]);
  expect(new Set(wallet.sent).size).toBe(1);
});

test("let go on, the program signs anew: the old bytes pay nothing any more", async () => {
  const wallet = walletOf(asked, { kind: "declined", reason: "sign-anew" }, captured);
  const agent = createPayingAgent({ key: newKey().file, fetch: wallet.fetch });
  expect((await agent.pay("an.offer.text", { onAsk: () => undefined })).kind).toBe("captured");
  expect(new Set(wallet.sent).size).toBe(2);
});

test("who does not wait, or stops waiting, hears where the question is", async () => {
  const agent = createPayingAgent({ key: newKey().file, fetch: walletOf(asked).fetch });
  expect(await agent.pay("an.offer.text")).toEqual(asked);
  const stop = new AbortController();
  const waiting = createPayingAgent({ key: newKey().file, fetch: walletOf(asked).fetch });
  const onAsk = () => stop.abort();
  expect(await waiting.pay("an.offer.text", { onAsk, signal: stop.signal })).toEqual(asked);
});

test("a key that is none is refused at once, and never repeated", () => {
  const { file } = newKey();
  const secret = String(Reflect.get(file.key ?? {}, "d"));
  const wrong: [string | object, string][] = [
    ["not json", "the key's file is not JSON"],
    [{ ...file, farthing: "other" }, "this is no key for a program"],
    [{ ...file, allowance: "mer_1" }, "`allowance` is not an alw_… id"],
    [{ ...file, wallet: "http://wallet.example" }, "`wallet` must be https"],
    [{ ...file, key: null }, "the private key is missing"],
    [{ ...file, key: { ...file.key, x: undefined } }, "`key` is not a private key as a JWK"],
    [
      {
        ...file,
        key: generateKeyPairSync("rsa", { modulusLength: 2_048 }).privateKey.export({
          format: "jwk",
        }),
      },
      "`key` is neither Ed25519 nor P-256",
    ],
  ];
  for (const [key, why] of wrong) {
    const make = () =>
      createPayingAgent({ key: typeof key === "string" ? key : JSON.stringify(key) });
    expect(make).toThrow(why);
    expect(make).not.toThrow(secret);
  }
});

test("a program may have made its key itself", async () => {
  const { file } = newKey();
  const { privateKey } = generateKeyPairSync("ed25519");
  const wallet = walletOf();
  const own = { key: { ...file, key: null }, privateKey: privateKey.export({ format: "jwk" }) };
  await createPayingAgent({ ...own, fetch: wallet.fetch }).pay("an.offer.text");
  const { x } = privateKey.export({ format: "jwk" });
  expect(JSON.parse(wallet.sent[0] ?? "")).toMatchObject({ device: { key: x } });
});
