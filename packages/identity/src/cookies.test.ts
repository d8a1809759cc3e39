import fc from "fast-check";
import { expect, test } from "vitest";
import {
  partitionCookie,
  partitionCookieName,
  readCookie,
  sessionCookie,
  sessionCookieName,
} from "./cookies.ts";
import { newSecret, secretHash } from "./secret.ts";

test("rule 12: only on loopback http does the session cookie go without Secure and __Host-", () => {
  expect(sessionCookie({ secret: "s", loopbackHttp: false, maxAgeSeconds: 60 })).toBe(
    "__Host-farthing=s; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure",
  );
  expect(sessionCookie({ secret: "s", loopbackHttp: true, maxAgeSeconds: 60 })).toBe(
    "farthing-dev=s; Path=/; Max-Age=60; HttpOnly; SameSite=Strict",
  );
  expect(sessionCookie({ secret: "", loopbackHttp: true, maxAgeSeconds: 0 })).toBe(
    "farthing-dev=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict",
  );
});

test("rule 8: two merchants on one site have two partition cookies", () => {
  const [left, right] = ["mer_0000000000000000000000000a", "mer_0000000000000000000000000b"];
  expect(partitionCookieName(left)).not.toBe(partitionCookieName(right));
  expect(partitionCookie({ secret: "s", merchant: left, maxAgeSeconds: 60 })).toBe(
    "__Host-farthing-part-0000000a=s; Path=/; Max-Age=60; HttpOnly; SameSite=None; Secure; Partitioned",
  );
});

test("what was set is read back from among others, and only under its own name", () => {
  const header = "a=1; farthing-dev=abc; __Host-farthing=x=y; farthing-dev=later";
  expect(readCookie(header, sessionCookieName({ loopbackHttp: true }))).toBe("abc");
  expect(readCookie(header, sessionCookieName({ loopbackHttp: false }))).toBe("x=y");
  expect(readCookie(header, "farthing")).toBeNull();
  expect(readCookie("farthing-dev", "farthing-dev")).toBeNull();
  expect(readCookie(null, "a")).toBeNull();
  expect(readCookie(undefined, "a")).toBeNull();
  expect(readCookie(`${"x".repeat(20_000)}; a=1`, "a")).toBeNull();
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, name) => {
      const value = readCookie(text, name);
      expect(value === null || text.includes(value)).toBe(true);
    }),
  );
});

test("a secret is 32 bytes, new each time, and stored as its SHA-256", () => {
  const secrets = Array.from({ length: 100 }, newSecret);
  expect(new Set(secrets).size).toBe(100);
  expect(secrets.filter((secret) => /^[A-Za-z0-9_-]{43}$/.test(secret))).toHaveLength(100);
  expect(Buffer.from(secretHash("abc")).toString("hex")).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});
