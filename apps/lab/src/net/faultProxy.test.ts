import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { afterEach, expect, test } from "vitest";
import { openHttp } from "../payer/http.ts";
import type { Chance } from "../seeded.ts";
import { type Fate, type FaultProxy, openFaultProxy } from "./faultProxy.ts";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** A server that remembers every body that came whole, behind a proxy with one fate for all. */
async function stand(fate: Fate): Promise<{ proxy: FaultProxy; bodies: string[] }> {
  const bodies: string[] = [];
  const server: Server = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => (body += String(part)));
    request.on("end", () => {
      bodies.push(body);
      response.end(`heard ${"x".repeat(1_000)}`);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("it listens");
  const isCut = fate.startsWith("cut");
  const chance: Chance = {
    whole: (from) => from,
    happens: (percent) => percent === 100,
    one: (list) => list.find((each) => each === (fate as unknown)) ?? list[0]!,
    fork: () => chance,
  };
  const proxy = await openFaultProxy({
    target: address.port,
    chance,
    delayPercent: fate === "delay" ? 100 : 0,
    cutPercent: isCut ? 100 : 0,
    delayMsMax: 1,
  });
  closing.push(() => proxy.close());
  return { proxy, bodies };
}

async function ask(proxy: FaultProxy, body: string): Promise<string> {
  const http = openHttp(`http://127.0.0.1:${proxy.port}`, 1);
  closing.push(() => http.close());
  const answer = await http.send("POST", "/", { "content-type": "text/plain" }, body);
  return answer.text.slice(0, 5);
}

const body = "b".repeat(2_000);

test("without faults everything passes, also over one connection", async () => {
  const { proxy, bodies } = await stand("cut-sent");
  const http = openHttp(`http://127.0.0.1:${proxy.port}`, 1);
  closing.push(() => http.close());
  for (let time = 0; time < 3; time += 1) {
    expect((await http.send("POST", "/", {}, body)).status).toBe(200);
  }
  expect(bodies).toEqual([body, body, body]);
  expect(proxy.counts).toMatchObject({ pass: 3, "cut-sent": 0 });
});

test("a delayed request passes", async () => {
  const { proxy, bodies } = await stand("delay");
  proxy.setFaults(true);
  expect(await ask(proxy, body)).toBe("heard");
  expect(bodies).toEqual([body]);
  expect(proxy.counts.delay).toBe(1);
});

test("a request that is cut is not heard", async () => {
  const { proxy, bodies } = await stand("cut-request");
  proxy.setFaults(true);
  await expect(ask(proxy, body)).rejects.toThrow(/other side closed|socket|ECONNRESET|terminated/i);
  proxy.setFaults(false);
  expect(await ask(proxy, "after")).toBe("heard");
  expect(bodies).toEqual(["after"]);
  expect(proxy.counts["cut-request"]).toBe(1);
});

test.each(["cut-sent", "cut-answer"] as const)(
  "with %s it is heard, and nobody knows",
  async (fate) => {
    const { proxy, bodies } = await stand(fate);
    proxy.setFaults(true);
    await expect(ask(proxy, body)).rejects.toThrow(
      /other side closed|socket|ECONNRESET|terminated/i,
    );
    proxy.setFaults(false);
    expect(await ask(proxy, "after")).toBe("heard");
    expect(bodies).toEqual([body, "after"]);
    expect(proxy.counts[fate]).toBe(1);
  },
);
