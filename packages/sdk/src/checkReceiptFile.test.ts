import { expect, test } from "vitest";
import vectors from "../../../specs/vectors/receipt-file.json" with { type: "json" };
import { checkReceiptFile } from "./checkReceiptFile.ts";

const policies = new Map(Object.entries(vectors.policies));

test.each(vectors.files)("$name: $result", async ({ policy, text, result }) => {
  const checked = await checkReceiptFile(text, policies.get(policy) ?? "");
  expect(checked.ok ? "true" : checked.fault).toBe(result);
});

test("a true file tells its facts, where it stands, and who signed; another one why it is refused", async () => {
  const fileOf = (name: string) => vectors.files.find((each) => each.name === name)?.text ?? "";
  const { both, stranger } = vectors.policies;
  expect(await checkReceiptFile(fileOf("with both witnesses"), both)).toMatchObject({
    ok: true,
    facts: { amount: "50000", asset: "PLAY/6", gesture: "click" },
    log: "pay.example/log",
    leaf: 6,
    witnesses: ["one", "two"],
  });
  expect(await checkReceiptFile(fileOf("a payer's file"), stranger)).toEqual({
    ok: false,
    fault: "not-signed",
    sentence: expect.stringMatching(/^Not true: .* not signed by the log/),
  });
});

test("what is no policy is the caller's mistake, and says its line", async () => {
  await expect(checkReceiptFile("", "quorum none\nlog x\n")).rejects.toMatchObject({
    code: "misconfigured",
    message: expect.stringContaining("line 2: a log line is"),
  });
});
