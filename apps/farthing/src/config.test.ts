import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ConfigError, environmentName, isSecret, readSettings, Settings } from "./config.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "farthing-config-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(text: string): string {
  const path = join(folder, `${Math.abs(text.length)}-${text.slice(2, 6)}.txt`);
  writeFileSync(path, text);
  return path;
}

const seed = "A".repeat(43);

test("nothing set is safe: this machine only, data in ./data", () => {
  expect(readSettings({ PATH: "/bin" })).toEqual({
    anchorConfirmations: 12,
    anchorEvery: 600,
    checkpointEvery: 1,
    liabilitiesHour: 3,
    data: "./data",
    host: "127.0.0.1",
    port: 4020,
    newsstandPort: 4021,
    trustProxy: false,
    rateAddress: 1_200,
    ratePayer: 120,
    rateMerchant: 12_000,
    confirmAbove: 500_000,
    eraseWaitDays: 7,
    newsstandCoop: false,
  });
});

test("environment over file over defaults", () => {
  const FARTHING_CONFIG = file('{"port":5000,"data":"/srv/farthing","newsstandCoop":true}');
  const settings = readSettings({ FARTHING_CONFIG, FARTHING_PORT: "6000" });
  expect(settings).toMatchObject({ port: 6000, data: "/srv/farthing", newsstandCoop: true });
  expect(settings.host).toBe("127.0.0.1");
});

test("a secret may lie in a file of its own", () => {
  const settings = readSettings({ FARTHING_KEY_ISSUER_FILE: file(`${seed}\n`) });
  expect(settings.keyIssuer).toBe(seed);
});

test("every setting has one name in the environment", () => {
  const names = (Object.keys(Settings.shape) as (keyof Settings)[]).map(environmentName);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain("FARTHING_NEWSSTAND_PORT");
});

// environment, then what the one sentence says
test.each<[string, Record<string, string>, RegExp]>([
  [
    "unknown name",
    { FARTHING_PROT: "1" },
    /no setting FARTHING_PROT: the names are FARTHING_DATA, /,
  ],
  ["file for what is no secret", { FARTHING_PORT_FILE: "x" }, /no setting FARTHING_PORT_FILE/],
  ["port too high", { FARTHING_PORT: "65536" }, /`port` \(FARTHING_PORT\) is wrong/],
  ["port not a number", { FARTHING_PORT: "http" }, /FARTHING_PORT/],
  ["port with a fraction", { FARTHING_PORT: "1.5" }, /FARTHING_PORT/],
  ["negative rate", { FARTHING_RATE_PAYER: "-1" }, /FARTHING_RATE_PAYER/],
  ["more than a click pays", { FARTHING_CONFIRM_ABOVE: "5000001" }, /FARTHING_CONFIRM_ABOVE/],
  ["not yes or no", { FARTHING_TRUST_PROXY: "maybe" }, /FARTHING_TRUST_PROXY/],
  ["log level", { FARTHING_LOG: "loud" }, /FARTHING_LOG/],
  ["empty folder", { FARTHING_DATA: "" }, /FARTHING_DATA/],
  ["origin with a path", { FARTHING_ORIGIN: "https://pay.example/wallet" }, /FARTHING_ORIGIN/],
  ["short secret", { FARTHING_KEY_LOG: "abc" }, /FARTHING_KEY_LOG\) is wrong: 32 bytes/],
  [
    "secret file missing",
    { FARTHING_KEY_LOG_FILE: "/nowhere" },
    /FARTHING_KEY_LOG_FILE names a file/,
  ],
  ["mail server by another scheme", { FARTHING_SMTP: "http://mail.example" }, /FARTHING_SMTP/],
  ["mail server with a query", { FARTHING_SMTP: "smtp://mail.example?tls=no" }, /FARTHING_SMTP/],
  ["mail server with a broken password", { FARTHING_SMTP: "smtps://a:%zz@mail.example" }, /_SMTP/],
  ["sender that is no address", { FARTHING_MAIL_FROM: "Farthing" }, /FARTHING_MAIL_FROM/],
  [
    "sender with another header behind it",
    { FARTHING_MAIL_FROM: "a@pay.example\r\nBcc: eve@example.org" },
    /FARTHING_MAIL_FROM/,
  ],
  [
    "sender's name with another header in it",
    { FARTHING_MAIL_FROM: "Farthing\nBcc: eve@example.org <a@pay.example>" },
    /FARTHING_MAIL_FROM/,
  ],
  ["mail server without a sender", { FARTHING_SMTP: "smtps://mail.example" }, /go together/],
  ["sender without a mail server", { FARTHING_MAIL_FROM: "a@pay.example" }, /go together/],
  ["a chain without a key", { FARTHING_ANCHOR_RPC: "https://rpc.example" }, /go together/],
  ["a chain by another scheme", { FARTHING_ANCHOR_RPC: "ws://rpc.example" }, /an http or https/],
  ["a contract that is none", { FARTHING_ANCHOR_CONTRACT: "0x12" }, /FARTHING_ANCHOR_CONTRACT/],
  ["a short key", { FARTHING_ANCHOR_KEY: "0x12" }, /FARTHING_ANCHOR_KEY\) is wrong: 32 bytes/],
  ["config file missing", { FARTHING_CONFIG: "/nowhere" }, /FARTHING_CONFIG names a file/],
])("%s is refused in one sentence", (_, environment, sentence) => {
  expect(() => readSettings(environment)).toThrow(ConfigError);
  expect(() => readSettings(environment)).toThrow(sentence);
});

