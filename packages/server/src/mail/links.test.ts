import { readFileSync } from "node:fs";
import { join } from "node:path";
import { day, hour, minute } from "@farthing/core";
import type { Me } from "@farthing/protocol";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newPages, newTurnedClock, readyGrant } from "../grants/grantStage.testing.ts";
import {
  approve,
  clickBody,
  cookie,
  get,
  hashOf,
  newFrameKey,
  newOffer,
  newPerson,
  payOnPage,
  type Person,
  post,
  prove,
  send,
} from "../payments/person.testing.ts";
import { openTestServer, testOrigin, type TestServer } from "../server.testing.ts";
import {
  askAddress,
  confirmAddress,
  linkIn,
  openLink,
  outboxOf,
  pressLink,
} from "./mail.testing.ts";
import { sweepMails } from "./sweepMails.ts";

const clock = newTurnedClock();
const lines: Record<string, unknown>[] = [];
let stage: TestServer;
let anna: Person;
// Five mails an hour to each: every test has its own.
let mailbox: string;
let tests = 0;
beforeAll(async () => {
  stage = await openTestServer({ clock, lines, config: { demo: true } });
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.deps.store.deleteFrom("mails").execute();
  anna = await somebody();
  tests += 1;
  mailbox = `anna${tests}@example.org`;
});

const fresh = newPages(() => stage);

async function somebody(): Promise<Person> {
  const person = newPerson();
  await payOnPage(stage, person, { offer: await fresh() });
  return person;
}

/** The same person at another browser: another key, the same passkey. */
async function atAnotherBrowser(person: Person, partition = ""): Promise<Person> {
  const other = { ...person, key: newFrameKey(), session: "", partition };
  await payOnPage(stage, other, { offer: await fresh(), way: "get" });
  return other;
}

const me = async (person = anna) =>
  (await get<Me>(stage, "/v1/wallet/me", cookie(person.session))).body;
const kinds = async () => (await outboxOf(stage)).map(({ kind }) => kind);
const newest = async () => (await outboxOf(stage)).at(-1) ?? { to: "", text: "", subject: "" };

async function click(person = anna): Promise<string> {
  const { body, code } = await send(stage, clickBody(stage, person, { offer: await fresh() }));
  return code ?? `${body.kind}${"reason" in body ? ` ${body.reason}` : ""}`;
}

