import { day, hour, minute, newId } from "@farthing/core";
import type { Me } from "@farthing/protocol";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { newTurnedClock } from "../grants/grantStage.testing.ts";
import {
  cookie,
  get,
  newOffer,
  newPerson,
  payOnPage,
  type Person,
} from "../payments/person.testing.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";
import { queueMail, sealLetter } from "./letter.ts";
import { askAddress, type MailServer, openMailServer, outboxOf, textOf } from "./mail.testing.ts";
import { sendMails, startMailing, triesMax } from "./sendMails.ts";
import { openSmtp } from "./smtp.ts";
import { sweepMails } from "./sweepMails.ts";

const clock = newTurnedClock();
const lines: Record<string, unknown>[] = [];
let stage: TestServer;
let anna: Person;
let payer: string;
let servers: MailServer[] = [];
// The demo sends nothing by itself: here the test does.
beforeAll(async () => {
  stage = await openTestServer({ clock, lines, config: { demo: true } });
  anna = newPerson();
  await payOnPage(stage, anna, { offer: await newOffer(stage) });
  const row = await stage.deps.store.selectFrom("payers").select("id").executeTakeFirstOrThrow();
  payer = row.id;
});
afterAll(() => stage.close());
beforeEach(async () => {
  lines.length = 0;
  await stage.deps.store.deleteFrom("mails").execute();
});
afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
});

async function open(...of: Parameters<typeof openMailServer>): Promise<MailServer> {
  const server = await openMailServer(...of);
  servers.push(server);
  return server;
}

const from = "Farthing <alerts@pay.example>";

function send(port: number, signal = new AbortController().signal): Promise<void> {
  const smtp = openSmtp({ smtp: `smtp://127.0.0.1:${port}`, from }, stage.deps.config.origin);
  return sendMails(stage.deps, smtp, signal);
}

async function queue(
  to: string,
  message: { subject?: string; text?: string } = {},
): Promise<string> {
  const id = newId("mail", clock.now());
  const { subject = "About your wallet", text = "Hello.\n" } = message;
  const letter = sealLetter(stage.deps, { id, payer, kind: "confirm", to, subject, text });
  await queueMail(stage.deps.store, letter);
  return id;
}

async function rows() {
  return stage.deps.store
    .selectFrom("mails")
    .select(["tries", "last_error", "sent_at", "next_try_at"])
    .orderBy("created_at")
    .orderBy("id")
    .execute();
}

