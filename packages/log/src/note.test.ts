import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toBase64 } from "./base64.ts";
import { checkpointBody, parseCheckpoint } from "./checkpoint.ts";
import { isKeyName, noteLimits, parseNote, signatureLine } from "./note.ts";
import { sha256 } from "./notes.testing.ts";
import { openNote, type Verifiers, type Verify } from "./openNote.ts";
import { type Signer, signNote } from "./signNote.ts";

const publicKey = new Uint8Array(32).fill(7);

// A stand-in whose forgeries are plain to see: these tests are about texts, vectors.test.ts has Ed25519.
const sign = (message: Uint8Array) => new Uint8Array([...sha256(message), ...publicKey]);
const verify: Verify = (signature, message) => Buffer.from(sign(message)).equals(signature);
const verifiers: Verifiers = { ed25519: verify, mlDsa44: verify };
const key: Signer = { name: "pay.example/log", type: "ed25519", publicKey, sign };

const root = sha256(new Uint8Array(0));
const body = checkpointBody("pay.example/log", 42, root);
const note = signNote(sha256, body, [key], 0);
const lineOf = (text: string) => text.slice(text.lastIndexOf("\n\n") + 2);
const open = (text: string) => openNote(sha256, text, [key], verifiers);

describe("a note", () => {
  test("opens for its key, with other keys' lines left aside", async () => {
    const other = signatureLine({ name: "witness.example", keyId: 9, signature: root });
    expect(await open(note)).toEqual({ body, signed: [{ key, time: null }], unverified: [] });
    expect((await open(note + other))?.unverified).toEqual([
      { name: "witness.example", keyId: 9, signature: root },
    ]);
    const witnessed = `${body}\n${other}${lineOf(note)}`;
    expect((await open(witnessed))?.body).toBe(body);
    expect(await open(`${body}\n${other}`)).toBe(null);
  });

  test("does not open for another name or key", async () => {
    const opens = (other: Partial<Signer>) =>
      openNote(sha256, note, [{ ...key, ...other }], verifiers);
    expect(await opens({ name: "pay.example/log2" })).toBe(null);
    expect(await opens({ publicKey: new Uint8Array(32).fill(8) })).toBe(null);
    expect(await opens({ type: "ed25519-cosignature" })).toBe(null);
  });

  test("does not open when any line of its key fails", async () => {
    const good = parseNote(note)?.signatures[0] ?? expect.fail("a signature");
    const forged = signatureLine({ ...good, signature: good.signature.toReversed() });
    const short = signatureLine({ ...good, signature: good.signature.subarray(1) });
    expect((await open(note + lineOf(note)))?.body).toBe(body);
    expect(await open(note + forged)).toBe(null);
    expect(await open(note + short)).toBe(null);
  });

  test("may hold blank lines: the last one parts text and signatures", async () => {
    const verse = "Ognuno sta solo sul cuor della terra\n\ned è subito sera.\n\n";
    expect((await open(signNote(sha256, verse, [key], 0)))?.body).toBe(verse);
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
      expect(() => signNote(sha256, text, [key], 0)).toThrow(refused);
    }
    for (const name of ["", "a b", "a+b", "a\u00a0b", "a\u2003b", "a\u0085b", "a\nb", "a\u0001"]) {
      expect(isKeyName(name)).toBe(false);
      expect(() => signNote(sha256, body, [{ ...key, name }], 0)).toThrow("a key name");
    }
  });

  test("with any character changed never yields another body", async () => {
    const places = fc.nat({ max: note.length - 1 });
    await fc.assert(
      fc.asyncProperty(places, fc.string({ unit: "binary" }), async (at, text) => {
        const changed = note.slice(0, at) + text + note.slice(at + 1);
        const opened = await open(changed);
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

  test("is answered with null or a reading, never an error", async () => {
    let read = 0;
    await fc.assert(
      fc.asyncProperty(shred, async (text) => {
        const parsed = parseNote(text);
        const opened = await open(text);
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
    async (unit) => {
      const text = unit.repeat(1_000_000 / unit.length);
      expect(await open(text)).toBe(null);
      expect(parseNote(`x\n\n— a ${text}\n`)).toBe(null);
      expect(parseCheckpoint(text)).toBe(null);
    },
  );
});
