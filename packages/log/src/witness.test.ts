import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkpointBody } from "./checkpoint.ts";
import { consistencyProof } from "./consistency.ts";
import { opensslSigner, opensslVerifiers, sha256 } from "./notes.testing.ts";
import { appendLeaf, emptyRange, rangeRoot } from "./range.ts";
import { signNote } from "./signNote.ts";
import {
  type Cosigned,
  formatAddCheckpoint,
  judgeAddCheckpoint,
  originOf,
  parseAddCheckpoint,
} from "./witness.ts";

const origin = "pay.example/log";
const log = opensslSigner(origin, "ed25519", new Uint8Array(32).fill(1));
const stranger = opensslSigner(origin, "ed25519", new Uint8Array(32).fill(2));

function history(label: number) {
  const nodes = new Map<string, Uint8Array>();
  const roots = [rangeRoot(sha256, emptyRange)];
  let range = emptyRange;
  for (let at = 0; at < 20; at += 1) {
    const leaf = sha256(Uint8Array.of(label, at));
    range = appendLeaf(sha256, range, leaf, (level, index, hash) =>
      nodes.set(`${level}/${index}`, hash),
    );
    roots.push(rangeRoot(sha256, range));
  }
  const nodeAt = (level: number, index: number) => nodes.get(`${level}/${index}`)!;
  return {
    cosigned: (size: number): Cosigned => ({ size, root: roots[size]! }),
    request(oldSize: number, size: number, signer = log) {
      const proof = oldSize > size ? [] : consistencyProof(sha256, oldSize, size, nodeAt);
      const body = checkpointBody(origin, size, roots[size]!);
      return { oldSize, proof, checkpoint: signNote(sha256, body, [signer], 0) };
    },
  };
}
const ours = history(0);
const forked = history(1);

const judge = (
  request: Parameters<typeof judgeAddCheckpoint>[1],
  last: Cosigned | null,
  keys = [log],
) => judgeAddCheckpoint(sha256, request, { keys, last, verifiers: opensslVerifiers });

describe("a witness", () => {
  test("cosigns what grows from what it cosigned last", async () => {
    expect(await judge(ours.request(0, 7), null)).toMatchObject({ status: 200 });
    expect(await judge(ours.request(7, 20), ours.cosigned(7))).toMatchObject({
      status: 200,
      checkpoint: { origin, size: 20 },
    });
    expect(await judge(ours.request(7, 7), ours.cosigned(7))).toMatchObject({ status: 200 });
    expect(await judge(ours.request(0, 0), null)).toMatchObject({ status: 200 });
  });

  test.each([
    [404, "an unknown log", () => judge(ours.request(0, 7), null, [])],
    [403, "another's signature", () => judge(ours.request(0, 7, stranger), null)],
    [400, "an old size above the new one", () => judge(ours.request(9, 7), ours.cosigned(9))],
    [422, "another history", () => judge(forked.request(7, 9), ours.cosigned(7))],
    [
      422,
      "a proof where none is due",
      () => judge({ ...ours.request(0, 7), proof: [new Uint8Array(32)] }, null),
    ],
    [422, "no proof", () => judge({ ...ours.request(7, 9), proof: [] }, ours.cosigned(7))],
  ] as const)("answers %i to %s", async (status, _, asked) => {
    expect(await asked()).toMatchObject({ status });
  });

  test("says where it stands to whoever starts elsewhere, or shows another tree of that size", async () => {
    const conflict = { status: 409, size: 7 };
    expect(await judge(ours.request(0, 9), ours.cosigned(7))).toEqual(conflict);
    expect(await judge(ours.request(9, 12), ours.cosigned(7))).toEqual(conflict);
    expect(await judge(forked.request(7, 7), ours.cosigned(7))).toEqual(conflict);
    expect(await judge(ours.request(3, 3), null)).toEqual({ status: 409, size: 0 });
  });
});

describe("a request to a witness", () => {
  const request = ours.request(7, 20);
  const body = formatAddCheckpoint(request);

  test("reads as it was written, and names its log", () => {
    expect(parseAddCheckpoint(body)).toEqual(request);
    expect(body.startsWith("old 7\n")).toBe(true);
    expect(originOf(request.checkpoint)).toBe(origin);
    expect(originOf("nothing")).toBe(null);
  });

  test.each([
    "",
    body.slice(1),
    body.replace("old 7", "old 07"),
    body.replace("old 7", "old -7"),
    body.replace("old 7", "old 99999999999999999"),
    body.replace("old 7\n", "old 7\nAAAA\n"),
    body.slice(0, body.indexOf("\n\n")),
    `old 0\n${`${"A".repeat(43)}=\n`.repeat(64)}\n${request.checkpoint}`,
    `old 0\n\n${"x".repeat(1_000_000)}`,
  ])("is refused: case %#", (text) => {
    expect(parseAddCheckpoint(text)).toBe(null);
  });

  test("of any text is answered", async () => {
    const parts = fc.oneof(fc.constantFrom("old ", "7", "\n", "\n\n", body), fc.string());
    await fc.assert(
      fc.asyncProperty(fc.array(parts, { maxLength: 8 }), async (texts) => {
        const read = parseAddCheckpoint(texts.join(""));
        if (read !== null) expect(await judge(read, null)).toHaveProperty("status");
      }),
    );
  });
});