test("a file that is not a JSON object, or holds another name, is refused", () => {
  expect(() => readSettings({ FARTHING_CONFIG: file("[1]") })).toThrow(/not a JSON object/);
  expect(() => readSettings({ FARTHING_CONFIG: file("port=1") })).toThrow(/not a JSON object/);
  expect(() => readSettings({ FARTHING_CONFIG: file('{"prot":1}') })).toThrow(/no setting `prot`/);
});

test("a secret is never repeated in the sentence that refuses it", () => {
  const secret = "not-a-seed-but-somebody's-password";
  let message = "";
  try {
    readSettings({ FARTHING_KEY_FIELD: secret });
  } catch (error) {
    message = String(error);
  }
  expect(message).toContain("FARTHING_KEY_FIELD");
  expect(message).not.toContain(secret);
});

test.each([
  ["smtp://127.0.0.1:2525", "alerts@pay.example"],
  ["smtps://name:p%40ss@mail.example", "Farthing <alerts@pay.example>"],
  ["smtp://[::1]:25/", "Zahlstelle Köln <alerts@pay.example>"],
])("mail goes out at %s, from %s; the server's address is a secret", (smtp, mailFrom) => {
  const settings = readSettings({ FARTHING_SMTP: smtp, FARTHING_MAIL_FROM: mailFrom });
  expect(settings).toMatchObject({ smtp, mailFrom });
  expect([isSecret("smtp"), isSecret("mailFrom")]).toEqual([true, false]);
});

// rule 12: host, origin, proxy, allowed
test.each([
  ["127.0.0.1", undefined, "false", true],
  ["localhost", undefined, "false", true],
  ["::1", undefined, "false", true],
  ["127.0.0.1", "https://pay.example", "false", true],
  ["127.0.0.1", "http://localhost:8080", "false", true],
  ["127.0.0.1", "http://pay.example", "true", false],
  ["0.0.0.0", undefined, "false", false],
  ["0.0.0.0", undefined, "true", false],
  ["0.0.0.0", "https://pay.example", "false", false],
  ["0.0.0.0", "https://pay.example", "true", true],
  ["::", "https://pay.example", "true", true],
  ["::", undefined, "false", false],
  ["192.168.1.5", undefined, "false", false],
  ["127.0.0.1.evil.example", undefined, "false", false],
])("rule 12: host %s, origin %s, proxy %s: %s", (host, origin, proxy, allowed) => {
  const read = () =>
    readSettings({
      FARTHING_HOST: host,
      FARTHING_TRUST_PROXY: proxy,
      ...(origin === undefined ? {} : { FARTHING_ORIGIN: origin }),
    });
  if (allowed) expect(read().host).toBe(host);
  else expect(read).toThrow(ConfigError);
});
