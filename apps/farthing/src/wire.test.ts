import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addOrigin, type Assets } from "@farthing/server";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startDemo } from "./demo.ts";
import { StoreAhead } from "./requireNotAhead.ts";
import { wire } from "./wire.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "farthing-wire-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const assets: Assets = {
  files: new Map(),
  pages: new Map([
    ["index", "wallet"],
    ["pay", "pay"],
    ["reference", "reference"],
    ["operator", "operator"],
    ["verify", "verify"],
  ]),
};

/** Sends `text` as it is and reads until the server hangs up. */
async function raw(url: string, text: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  let answer = "";
  socket.on("data", (part: Buffer) => (answer += part.toString()));
  socket.write(text);
  await once(socket, "close");
  return answer;
}

test("port 0: the origin is the port that was given", async () => {
  const first = await wire({ folder: join(folder, "a"), assets });
  const second = await wire({ folder: join(folder, "b"), assets });
  expect(first.url).not.toBe(second.url);
  for (const { url, deps } of [first, second]) {
    expect(deps.config).toMatchObject({ origin: url, rpId: "localhost", insecureLoopback: true });
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  }
  await first.close();
  await second.close();
});

test("after close the port is free and the folder can be opened again", async () => {
  const first = await wire({ folder, assets });
  const port = Number(new URL(first.url).port);
  await first.close();
  const again = await wire({ folder, assets, port });
  expect(again.url).toBe(first.url);
  await again.close();
  expect(existsSync(join(folder, "ledger.owner"))).toBe(false);
});

test("a store that is ahead of its journal is refused, and leaves the folder free", async () => {
  await (await wire({ folder, assets })).close();
  const store = new Database(join(folder, "store.db"));
  store.exec(
    "insert into cursors (name, seq) values ('payments', 9) on conflict (name) do update set seq = 9",
  );
  store.close();
  const start = wire({ folder, assets });
  await expect(start).rejects.toThrow(StoreAhead);
  await expect(start).rejects.toThrow("shows journal entry 9, but the journal ends at 0");
  expect(existsSync(join(folder, "ledger.owner"))).toBe(false);
});

test("a failed start leaves neither port nor folder taken", async () => {
  const holder = await wire({ folder, assets });
  const elsewhere = await wire({ folder: join(folder, "b"), assets });
  const port = Number(new URL(elsewhere.url).port);
  await elsewhere.close();
  await expect(wire({ folder, assets, port })).rejects.toThrow(/in use by process/);
  const again = await wire({ folder: join(folder, "b"), assets, port });
  await again.close();
  await holder.close();
});

test("close cuts streams that never end, and waits for nothing else", async () => {
  const wired = await wire({ folder, assets });
  const hanging = connect(Number(new URL(wired.url).port), "127.0.0.1");
  await once(hanging, "connect");
  hanging.write("POST /v1/offers HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12");
  hanging.on("error", () => undefined);
  hanging.resume();
  const cut = once(hanging, "close");
  await wired.close();
  await cut;
});

test("over a real socket: a body that lies about its length, a huge one, a chunked one", async () => {
  const wired = await wire({ folder, assets });
  const host = `Host: ${new URL(wired.url).host}\r\nConnection: close\r\nContent-Type: application/json`;
  const post = `POST /v1/offers HTTP/1.1\r\n${host}\r\nAuthorization: Bearer ${"x".repeat(40)}`;
  try {
    const chunk = `10000\r\n${" ".repeat(65_536)}\r\n`;
    const hello = `POST /v1/frame/hello HTTP/1.1\r\n${host}\r\nSec-Fetch-Site: same-origin\r\nOrigin: ${wired.url}`;
    expect(await raw(wired.url, `${post}\r\nContent-Length: 2\r\n\r\n{}`)).toContain(
      "api-key-invalid",
    );
    expect(await raw(wired.url, `${hello}\r\nContent-Length: 10485760\r\n\r\n`)).toContain(
      "body-too-large",
    );
    expect(
      await raw(
        wired.url,
        `${hello}\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}${chunk}0\r\n\r\n`,
      ),
    ).toContain("body-too-large");
    const smuggled = `${hello}\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`;
    expect(await raw(wired.url, smuggled)).toMatch(/^HTTP\/1\.1 400 /);
  } finally {
    await wired.close();
  }
});

test("an address that was added to the demo's publisher is there after a restart; its own former one is not", async () => {
  const added = "http://localhost:8080";
  for (let start = 0; start < 3; start += 1) {
    const demo = await startDemo({ folder, assets });
    const { deps } = demo.wallet;
    const rows = deps.store.selectFrom("merchants").select(["id", "origins"]);
    const { id, origins } = await rows.executeTakeFirstOrThrow();
    const { origin } = new URL(demo.newsstand);
    expect(JSON.parse(origins)).toEqual(start === 0 ? [origin] : [origin, added]);
    await addOrigin(deps, { merchant: id, origin: added, by: "merchant" });
    await demo.close();
  }
});

test("the demo's publisher is registered with the address it listens on, under one id for ever", async () => {
  const merchants: string[] = [];
  for (let start = 0; start < 2; start += 1) {
    const demo = await startDemo({ folder, assets });
    const rows = await demo.wallet.deps.store.selectFrom("merchants").selectAll().execute();
    expect(rows.map((row) => JSON.parse(row.origins) as unknown)).toEqual([[demo.newsstand]]);
    expect((await fetch(demo.newsstand)).status).toBe(200);
    merchants.push(...rows.map((row) => row.id));
    await demo.close();
  }
  expect(merchants.length).toBe(2);
  expect(new Set(merchants).size).toBe(1);
});
