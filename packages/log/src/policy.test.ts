import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { opensslSigner, sha256 } from "./notes.testing.ts";
import { isPolicy, isWitnessed, parseTrustPolicy } from "./policy.ts";
import { policyFaultWords } from "./policyFaultWords.ts";
import { verifierKey } from "./verifierKey.ts";

const key = (type: "ed25519" | "ed25519-cosignature" | "ml-dsa-44", byte: number) =>
  verifierKey(sha256, opensslSigner(`k${byte}.example`, type, new Uint8Array(32).fill(byte)));
const log = key("ed25519", 1);
const [w1, w2, w3, w4] = [2, 3, 4, 5].map((byte) => key("ed25519-cosignature", byte));
const pq = key("ml-dsa-44", 6);

const whole = [
  "# who is believed",
  `log ${log} https://pay.example/log/`,
  "",
  ` \twitness X1 ${w1}`,
  `witness X2 ${w2}\thttps://w.example/`,
  `witness X3 ${w3}`,
  "group X 2 X1 X2 X3",
  `witness Y1 ${w4}`,
  `witness Y2 ${pq}`,
  "group Y any Y1 Y2",
  "group X-and-Y all X Y",
  "quorum X-and-Y",
].join("\n");

const read = (text: string) => parseTrustPolicy(sha256, text);

describe("a trust policy", () => {
  test("of two levels counts witnesses as its groups say", () => {
    const policy = read(`${whole}\n`);
    if (!isPolicy(policy)) throw new Error(policy.fault);
    expect(policy.logs.map(({ url }) => url)).toEqual(["https://pay.example/log/"]);
    const by = (...names: string[]) =>
      isWitnessed(
        policy,
        names.map((name) => ({ key: policy.witnesses.get(name)!.key, time: 1 })),
      );
    expect(by("X1", "X3", "Y2")).toBe(true);
    expect(by("X1", "X2", "X3", "Y1", "Y2")).toBe(true);
    expect(by("X1", "X1", "Y1")).toBe(false);
    expect(by("X1", "X2", "X3")).toBe(false);
    expect(by("X1", "Y1", "Y2")).toBe(false);
    expect(by()).toBe(false);
  });

  test("without witnesses asks for none", () => {
    const policy = read("quorum none\n");
    expect(isPolicy(policy) && isWitnessed(policy, [])).toBe(true);
  });

  test.each<[line: number, fault: string, text: string]>([
    [1, "no quorum", ""],
    [1, "unknown word, logs", `logs ${log}`],
    [1, "log KEY", "log"],
    [1, "log KEY", `log ${log} url more`],
    [1, "log KEY", `log ${log.slice(0, -1)}`],
    [2, "there already", `log ${log}\nlog ${log} other`],
    [1, "witness's key", `log ${w1}`],
    [1, "witness NAME", `witness ${w1}`],
    [1, "log's key", `witness a ${log}`],
    [2, "a is there", `witness a ${w1}\nwitness a ${w2}`],
    [2, "key is there", `witness a ${w1}\nwitness b ${w1}`],
    [1, "none is not", `witness none ${w1}`],
    [1, "group NAME", "group a all"],
    [1, "nothing above is named b", "group a all b"],
    [2, "0 is not", `witness a ${w1}\ngroup g 0 a`],
    [2, "2 is not", `witness a ${w1}\ngroup g 2 a`],
    [2, "01 is not", `witness a ${w1}\ngroup g 01 a`],
    [2, "a member already", `witness a ${w1}\ngroup g all a a`],
    [3, "a member already", `witness a ${w1}\ngroup g all a\ngroup h all g a`],
    [1, "nothing above is named g", "group g all g"],
    [1, "nothing above", "quorum a"],
    [1, "quorum NAME", "quorum none none"],
    [2, "a second quorum", "quorum none\nquorum none"],
    [2, "control character", `log ${log}\r\nquorum none\u0000`],
  ])("is refused at line %i: %s", (line, fault, text) => {
    const fallen = read(text);
    if (isPolicy(fallen)) throw new Error("it is refused");
    expect(policyFaultWords(fallen, "en")).toContain(fault);
    // In either language with the word that it is about, and in words of its own.
    expect(policyFaultWords(fallen, "de")).toContain(fallen.about);
    expect(policyFaultWords(fallen, "de")).not.toBe(policyFaultWords(fallen, "en"));
    if (line > 1 && !text.includes("\r")) expect(fallen).toMatchObject({ line });
  });

  test("of any text is answered", () => {
    const words = fc.constantFrom(
      "log",
      "witness",
      "group",
      "quorum",
      "none",
      "all",
      "a",
      log,
      w1!,
    );
    const line = fc.array(fc.oneof(words, fc.string()), { maxLength: 5 });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const answer = read(lines.map((each) => each.join(" ")).join("\n"));
        expect(isPolicy(answer) || answer.line >= 1).toBe(true);
      }),
    );
    expect(isPolicy(read("x".repeat(1_000_001)))).toBe(false);
  });
});