describe("an address", () => {
  test("is asked for, confirmed by the page's button alone, and by that once", async () => {
    expect((await me()).mail).toEqual({
      address: null,
      pending: null,
      undelivered: false,
      outbox: true,
    });
    const asked = await askAddress(stage, anna, "anna@example.org");
    expect(asked.body).toMatchObject({ address: null, pending: "anna@example.org" });
    const { to, text } = await newest();
    expect(to).toBe("anna@example.org");
    const link = linkIn(text, "confirm");
    // A mail scanner looks at every link, as often as it likes.
    for (let look = 0; look < 3; look += 1) {
      const page = await openLink(stage, link);
      expect([page.status, page.title]).toEqual([200, "Send alerts here?"]);
      expect(page.text).toContain("anna@example.org");
    }
    expect((await me()).mail).toMatchObject({ address: null, pending: "anna@example.org" });
    expect((await pressLink(stage, link)).title).toBe("Alerts come to you now.");
    expect((await me()).mail).toMatchObject({ address: "anna@example.org", pending: null });
    for (const again of [await pressLink(stage, link), await openLink(stage, link)]) {
      expect([again.status, again.title]).toEqual([404, "This link does nothing any more."]);
    }
  });

  test.each([
    "",
    "anna",
    "anna@localhost",
    "@example.org",
    "anna@example.org\r\nBcc: eve@example.org",
    "anna@example.org\n",
    "anna@example.org, eve@example.org",
    "Anna <anna@example.org>",
    '"anna"@example.org',
    "anna @example.org",
    "anna@exa\u0000mple.org",
    "änna@example.org",
    "anna@exämple.org",
    "аnna@example.org",
    "anna@example.org\u202e",
    `${"a".repeat(65)}@example.org`,
    `anna@${"a".repeat(250)}.org`,
    null,
    7,
    ["anna@example.org"],
    { length: 3 },
  ])("%j is none", async (address) => {
    expect((await askAddress(stage, anna, address)).code).toBe("invalid-request");
    expect(await outboxOf(stage)).toEqual([]);
  });

  test("the link works for 24 hours, and only the newest one", async () => {
    await askAddress(stage, anna, "first@example.org");
    const first = linkIn((await newest()).text, "confirm");
    await askAddress(stage, anna, "second@example.org");
    const second = linkIn((await newest()).text, "confirm");
    expect((await pressLink(stage, first)).status).toBe(404);
    clock.turned += day - minute;
    expect((await openLink(stage, second)).status).toBe(200);
    clock.turned += minute;
    expect((await pressLink(stage, second)).status).toBe(404);
    expect((await me()).mail).toMatchObject({ address: null, pending: null });
    await sweepMails(stage.deps);
    const left = stage.deps.store.selectFrom("mail_addresses").selectAll();
    expect((await left.execute()).filter((row) => row.pending_hash !== null)).toEqual([]);
  });

  test("until a new one is confirmed alerts go to the old one, which is told and may freeze", async () => {
    await confirmAddress(stage, anna, "old@example.org");
    await askAddress(stage, anna, "new@example.org");
    await atAnotherBrowser(anna);
    expect((await newest()).to).toBe("old@example.org");
    await confirmAddress(stage, anna, "new@example.org");
    const farewell = await newest();
    expect(farewell).toMatchObject({ kind: "address-changed", to: "old@example.org" });
    await atAnotherBrowser(anna);
    expect((await newest()).to).toBe("new@example.org");
    await pressLink(stage, linkIn(farewell.text, "freeze"));
    expect((await me()).frozen).toBe(true);
  });

  test("is removed: it is told with a link that freezes, and hears nothing after that", async () => {
    await confirmAddress(stage, anna, "anna@example.org");
    const removed = await post(stage, "/v1/wallet/mail-address/remove", {}, cookie(anna.session));
    expect(removed.body).toMatchObject({ address: null, pending: null });
    const farewell = await newest();
    expect(farewell).toMatchObject({ kind: "address-removed", to: "anna@example.org" });
    await atAnotherBrowser(anna);
    expect(await kinds()).toEqual(["confirm", "address-removed"]);
    await pressLink(stage, linkIn(farewell.text, "freeze"));
    expect((await me()).frozen).toBe(true);
  });

  test("nobody gives one without being signed in here, and nobody's mailbox is flooded", async () => {
    const nobody = { ...anna, session: "" };
    expect((await askAddress(stage, nobody, "a@example.org")).code).toBe("signed-out");
    const cross = { ...cookie(anna.session), "sec-fetch-site": "cross-site" };
    const path = "/v1/wallet/mail-address";
    const elsewhere = await post(stage, path, { address: "a@example.org" }, cross);
    expect(elsewhere.code).toBe("cross-site-request");
    for (let mail = 0; mail < 5; mail += 1) {
      expect((await askAddress(stage, anna, `a${mail}@example.org`)).status).toBe(200);
      expect((await askAddress(stage, await somebody(), "Eve@example.org")).status).toBe(200);
    }
    expect((await askAddress(stage, anna, "a@example.org")).code).toBe("rate-limited");
    const other = await somebody();
    expect((await askAddress(stage, other, "eve@Example.org")).code).toBe("rate-limited");
    expect(await kinds()).toHaveLength(10);
  });

  test("neither address nor secret lies open in the store or the log", async () => {
    await confirmAddress(stage, anna, "anna.hidden@example.org");
    await askAddress(stage, anna, "next.hidden@example.org");
    const secret =
      linkIn((await newest()).text, "confirm")
        .split("/")
        .at(-1) ?? "";
    await openLink(stage, `/mail/confirm/${secret}`);
    const files = ["store.db", "store.db-wal"].map((name) =>
      readFileSync(join(stage.folder, name)).toString("latin1"),
    );
    for (const text of [...files, JSON.stringify(lines)]) {
      for (const hidden of ["hidden@example.org", secret]) expect(text).not.toContain(hidden);
    }
  });

  test("the mail and its page speak German to whoever reads German", async () => {
    const german = { ...cookie(anna.session), "accept-language": "fr,de-CH;q=0.8,en;q=0.5" };
    await post(stage, "/v1/wallet/mail-address", { address: "anna@example.org" }, german);
    const { subject, text } = await newest();
    expect(subject).toBe("Bestätigen Sie, wohin die Hinweise Ihrer Wallet gehen");
    const page = await openLink(stage, linkIn(text, "confirm"), "de");
    expect([page.title, page.text.includes('lang="de"')]).toEqual([
      "Hinweise hierher schicken?",
      true,
    ]);
  });
});

