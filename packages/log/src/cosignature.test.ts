import { concat, toHex, uintBytes, utf8 } from "@farthing/core";
import { ml_dsa44 } from "@noble/post-quantum/ml-dsa.js";
import { describe, expect, test } from "vitest";
import { toBase64 } from "./base64.ts";
import { checkpointBody } from "./checkpoint.ts";
import { keyTypes } from "./keyTypes.ts";
import { parseNote, signatureLine } from "./note.ts";
import { opensslSigner, opensslVerifiers, sha256 } from "./notes.testing.ts";
import { openNote } from "./openNote.ts";
import { signedMessage } from "./signedMessage.ts";
import { cosign, signNote } from "./signNote.ts";
import { parseVerifierKey, verifierKey } from "./verifierKey.ts";

const seed = new Uint8Array(32).fill(9);
const root = sha256(new Uint8Array(0));
const body = checkpointBody("pay.example/log", 42, root);
const log = opensslSigner("pay.example/log", "ed25519", seed);
const logPq = opensslSigner("pay.example/log", "ml-dsa-44", seed);
const witness = opensslSigner("witness.example/w1", "ed25519-cosignature", seed);
const witnessPq = opensslSigner("witness.example/w1", "ml-dsa-44", seed);
const time = 1_800_000_000;
const keys = [log, logPq, witness, witnessPq];

describe("a checkpoint signed by a log and a witness, each with two algorithms", () => {
  const note = signNote(sha256, body, keys, time);

  test("names all four, with their times", async () => {
    const opened = await openNote(sha256, note, keys, opensslVerifiers);
    expect(opened?.signed.map((each) => [each.key.name, each.key.type, each.time])).toEqual([
      ["pay.example/log", "ed25519", null],
      ["pay.example/log", "ml-dsa-44", time],
      ["witness.example/w1", "ed25519-cosignature", time],
      ["witness.example/w1", "ml-dsa-44", time],
    ]);
  });

  test.each(keys.map((key, at) => [key.type, at] as const))(
    "is refused whole when the line of %s (%i) is another's, another time's or cut",
    async (_, at) => {
      const lines = parseNote(note)?.signatures ?? [];
      const line = lines[at]!;
      const opens = (signature: Uint8Array) => {
        const bent = lines.map((each, place) => (place === at ? { ...line, signature } : each));
        const text = `${body}\n${bent.map(signatureLine).join("")}`;
        return openNote(sha256, text, keys, opensslVerifiers);
      };
      expect(await opens(line.signature)).not.toBe(null);
      for (const place of [0, 7, 8, line.signature.length - 1]) {
        const bent = line.signature.slice();
        bent[place]! ^= 1;
        expect(await opens(bent)).toBe(null);
      }
      expect(await opens(line.signature.subarray(1))).toBe(null);
      expect(await opens(concat(line.signature, Uint8Array.of(0)))).toBe(null);
    },
  );

  test("says nothing about a body that is no checkpoint", async () => {
    expect(signedMessage(witness, "no checkpoint\n", time)).toBe(null);
    expect(() => cosign(sha256, "no checkpoint\n", witnessPq, time)).toThrow("a checkpoint");
    const lines = note.slice(note.lastIndexOf("\n\n") + 2);
    expect(await openNote(sha256, `other text\n\n${lines}`, keys, opensslVerifiers)).toBe(null);
  });

  test("with a time that no number holds is refused", async () => {
    const [line] = parseNote(`${body}\n${cosign(sha256, body, witness, time)}`)!.signatures;
    const signature = concat(uintBytes(2n ** 63n, 8), line!.signature.subarray(8));
    const late = `${body}\n${signatureLine({ ...line!, signature })}`;
    expect(await openNote(sha256, late, [witness], opensslVerifiers)).toBe(null);
  });
});

describe("what is signed", () => {
  test("by a witness with Ed25519 are two lines and the checkpoint", () => {
    const message = signedMessage(witness, body, 1_679_315_147);
    expect(new TextDecoder().decode(message!)).toBe(`cosignature/v1\ntime 1679315147\n${body}`);
  });

  test("with ML-DSA-44 is the tree, byte for byte, whatever lines extend the checkpoint", () => {
    const message = signedMessage(witnessPq, `${body}extension\n`, 258);
    const hex = (text: string) => toHex(utf8(text));
    expect(toHex(message!)).toBe(
      [
        `${hex("subtree/v1\n")}00`,
        `12${hex("witness.example/w1")}`,
        "0000000000000102",
        `0f${hex("pay.example/log")}`,
        "0000000000000000",
        "000000000000002a",
        toHex(root),
      ].join(""),
    );
  });

  test("with ML-DSA-44 has no name over 255 bytes", () => {
    expect(signedMessage({ name: "n".repeat(256), type: "ml-dsa-44" }, body, 0)).toBe(null);
    expect(signedMessage(logPq, checkpointBody("o".repeat(256), 1, root), 0)).toBe(null);
  });
});

test("OpenSSL and noble make one ML-DSA-44 key of a seed, and each reads the other's signature", () => {
  const { publicKey, secretKey } = ml_dsa44.keygen(seed);
  expect(publicKey).toEqual(logPq.publicKey);
  const message = signedMessage(logPq, body, time)!;
  expect(ml_dsa44.verify(logPq.sign(message), message, publicKey)).toBe(true);
  expect(ml_dsa44.verify(logPq.sign(message), utf8("another"), publicKey)).toBe(false);
  const signature = ml_dsa44.sign(message, secretKey);
  expect(opensslVerifiers.mlDsa44(signature, message, logPq.publicKey)).toBe(true);
  expect(opensslVerifiers.mlDsa44(signature, utf8("another"), logPq.publicKey)).toBe(false);
});

describe("a verifier key", () => {
  const withType = (byte: number) => {
    const [name, id] = verifierKey(sha256, log).split("+");
    return `${name}+${id}+${toBase64(concat(Uint8Array.of(byte), log.publicKey))}`;
  };

  test.each(keys)("of $type is read as it was written", (key) => {
    const text = verifierKey(sha256, key);
    const { name, type, publicKey } = key;
    expect(parseVerifierKey(sha256, text)).toEqual({ name, type, publicKey });
    expect(keyTypes[type].publicKey).toBe(publicKey.length);
  });

  test.each([
    ["", "nothing"],
    ["pay.example/log", "a name only"],
    [verifierKey(sha256, log).replace("pay.example", "pay.other"), "another name's id"],
    [withType(0x04), "another type's id"],
    [withType(0x09), "an unknown type"],
    [`${verifierKey(sha256, log)}A`, "loose base64"],
    [verifierKey(sha256, log).replace("pay", "p y"), "a name with a space"],
    [verifierKey(sha256, { ...log, name: "a" }).replace("a+", "+"), "no name"],
  ])("%j is refused: %s", (text) => {
    expect(parseVerifierKey(sha256, text)).toBe(null);
  });
});
