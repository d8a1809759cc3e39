import { instant, minute, second, utf8 } from "@farthing/core";
import { describe, expect, test } from "vitest";
import { newTotpSecret, readTotp, totpCode, totpKey, totpStepAt } from "./totp.ts";

/** RFC 6238 appendix B. */
const secret = utf8("12345678901234567890");

// The appendix has eight digits; six of them are its last six (RFC 4226 §5.3).
test.each([
  [59, "94287082"],
  [1_111_111_109, "07081804"],
  [1_111_111_111, "14050471"],
  [1_234_567_890, "89005924"],
  [2_000_000_000, "69279037"],
  [20_000_000_000, "65353130"],
])("RFC 6238 appendix B, SHA-1: at %i s it is %s", (seconds, code) => {
  const step = totpStepAt(instant(seconds * second));
  expect(totpCode(secret, step)).toBe(code.slice(2));
});

describe("a code", () => {
  const now = instant(100 * minute);
  const step = totpStepAt(now);
  const read = (code: string, after = 0) => readTotp(secret, { code, now, after });

  test("of this step, the one before and the one after fits; of others none does", () => {
    const steps = [-2, -1, 0, 1, 2].map((aside) => read(totpCode(secret, step + aside)));
    expect(steps).toEqual([null, step - 1, step, step + 1, null]);
  });

  test("fits once: not after its own step, and one from before not after a later one", () => {
    expect(read(totpCode(secret, step), step)).toBe(null);
    expect(read(totpCode(secret, step - 1), step)).toBe(null);
    expect(read(totpCode(secret, step + 1), step)).toBe(step + 1);
  });

  test("is six digits and nothing else", () => {
    const code = totpCode(secret, step);
    for (const wrong of ["", code.slice(1), ` ${code}`, `${code}0`, "١٢٣٤٥٦"]) {
      expect(read(wrong)).toBe(null);
    }
  });
});

test("a key is told as text and as the address that apps read", () => {
  const { text, uri } = totpKey(secret, { issuer: "Farthing", account: "Wallet 7K2M" });
  expect(text).toBe("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  const { protocol, host, pathname, searchParams } = new URL(uri);
  expect([protocol, host, pathname]).toEqual(["otpauth:", "totp", "/Farthing:Wallet%207K2M"]);
  expect(Object.fromEntries(searchParams)).toMatchObject({
    secret: text,
    issuer: "Farthing",
    digits: "6",
    period: "30",
  });
});

test("each secret is another, of 20 bytes; a shorter one is a bug", () => {
  const [one, other] = [newTotpSecret(), newTotpSecret()];
  expect([one.length, other.length]).toEqual([20, 20]);
  expect(Buffer.compare(one, other)).not.toBe(0);
  expect(() => totpCode(one.subarray(1), 1)).toThrow("20 bytes");
});