describe("an alert", () => {
  test("says which site, which browser and when, for the payer's second browser and not the first", async () => {
    await confirmAddress(stage, anna, mailbox);
    expect(await kinds()).toEqual(["confirm"]);
    const userAgent =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36";
    const other = { ...anna, key: newFrameKey() };
    const terms = { choice: "allow", limits: null, way: "get" } as const;
    const { grant, credential } = await readyGrant(stage, other, { offer: await fresh(), terms });
    const headers = { ...cookie(anna.session), "user-agent": userAgent };
    const path = `/v1/wallet/grants/${grant}/approve`;
    expect((await post(stage, path, { credential }, headers)).status).toBe(200);
    // The same answer once more is the same alert.
    await post(stage, path, { credential }, headers);
    expect(await kinds()).toEqual(["confirm", "new-device"]);
    const { to, text } = await newest();
    expect(to).toBe(mailbox);
    expect(text).toContain("Site: The Newsstand\nBrowser: Chrome, Windows\nWhen: ");
    expect(text).toMatch(/^When: \w+ \d+, \d{4} at .* UTC$/m);
  });

  test("comes to no address that was not confirmed", async () => {
    await askAddress(stage, anna, mailbox);
    await atAnotherBrowser(anna);
    expect(await kinds()).toEqual(["confirm"]);
  });

  test("is not written for the same key, a payment without a key, or a key that a known cookie brings", async () => {
    const partition = `__Host-farthing-part-${stage.merchant.id.slice(-8)}=${"C".repeat(43)}`;
    anna.partition = partition;
    await payOnPage(stage, anna, { offer: await fresh(), way: "get" });
    await confirmAddress(stage, anna, mailbox);
    await payOnPage(stage, anna, { offer: await fresh(), way: "get" });
    const once = { ...anna, key: newFrameKey(), partition: "" };
    await payOnPage(stage, once, { offer: await fresh(), way: "get", choice: "once" });
    const offer = await fresh();
    const proof = prove(stage, newFrameKey(), { purpose: "enrol", subject: hashOf(offer) });
    const asked = { offer, parent: stage.merchant.origin, keyStorage: "memory", proof };
    expect((await post(stage, "/v1/frame/enrolments", asked, cookie(partition))).status).toBe(200);
    await atAnotherBrowser(anna, partition);
    expect(await kinds()).toEqual(["confirm"]);
    await atAnotherBrowser(anna);
    expect(await kinds()).toEqual(["confirm", "new-device"]);
  });

  test("that cannot be written fails no payment", async () => {
    await confirmAddress(stage, anna, mailbox);
    const broken = { address_sealed: new Uint8Array(40) };
    await stage.deps.store.updateTable("mail_addresses").set(broken).execute();
    const other = { ...anna, key: newFrameKey() };
    const { grant, credential } = await readyGrant(stage, other, {
      offer: await fresh(),
      terms: { choice: "allow", limits: null, way: "get" },
    });
    const { body } = await approve(stage, other, { grant, credential });
    expect(body.outcome.kind).toBe("captured");
    expect(await kinds()).toEqual(["confirm"]);
    expect(lines.map(({ msg }) => msg)).toContain("an alert was not written");
    await stage.deps.store.deleteFrom("mail_addresses").execute();
  });
});