test("a mail arrives once, as it was written, and leaves neither address nor text in the store", async () => {
  const server = await open();
  const text = `Prüfen Sie das:\n\nhttp://localhost:4020/mail/confirm/${"x".repeat(43)}\n`;
  const id = await queue("anna@example.org", { subject: "Grüße", text });
  await send(server.port);
  await send(server.port);
  expect(server.received.map(({ to }) => to)).toEqual([["anna@example.org"]]);
  const [{ raw } = { raw: "" }] = server.received;
  expect(raw).toMatch(/^From: Farthing <alerts@pay\.example>\r$/m);
  expect(raw).toMatch(/^To: anna@example\.org\r$/m);
  expect(raw).toMatch(/^Subject: =\?UTF-8\?/m);
  expect(raw).toContain(`\r\nMessage-ID: <${id}@localhost>\r\n`);
  expect(raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  expect(textOf(raw)).toContain(text);
  const row = await stage.deps.store.selectFrom("mails").selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({ tries: 1, last_error: null, next_try_at: null });
  expect([row.to_sealed.length, row.text_sealed.length]).toEqual([0, 0]);
});

test("server down: nothing is lost, the wait doubles, and it goes when the server is back", async () => {
  const gone = await openMailServer();
  await gone.close();
  await queue("a@example.org");
  await queue("b@example.org");
  const begun = clock.now();
  await send(gone.port);
  // Not reached at all: the second one was spared.
  expect((await rows()).map(({ tries }) => tries)).toEqual([1, 0]);
  await send(gone.port);
  for (const row of await rows()) {
    expect(row).toMatchObject({ tries: 1, last_error: "ESOCKET", sent_at: null });
    expect(row.next_try_at).toBeGreaterThanOrEqual(begun + minute);
  }
  await send(gone.port);
  expect((await rows()).map(({ tries }) => tries)).toEqual([1, 1]);
  clock.turned += minute + 1_000;
  await send(gone.port);
  await send(gone.port);
  const waits = (await rows()).map((row) => (row.next_try_at ?? 0) - clock.now());
  for (const wait of waits) expect(Math.round(wait / minute)).toBe(2);
  const back = await open({}, gone.port);
  clock.turned += 2 * minute + 1_000;
  await send(back.port);
  expect(back.received.map(({ to }) => to)).toEqual([["a@example.org"], ["b@example.org"]]);
});

test("a server that is busy is asked again; one that refuses an address for good is not; the next mail goes", async () => {
  const server = await open({
    onRcptTo({ address }, _, done) {
      const code = { "full@example.org": 452, "nobody@example.org": 550 }[address];
      if (code === undefined) return done();
      return done(Object.assign(new Error(`${address} is refused`), { responseCode: code }));
    },
  });
  await queue("full@example.org");
  await queue("nobody@example.org");
  await queue("anna@example.org");
  await send(server.port);
  expect(server.received.map(({ to }) => to)).toEqual([["anna@example.org"]]);
  // Mails of one moment have no order among them.
  const all = await rows();
  const full = all.find(({ last_error: error }) => error === "EENVELOPE 452");
  expect(full).toMatchObject({ tries: 1, sent_at: null });
  expect(full?.next_try_at).not.toBeNull();
  const nobody = all.find(({ last_error: error }) => error === "EENVELOPE 550");
  expect(nobody).toMatchObject({ tries: 1, next_try_at: null });
  // The server's words repeat the address.
  expect(JSON.stringify([lines, await rows()])).not.toContain("example.org");
});

test("a sender that is refused is the operator's to mend: tried again, and visible once given up", async () => {
  await askAddress(stage, anna, "anna@example.org");
  const refuse = { onMailFrom: (_a: unknown, _s: unknown, done: (e: Error) => void) => done(no) };
  const no = Object.assign(new Error("no"), { responseCode: 553 });
  const server = await open(refuse);
  for (let tries = 1; tries <= triesMax; tries += 1) {
    await send(server.port);
    const [row] = await rows();
    expect([row?.tries, row?.next_try_at === null]).toEqual([tries, tries === triesMax]);
    clock.turned += 4 * hour + 1_000;
  }
  await send(server.port);
  expect((await rows())[0]).toMatchObject({ tries: triesMax, last_error: "EENVELOPE 553" });
  expect(lines.filter(({ msg }) => msg === "a mail was given up")).toHaveLength(1);
  const { body } = await get<Me>(stage, "/v1/wallet/me", cookie(anna.session));
  expect(body.mail?.undelivered).toBe(true);
  const counted = await stage.deps.metrics.registry.metrics();
  expect(counted).toContain('farthing_mails_total{outcome="failed"}');
});

test("a server that never answers holds up no stop, and the mail stays", async () => {
  const server = await open({ onConnect: () => undefined });
  await queue("anna@example.org");
  const mail = { smtp: `smtp://127.0.0.1:${server.port}`, from };
  const mailing = startMailing(stage.deps, mail);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const before = performance.now();
  await mailing.stop();
  expect(performance.now() - before).toBeLessThan(1_000);
  expect((await rows())[0]).toMatchObject({ tries: 0, sent_at: null });
});

test("nothing in a subject, text or address makes a header or a second reader", async () => {
  const server = await open();
  const evil = "a\r\nBcc: eve@example.org\r\n\r\nbody";
  await queue("anna@example.org", { subject: evil, text: `${evil}\r\n.\r\nMAIL FROM:<eve@x>\r\n` });
  await queue("anna@example.org, eve@example.org");
  await queue("anna@example.org>\r\nRCPT TO:<eve@example.org");
  await send(server.port);
  // What is no single address gets nowhere.
  expect(server.received.map(({ to }) => to)).toEqual([["anna@example.org"]]);
  const { raw = "" } = server.received[0] ?? {};
  expect(raw.slice(0, raw.indexOf("\r\n\r\n"))).not.toMatch(/^bcc:/im);
});

test("smtp:// to another machine asks for STARTTLS and sends nothing without", async () => {
  // A name that is not loopback, yet leads here: the server has no STARTTLS.
  const server = await open();
  await queue("anna@example.org");
  const smtp = openSmtp({ smtp: `smtp://0.0.0.0:${server.port}`, from }, stage.deps.config.origin);
  await sendMails(stage.deps, smtp, new AbortController().signal);
  expect(server.received).toEqual([]);
  expect((await rows())[0]?.last_error).toMatch(/^(ETLS|EPROTOCOL|ECONNECTION)/);
});

test("what is a month old goes, sent or not; before that it stays", async () => {
  await queue("anna@example.org");
  clock.turned += 30 * day - minute;
  await sweepMails(stage.deps);
  expect(await outboxOf(stage)).toHaveLength(1);
  clock.turned += minute;
  await sweepMails(stage.deps);
  expect(await outboxOf(stage)).toEqual([]);
});

test("a server with a mail server sends by itself", async () => {
  const server = await open();
  const mail = { smtp: `smtp://127.0.0.1:${server.port}`, from };
  const live = await openTestServer({ config: { mail } });
  try {
    const ben = newPerson();
    await payOnPage(live, ben, { offer: await newOffer(live) });
    expect((await askAddress(live, ben, "ben@example.org")).status).toBe(200);
    await expect.poll(() => server.received.length, { timeout: 10_000 }).toBe(1);
    expect(textOf(server.received[0]?.raw ?? "")).toMatch(/\/mail\/confirm\/[\w-]{43}$/m);
    expect((await live.fetch("/outbox")).status).toBe(404);
  } finally {
    await live.close();
  }
});
