import { createECDH, generateKeyPairSync, sign } from "node:crypto";
import { fromBase64url, fromHex, toBase64url, toHex } from "@farthing/core";
import type { DeviceKey } from "@farthing/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { thumbprint } from "./thumbprint.ts";
import { importedKeysMax, verifyDeviceSignature } from "./verifyDeviceSignature.ts";

const hex = (text: string): Uint8Array => fromHex(text)!;
const device = (alg: DeviceKey["alg"], key: Uint8Array): DeviceKey => ({
  alg,
  key: toBase64url(key),
});

/** A device key of `alg`, as WebCrypto exports it, and its signing half. */
function newDevice(alg: DeviceKey["alg"]) {
  if (alg === "Ed25519") {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const key = publicKey.export({ format: "jwk" }).x!;
    return { device: { alg, key }, sign: (bytes: Uint8Array) => sign(null, bytes, privateKey) };
  }
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x, y } = publicKey.export({ format: "jwk" });
  const point = Buffer.concat([Uint8Array.of(4), fromBase64url(x!)!, fromBase64url(y!)!]);
  return {
    device: device(alg, point),
    sign: (bytes: Uint8Array) =>
      sign("sha256", bytes, { key: privateKey, dsaEncoding: "ieee-p1363" }),
  };
}

test("Ed25519: RFC 8032 §7.1 tests 1 to 3", () => {
  for (const [key, message, signature] of [
    [
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
      "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ],
    [
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
      "72",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ],
    [
      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
      "af82",
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ],
  ] as const) {
    const one = device("Ed25519", hex(key));
    expect(verifyDeviceSignature(one, hex(message), hex(signature))).toBe(true);
    expect(verifyDeviceSignature(one, hex(`${message}00`), hex(signature))).toBe(false);
  }
});

test("P-256: RFC 6979 A.2.5, SHA-256, message “sample”", () => {
  const one = device(
    "P-256",
    hex(
      "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299",
    ),
  );
  const signature = hex(
    "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
  );
  expect(verifyDeviceSignature(one, Buffer.from("sample"), signature)).toBe(true);
  expect(verifyDeviceSignature(one, Buffer.from("simple"), signature)).toBe(false);
});

test("Ed25519: a key of small order signs nothing, though the equation holds for every message", () => {
  // The eight points of small order (RFC 8032 §5.1; Chalkias et al. 2020, table 1).
  const smallOrder = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
  ];
  for (const key of smallOrder) {
    for (const r of smallOrder) {
      const signature = hex(r + "00".repeat(32));
      for (let at = 0; at < 16; at += 1) {
        const message = Uint8Array.of(at);
        expect(verifyDeviceSignature(device("Ed25519", hex(key)), message, signature)).toBe(false);
      }
    }
  }
});

test("Ed25519: S + L is the same number and another signature: refused (RFC 8032 §5.1.7)", () => {
  const one = newDevice("Ed25519");
  const message = Buffer.from("pay");
  const signature = one.sign(message);
  const order = (1n << 252n) + 27742317777372353535851937790883648493n;
  const s = BigInt(`0x${toHex(Uint8Array.from(signature.subarray(32)).reverse())}`) + order;
  const other = hex(s.toString(16).padStart(64, "0")).reverse();
  expect(verifyDeviceSignature(one.device, message, signature)).toBe(true);
  const malleated = Buffer.concat([signature.subarray(0, 32), other]);
  expect(verifyDeviceSignature(one.device, message, malleated)).toBe(false);
});

for (const alg of ["Ed25519", "P-256"] as const) {
  test(`${alg}: what was signed is believed; one bit of key, message or signature changed is not`, () => {
    const one = newDevice(alg);
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 });
    const key = fromBase64url(one.device.key)!;
    const flipped = (part: Uint8Array, bit: number): Uint8Array => {
      const copy = Uint8Array.from(part);
      const at = bit % (8 * part.length);
      copy[at >> 3]! ^= 1 << (at & 7);
      return copy;
    };
    fc.assert(
      fc.property(bytes, fc.nat(), (message, bit) => {
        const signature = one.sign(message);
        expect(verifyDeviceSignature(one.device, message, signature)).toBe(true);
        const altered: [DeviceKey, Uint8Array, Uint8Array][] = [
          [one.device, flipped(message, bit), signature],
          [one.device, message, flipped(signature, bit)],
          [device(alg, flipped(key, bit)), message, signature],
        ];
        for (const [k, m, s] of altered) expect(verifyDeviceSignature(k, m, s)).toBe(false);
      }),
    );
  });

  test(`${alg}: any text as key and any bytes as signature are refused, never thrown on`, () => {
    const length = alg === "Ed25519" ? 32 : 65;
    const key = fc.oneof(
      fc.string(),
      fc.uint8Array({ minLength: length, maxLength: length }).map(toBase64url),
      fc
        .uint8Array({ minLength: 64, maxLength: 64 })
        .map((b) => toBase64url(Buffer.from([4, ...b]))),
    );
    const signature = fc.oneof(
      fc.uint8Array({ maxLength: 100 }),
      fc.uint8Array({ minLength: 64, maxLength: 64 }),
      fc.constant(new Uint8Array(64)),
    );
    fc.assert(
      fc.property(key, fc.uint8Array(), signature, (text, message, bytes) => {
        expect(verifyDeviceSignature({ alg, key: text }, message, bytes)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
}

test("P-256: more keys than are kept imported are all still checked", () => {
  const message = Buffer.from("pay");
  const first = newDevice("P-256");
  const signature = first.sign(message);
  expect(verifyDeviceSignature(first.device, message, signature)).toBe(true);
  for (let at = 0; at <= importedKeysMax; at += 1) {
    const other = device("P-256", createECDH("prime256v1").generateKeys());
    expect(verifyDeviceSignature(other, message, signature)).toBe(false);
  }
  expect(verifyDeviceSignature(first.device, message, signature)).toBe(true);
});

test("a thumbprint names algorithm and key, and nothing of the wrong length", () => {
  const key = toBase64url(new Uint8Array(32).fill(7));
  const print = thumbprint({ alg: "Ed25519", key });
  // SHA-256 of 22 ‖ "farthing/device-key/v1" ‖ 7 ‖ "Ed25519" ‖ 32 ‖ key, lengths in four bytes.
  expect(toHex(print!)).toBe("5b15567eed42afd385d1bbeb25d6f1098ce594b82e902752f1586e2e4164c450");
  expect(thumbprint({ alg: "P-256", key })).toBeNull();
  expect(thumbprint({ alg: "Ed25519", key: `${key}A` })).toBeNull();
  fc.assert(
    fc.property(fc.string(), fc.constantFrom("Ed25519", "P-256"), (text, alg) => {
      expect(thumbprint({ alg, key: text })?.length ?? 32).toBe(32);
    }),
  );
});