describe("rule 22: the link that freezes", () => {
  async function alerted(): Promise<{ link: string; other: Person }> {
    await confirmAddress(stage, anna, mailbox);
    const other = await atAnotherBrowser(anna);
    return { link: linkIn((await newest()).text, "freeze"), other };
  }

  test("looking changes nothing; the button freezes, twice is once, and only a passkey lets it go on", async () => {
    const { link, other } = await alerted();
    for (let look = 0; look < 3; look += 1) {
      const page = await openLink(stage, link);
      expect(page.title).toBe("Freeze this wallet?");
      expect(page.text).toContain(
        "No site can take money from it until you let it go on with your passkey.",
      );
      await stage.fetch(link, { method: "HEAD" });
    }
    expect(await click(other)).toBe("captured");
    expect((await pressLink(stage, link)).title).toBe("Frozen.");
    expect(await click(other)).toBe("declined wallet-frozen");
    const { seq } = stage.deps.ledger.head();
    expect((await pressLink(stage, link)).title).toBe("Frozen.");
    expect(stage.deps.ledger.head().seq).toBe(seq);
    expect((await me()).frozen).toBe(true);
    const path = "/v1/wallet/unfreeze/options";
    const asked = await post<{ options: never }>(stage, path, {}, cookie(anna.session));
    const credential = anna.passkey.get(asked.body.options, testOrigin);
    await post(stage, "/v1/wallet/unfreeze", { credential }, cookie(anna.session));
    expect(await click(other)).toBe("captured");
  });

  test("works for 30 days, for one wallet, and from our own page only", async () => {
    const { link, other } = await alerted();
    const ben = await somebody();
    for (const headers of [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "none" },
      { origin: "null" },
      { origin: "https://evil.example" },
    ]) {
      expect((await pressLink(stage, link, headers)).status).toBe(403);
    }
    expect(await click(other)).toBe("captured");
    const forged = `/mail/freeze/${"A".repeat(43)}`;
    for (const wrong of [forged, link.slice(0, -1), link.replace("freeze", "confirm")]) {
      expect((await pressLink(stage, wrong)).status).toBe(404);
    }
    await pressLink(stage, link);
    expect([(await me()).frozen, (await me(ben)).frozen]).toEqual([true, false]);
  });

  test("is over after 30 days, and swept then", async () => {
    const { link, other } = await alerted();
    clock.turned += 30 * day - hour;
    expect((await openLink(stage, link)).status).toBe(200);
    clock.turned += hour;
    expect((await pressLink(stage, link)).status).toBe(404);
    expect(await click(other)).not.toBe("declined wallet-frozen");
    await sweepMails(stage.deps);
    const left = await stage.deps.store.selectFrom("freeze_links").selectAll().execute();
    expect(left.filter((row) => row.expires_at <= clock.now())).toEqual([]);
  });

  test("its page runs no script, is in no frame, posts only here and tells no other site of itself", async () => {
    const { link } = await alerted();
    const { headers, text } = await openLink(stage, link);
    const csp = headers.get("content-security-policy") ?? "";
    expect(csp).toMatch(/^default-src 'none'; style-src 'nonce-[\w-]{22}'; base-uri 'none'; /);
    expect(csp).toContain("form-action 'self'; frame-ancestors 'none'");
    expect(headers.get("referrer-policy")).toBe("same-origin");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(text).not.toMatch(/<script|<img|<iframe| on\w+=/);
    expect(text).not.toContain(link.split("/").at(-1));
  });
});

describe("the outbox page", () => {
  test("shows what would be mailed, escaped, with links that can be pressed", async () => {
    await confirmAddress(stage, anna, "o'neil+a@example.org");
    const { text, status } = await openLink(stage, "/outbox");
    expect(status).toBe(200);
    expect(text).toContain("o&#39;neil+a@example.org");
    expect(text).toMatch(/<a href="http:\/\/localhost:4020\/mail\/confirm\/[\w-]{43}"/);
  });

  test.each([
    ["serve", { demo: false }],
    ["real money", { demo: true, mode: "live" }],
    ["not on loopback", { demo: true, insecureLoopback: false }],
    ["behind a proxy", { demo: true, trustProxy: true }],
    [
      "with a mail server",
      { demo: true, mail: { smtp: "smtp://127.0.0.1:9", from: "a@b.example" } },
    ],
  ] as const)("is not there: %s", async (_, config) => {
    const other = await openTestServer({ config });
    try {
      const page = await other.fetch("/outbox", { headers: { accept: "text/html" } });
      expect(await page.text()).toContain("<title>wallet</title>");
      if ("mail" in config) return;
      // Nobody would get the mail: no address is taken either.
      const ben = newPerson();
      if (other.deps.config.insecureLoopback) {
        await payOnPage(other, ben, { offer: await newOffer(other) });
        expect((await askAddress(other, ben, "ben@example.org")).code).toBe("not-found");
        const { body } = await get<Me>(other, "/v1/wallet/me", cookie(ben.session));
        expect(body.mail).toBeNull();
      }
    } finally {
      await other.close();
    }
  });
});
