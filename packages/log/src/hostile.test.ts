import { utf8 } from "@farthing/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAnchorLine } from "./anchorLine.ts";
import { parseCheckpoint } from "./checkpoint.ts";
import { checkReceiptFile } from "./checkReceiptFile.ts";
import { parseDisclosure } from "./disclosure.ts";
import { checkLiabilitiesFile, isLiabilitiesFile } from "./liabilitiesFile.ts";
import { noteLimits, parseNote, parseSignatures } from "./note.ts";
import { opensslVerifiers, sha256 } from "./notes.testing.ts";
import { isPolicy, parseTrustPolicy, trustPolicyLimits } from "./policy.ts";
import { formatProofFile, parseProofFile, proofFileLengthMax } from "./proofFile.ts";
import { parseTilePath } from "./tilePath.ts";
import { parseVerifierKey } from "./verifierKey.ts";
import { parseAddCheckpoint } from "./witness.ts";
import vectors from "../../../specs/vectors/receipt-file.json" with { type: "json" };

// Whatever a stranger sends is answered: no error, in a time and with a memory that what it may be at most bounds.

/** Far above what any of these takes, and far below a hang: the machine may be busy. */
const timeMsMax = 5_000;
/** Of what stays after a reading, not of what it takes meanwhile. */
const keptBytesMax = 64 * 2 ** 20;

const bothPolicy = parseTrustPolicy(sha256, vectors.policies.both);
if (!isPolicy(bothPolicy)) throw new Error(bothPolicy.fault);
const policy = bothPolicy;
const good = vectors.files.map(({ text }) => text);

/** Every reader of a stranger's text; each answers. */
const readers: Record<string, (text: string) => unknown> = {
  "a note": parseNote,
  "a checkpoint": parseCheckpoint,
  "signature lines": parseSignatures,
  "a request to a witness": parseAddCheckpoint,
  "an anchor's line": parseAnchorLine,
  "a proof file": parseProofFile,
  "a policy": (text) => parseTrustPolicy(sha256, text),
  "a verifier key": (text) => parseVerifierKey(sha256, text),
  "a tile's path": parseTilePath,
  "a disclosure": (text) => parseDisclosure(utf8(text)),
  "a liabilities file's kind": isLiabilitiesFile,
  "a liabilities file": (text) => checkLiabilitiesFile(sha256, text, policy, opensslVerifiers),
  "a receipt file": (text) => checkReceiptFile(sha256, text, policy, opensslVerifiers),
};

/** True files, cut, doubled, shuffled by lines, with other bytes in them. */
const mangled = fc
  .tuple(
    fc.constantFrom(...good, ...Object.values(vectors.policies)),
    fc.array(
      fc.tuple(fc.nat(), fc.nat({ max: 400 }), fc.oneof(fc.string({ unit: "binary" }), lineOf())),
      { maxLength: 6 },
    ),
  )
  .map(([text, changes]) =>
    changes.reduce((bent, [at, length, other]) => {
      const from = at % (bent.length + 1);
      return bent.slice(0, from) + other + bent.slice(from + length);
    }, text),
  );

function lineOf() {
  const lines = [...new Set(good.flatMap((text) => text.split("\n")))];
  return fc.constantFrom(...lines, "\n\n", "extra ", "index 9007199254740993", "quorum none\n");
}

describe.each(Object.entries(readers))("%s", (_, read) => {
  test("of any mangled file is answered", async () => {
    await fc.assert(
      fc.asyncProperty(mangled, async (text) => {
        await read(text);
      }),
      { numRuns: 400 },
    );
  });

  const units = [
    "\n",
    "A",
    "=",
    " ",
    "\t",
    "— a AAAA\n",
    "\ud800",
    "{",
    '{"a":',
    "[",
    "group g all ",
  ];
  test.each([...units, "log a+00000000+AAAA\n", "x001/", `${"A".repeat(43)}=\n`])(
    "of %j for as long as a file may be, and longer, takes no time to speak of",
    async (unit) => {
      const lengths = [noteLimits.length, trustPolicyLimits.length, proofFileLengthMax];
      for (const length of new Set(lengths)) {
        const from = performance.now();
        await read(unit.repeat(Math.floor(length / unit.length)));
        await read(unit.repeat(Math.floor(length / unit.length) + 1));
        expect(performance.now() - from).toBeLessThan(timeMsMax);
      }
    },
  );
});

test("JSON nested as deep as an extra may be long is no liabilities file, and no fault of ours", async () => {
  for (const depth of [1_000, 40_000]) {
    const deep = "[".repeat(depth) + "]".repeat(depth);
    const liability = '{"account":"","salt":"","balance":"0","index":0,"path":[]}';
    for (const json of [
      `{"liability":${liability},"entry":${deep}}`,
      `{"liability":${deep},"entry":{}}`,
      `{"liability":${liability.replace("[]", deep)},"entry":{}}`,
    ]) {
      const text = formatProofFile({ extra: utf8(json), index: 0, path: [], checkpoint: "a\n\n" });
      expect(parseProofFile(text)?.extra).toHaveLength(json.length);
      expect(isLiabilitiesFile(text)).toBe(false);
      const checked = await checkLiabilitiesFile(sha256, text, policy, opensslVerifiers);
      expect(checked).toBe("not-a-liability");
    }
  }
});

test("reading the longest files over and over keeps no memory", async () => {
  const long = `c2sp.org/tlog-proof@v1\nextra ${"A".repeat(proofFileLengthMax - 100)}\nindex 0\n\n`;
  const read = async () => {
    for (let turn = 0; turn < 20; turn += 1) {
      await checkReceiptFile(sha256, long, policy, opensslVerifiers);
    }
  };
  await read();
  const before = process.memoryUsage().arrayBuffers;
  await read();
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(keptBytesMax);
});

test("a group within a group, as deep as the names allow, is judged all the same", () => {
  const [witness = ""] = vectors.keys.witnesses;
  const lines = [`witness g0 ${witness}`];
  for (let at = 1; at < trustPolicyLimits.names; at += 1) lines.push(`group g${at} all g${at - 1}`);
  const deep = parseTrustPolicy(sha256, [...lines, "quorum g255"].join("\n"));
  expect(isPolicy(deep)).toBe(true);
  const deeper = [...lines, "group g256 all g255", "quorum g256"].join("\n");
  expect(parseTrustPolicy(sha256, deeper)).toMatchObject({ line: 257 });
});
