import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toBase64 } from "./base64.ts";
import { checkpointBody, parseCheckpoint } from "./checkpoint.ts";
import { isKeyName, noteLimits, parseNote, signatureLine } from "./note.ts";
import { openNote, type Verify } from "./openNote.ts";
import { signNote } from "./signNote.ts";

const sha256 = (data: Uint8Array) => new Uint8Array(createHash("sha256").update(data).digest());
const key = { name: "pay.example/log", publicKey: new Uint8Array(32).fill(7) };

// A stand-in whose forgeries are plain to see: these tests are about texts, vectors.test.ts has Ed25519.
const sign = (message: Uint8Array) => new Uint8Array([...sha256(message), ...key.publicKey]);
const verify: Verify = (signature, message) => Buffer.from(sign(message)).equals(signature);

const root = sha256(new Uint8Array(0));
const body = checkpointBody("pay.example/log", 42, root);
const note = signNote(sha256, body, key, sign);
const lineOf = (text: string) => text.slice(text.lastIndexOf("\n\n") + 2);
const open = (text: string) => openNote(sha256, text, key, verify);

describe("a note", () => {
  test("opens for its key, with other keys' lines left aside", () => {
    const other = signatureLine({ name: "witness.example", keyId: 9, signature: root });
    expect(open(note)).toEqual({ body, unverified: [] });
    expect(open(note + other)?.unverified).toEqual([
      { name: "witness.example", keyId: 9, signature: root },
    ]);
    const witnessed = `${body}\n${other}${lineOf(note)}`;
    expect(open(witnessed)?.body).toBe(body);
    expect(open(`${body}\n${other}`)).toBe(null);
  });

  test("does not open for another name or key", () => {
    expect(openNote(sha256, note, { ...key, name: "pay.example/log2" }, verify)).toBe(null);
    const publicKey = new Uint8Array(32).fill(8);
    expect(openNote(sha256, note, { ...key, publicKey }, verify)).toBe(null);
  });

  test("does not open when any line of its key fails", () => {
    const good = parseNote(note)?.signatures[0] ?? expect.fail("a signature");
    const forged = signatureLine({ ...good, signature: good.signature.toReversed() });
    const short = signatureLine({ ...good, signature: good.signature.subarray(1) });
    expect(open(note + lineOf(note))?.body).toBe(body);
    expect(open(note + forged)).toBe(null);
    expect(open(note + short)).toBe(null);
  });

  test("may hold blank lines: the last one parts text and signatures", () => {
    const verse = "Ognuno sta solo sul cuor della terra\n\ned è subito sera.\n\n";
    expect(open(signNote(sha256, verse, key, sign))?.body).toBe(verse);
  });

  test("has at most 100 signatures and a million characters", () => {
    const line = signatureLine({ name: "w", keyId: 1, signature: root });
    const long = "x".repeat(noteLimits.length - note.length);
    expect(parseNote(`${body}\n${line.repeat(100)}`)?.signatures).toHaveLength(100);
    expect(parseNote(`${body}\n${line.repeat(101)}`)).toBe(null);
    expect(parseNote(long + note)?.signatures).toHaveLength(1);
    expect(parseNote(`x${long}${note}`)).toBe(null);
  });

  test("is not signed when others could not read it", () => {
    const refused = "whole lines without control characters";
    for (const text of ["", "no newline", "a\tb\n", "a\r\n", "\u0000\n", "\ud800\n"]) {
      expect(() => signNote(sha256, text, key, sign)).toThrow(refused);
    }
    for (const name of ["", "a b", "a+b", "a\u00a0b", "a\u2003b", "a\u0085b", "a\nb", "a\u0001"]) {
      expect(isKeyName(name)).toBe(false);
      expect(() => signNote(sha256, body, { ...key, name }, sign)).toThrow("a key name");
    }
  });

  test("with any character changed never yields another body", () => {
    fc.assert(
      fc.property(fc.nat({ max: note.length - 1 }), fc.string({ unit: "binary" }), (at, text) => {
        const changed = note.slice(0, at) + text + note.slice(at + 1);
        const opened = open(changed);
        if (opened !== null) expect(opened.body).toBe(body);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("a checkpoint", () => {
  test("reads as it was written, at any size", () => {
    fc.assert(
      fc.property(
        fc.maxSafeNat(),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        (size, bytes) => {
          const hash = new Uint8Array(bytes);
          const read = parseCheckpoint(checkpointBody("pay.example/log", size, hash));
          expect(read).toEqual({ origin: "pay.example/log", size, root: hash });
        },
      ),
    );
  });

  test("may have extension lines, which are left out", () => {
    expect(parseCheckpoint(`${body}more\n`)).toEqual(parseCheckpoint(body));
    expect(parseCheckpoint(`${body}\n`)).toBe(null);
    expect(parseCheckpoint(`${body}more\n\nmore\n`)).toBe(null);
  });

  const encoded = toBase64(root);
  test.each([
    ["no origin", `\n42\n${encoded}\n`],
    ["no root", "log\n42\n"],
    ["no last newline", `log\n42\n${encoded}`],
    ["leading zero", `log\n042\n${encoded}\n`],
    ["sign", `log\n+42\n${encoded}\n`],
    ["negative", `log\n-1\n${encoded}\n`],
    ["hexadecimal", `log\n0x2a\n${encoded}\n`],
    ["fraction", `log\n42.0\n${encoded}\n`],
    ["space", `log\n42 \n${encoded}\n`],
    ["above 2^53 - 1", `log\n9007199254740992\n${encoded}\n`],
    ["far above", `log\n${"9".repeat(400)}\n${encoded}\n`],
    ["root without padding", `log\n42\n${encoded.slice(0, -1)}\n`],
    ["root in base64url", `log\n42\n${encoded.replaceAll("+", "-").replaceAll("/", "_")}\n`],
    ["root with loose last bits", `log\n42\n${encoded.replace(/.=$/, "V=")}\n`],
    ["root of 31 bytes", `log\n42\n${toBase64(root.subarray(1))}\n`],
    ["carriage returns", `log\r\n42\r\n${encoded}\r\n`],
    ["too long", `log\n42\n${encoded}\n${"x".repeat(16_384)}\n`],
  ])("is refused: %s", (_, text) => {
    expect(parseCheckpoint(text)).toBe(null);
  });
});

describe("hostile text", () => {
  const shred = fc
    .array(
      fc.oneof(
        fc.constantFrom("\n", "\n\n", "— ", " ", "=", body, note, "pay.example/log", "42", "0"),
        fc.constantFrom("\u0000", "\ud800", "\ufeff", "\u2028", "+", toBase64(root)),
        fc.string({ unit: "binary" }),
      ),
      { maxLength: 24 },
    )
    .map((parts) => parts.join(""));

  test("is answered with null or a reading, never an error", () => {
    let read = 0;
    fc.assert(
      fc.property(shred, (text) => {
        const parsed = parseNote(text);
        const opened = open(text);
        const checkpoint = parseCheckpoint(text);
        if (opened !== null) expect(opened.body).toBe(parsed?.body);
        if (checkpoint !== null) expect(Number.isSafeInteger(checkpoint.size)).toBe(true);
        read += 1;
      }),
      { numRuns: 5_000 },
    );
    expect(read).toBe(5_000);
  });

  test.each(["\n", "=", "A", "— ", "— a ", "\u00a0", "+", "\n\n— a AAAA\n"])(
    "of a million times %j is refused",
    (unit) => {
      const text = unit.repeat(1_000_000 / unit.length);
      expect(open(text)).toBe(null);
      expect(parseNote(`x\n\n— a ${text}\n`)).toBe(null);
      expect(parseCheckpoint(text)).toBe(null);
    },
  );
});
